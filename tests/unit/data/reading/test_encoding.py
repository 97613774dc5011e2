"""From bytes to text: proofs, guesses, and what cannot be read at all."""

from pathlib import Path

import pytest

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.reading.encoding import Evidence, choose, declared
from clinnet_gui.core.errors import AnswerRefused

from .reader import codes_of, cohort, finding, names_of, read_bytes, rows_of

TEXT = cohort(names="id,Größe,sex,unité,died")


@pytest.mark.parametrize(
    ("codec", "read_as", "codes"),
    [
        ("utf-8", "utf-8", set()),
        ("utf-8-sig", "utf-8-sig", set()),
        ("utf-16", "utf-16", {"ENCODING"}),
        ("utf-16-le", "utf-16-le", {"ENCODING"}),
        ("utf-16-be", "utf-16-be", {"ENCODING"}),
        ("utf-32", "utf-32", {"ENCODING"}),
        ("cp1252", "cp1252", {"ENCODING_GUESSED"}),
    ],
)
def test_each_encoding_comes_back_letter_by_letter(
    tmp_path: Path, codec: str, read_as: str, codes: set[str]
) -> None:
    table = read_bytes(tmp_path, TEXT.encode(codec))
    assert table.source.encoding == read_as
    assert names_of(table) == TEXT.split("\n", 1)[0].split(",")
    assert rows_of(table)[0] == tuple(TEXT.splitlines()[1].split(","))
    assert codes_of(table) == codes


def test_a_guess_names_the_columns_by_which_to_check_it(tmp_path: Path) -> None:
    note = finding(read_bytes(tmp_path, TEXT.encode("cp1252")), "ENCODING_GUESSED")
    assert "Größe" in note.did and "unité" in note.did and note.answer == "cp1252"


def test_the_analyst_may_know_better(tmp_path: Path) -> None:
    answers = Answers((("ENCODING_GUESSED", None, "cp850"),))
    table = read_bytes(tmp_path, TEXT.encode("cp850"), answers)
    assert names_of(table)[1] == "Größe"
    with pytest.raises(AnswerRefused):
        read_bytes(tmp_path, TEXT.encode(), Answers((("ENCODING_GUESSED", None, "zip"),)))


def test_a_few_broken_bytes_in_utf8_cost_their_rows_only(tmp_path: Path) -> None:
    lines = [line.encode() for line in cohort().replace("ward", "Süd").splitlines()]
    lines[5] = lines[5].replace(b"S\xc3\xbcd", b"S\xfcd").replace(b"ICU", b"I\xfc")
    table = read_bytes(tmp_path, b"\n".join(lines) + b"\n")
    assert [(row.row, row.code) for row in table.quarantined] == [(5, "UNREADABLE")]
    assert table.source.encoding == "utf-8" and rows_of(table)[0][3].startswith("Süd")


def test_signs_no_text_has_are_named_by_row(tmp_path: Path) -> None:
    text = cohort() + "31,50,f,I\x85CU,0\n32,50,f,\ufffd,0\n33,50,f,I\x00CU,0\n34,50,f,ICU,0\n"
    table = read_bytes(tmp_path, text.encode())
    assert [(row.row, row.code) for row in table.quarantined] == [
        (31, "UNREADABLE"),
        (32, "UNREADABLE"),
        (33, "NUL_BYTE"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_one(tmp_path: Path, end: str) -> None:
    table = read_bytes(tmp_path, cohort().replace("\n", end).encode())
    assert table.findings == () and table.lines.tolist() == list(range(2, 32))


def test_mixed_line_ends_are_line_ends(tmp_path: Path) -> None:
    lines = cohort(33).splitlines()
    mixed = "".join(line + ("\n", "\r\n", "\r")[i % 3] for i, line in enumerate(lines))
    assert len(read_bytes(tmp_path, mixed.encode()).rows) == 33


def test_a_character_across_two_blocks_is_one_character() -> None:
    evidence = Evidence()
    for byte in "Größe".encode():
        evidence.feed(bytes([byte]))
    assert evidence.broken == 0
    assert choose(b"Gr", evidence).codec == "utf-8"


@pytest.mark.parametrize("data", [b"", b"a", b"id,age\n1,2\n", "größe,é\n".encode()])
def test_plain_text_declares_no_encoding(data: bytes) -> None:
    assert declared(data) is None
