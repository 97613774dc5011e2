"""Whatever is written comes back exactly, or its row is set aside; nothing else can come out."""

import csv
import io
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.table import RawTable
from clinnet_gui.core.errors import ClinnetError, FileRefused

from .reader import read_bytes, rows_of

MANY = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
KEYS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
WORDS = st.sampled_from(["", "61", "0.91", "1,5", "W3", "ICU", "Süd", "ward 3", "2021-03-04", "<0.5", "?"])
WILD = st.text(alphabet=",;|\t\"'\r\n aé1", max_size=8)


def tables(cell: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Tables of 3 to 5 columns under an identifier."""
    widths = st.integers(2, 4)
    return widths.flatmap(
        lambda n: st.lists(st.lists(cell, min_size=n, max_size=n), min_size=3, max_size=25)
    ).map(lambda rows: [[str(i + 1), *row] for i, row in enumerate(rows)])


def spell(rows: list[list[str]], delimiter: str, quoting: int, end: str) -> str:
    names = ["id", *(f"name{i}" for i in range(1, len(rows[0])))]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerows([names, *rows])
    return out.getvalue()


@MANY
@given(
    rows=tables(WORDS),
    delimiter=st.sampled_from(list(KEYS)),
    style=st.tuples(
        st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
        st.sampled_from(["\n", "\r\n", "\r"]),
    ),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
)
def test_ordinary_tables_come_back_exactly(
    tmp_path: Path,
    rows: list[list[str]],
    delimiter: str,
    style: tuple[int, str],
    codec: str,
) -> None:
    table = read_bytes(tmp_path, spell(rows, delimiter, *style).encode(codec))
    assert table.source.delimiter == delimiter
    assert rows_of(table) == [tuple(row) for row in rows]
    assert table.quarantined == ()


@MANY
@given(
    rows=tables(WILD),
    delimiter=st.sampled_from(list(KEYS)),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    codec=st.sampled_from(["utf-8", "utf-16"]),
)
def test_wild_cells_come_back_exactly_or_their_row_is_set_aside(
    tmp_path: Path, rows: list[list[str]], delimiter: str, quoting: int, codec: str
) -> None:
    answers = Answers((("DIALECT", None, KEYS[delimiter]),))
    try:
        table = read_bytes(tmp_path, spell(rows, delimiter, quoting, "\r\n").encode(codec), answers)
    except FileRefused as refused:
        assert refused.code == "NO_ROWS"  # all few rows were set aside
        return
    by_number = dict(zip(table.rows.tolist(), rows_of(table), strict=True))
    assert _numbers(table) == list(range(1, len(rows) + 1))
    assert all(row == tuple(rows[number - 1]) for number, row in by_number.items())


@MANY
@given(rows=tables(WORDS), seed=st.integers(0, 10**6))
def test_damage_is_set_aside_and_never_read_as_data(tmp_path: Path, rows: list[list[str]], seed: int) -> None:
    rows = rows * 3  # enough sound rows to recognise the table by
    sound = spell(rows, ",", csv.QUOTE_MINIMAL, "\n")
    damaged = _wound(sound, random.Random(seed))
    try:
        table = read_bytes(tmp_path, damaged.encode(), Answers((("DIALECT", None, "comma"),), yes=True))
    except ClinnetError:
        return
    known = {tuple(row) for row in rows}
    assert all(row in known for row in rows_of(table))
    assert _numbers(table) == list(range(1, len(_numbers(table)) + 1))


def _wound(text: str, chance: random.Random) -> str:
    """Insert or remove one sign of structure below the names, outside quoted cells."""
    places = [i for i in range(text.index("\n") + 1, len(text)) if text[:i].count('"') % 2 == 0]
    removable = [i for i in places if text[i] in ',\n"']
    if chance.random() < 0.5:
        gone = chance.choice(removable)
        return text[:gone] + text[gone + 1 :]
    at = chance.choice(places)
    return text[:at] + chance.choice(',"\n') + text[at:]


@pytest.mark.parametrize("seed", range(4))
def test_random_bytes_end_in_a_table_or_a_refusal(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(500):
        kind = chance.random()
        if kind < 0.4:
            data = chance.randbytes(chance.randrange(300))
        else:
            signs = "".join(chance.choices("a1,;\"\n\r\t |'x.0é\ufeff\x00", k=chance.randrange(300)))
            data = signs.encode(chance.choice(["utf-8", "utf-16", "utf-16-le", "latin-1"]), "replace")
        try:
            table = read_bytes(tmp_path, data)
        except ClinnetError as error:
            assert error.code and error.message and error.hint
        else:
            assert _numbers(table) == list(range(1, len(_numbers(table)) + 1))
            assert all(cells.codes.size == table.rows.size > 0 for cells in table.cells)


def _numbers(table: RawTable) -> list[int]:
    """The numbers of all records, read and set aside."""
    return sorted([*table.rows.tolist(), *(row.row for row in table.quarantined)])
