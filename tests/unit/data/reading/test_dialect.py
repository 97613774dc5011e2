"""The separator and the quote."""

from pathlib import Path

import pytest

from clinnet_gui.core.data.findings import Level
from clinnet_gui.core.data.reading.dialect import DELIMITERS, recognise
from clinnet_gui.core.errors import AnswerRefused, FileRefused

from .reader import codes_of, cohort, finding, names_of, read_text, rows_of


@pytest.mark.parametrize(("key", "sign"), DELIMITERS.items())
def test_each_separator_is_recognised_and_told(tmp_path: Path, key: str, sign: str) -> None:
    text = cohort(separator=sign) if sign != " " else cohort().replace("ward 3", "ward3").replace(",", "  ")
    table = read_text(tmp_path, text)
    assert table.source.delimiter == sign
    assert len(table.cells) == 5 and len(table.rows) == 30 and table.quarantined == ()
    assert codes_of(table) == (set() if key == "comma" else {"DIALECT"})


def test_a_decimal_comma_does_not_separate(tmp_path: Path) -> None:
    body = "".join(f"{i / 7:.2f};{i / 3:.2f}\n".replace(".", ",") for i in range(1, 60))
    table = read_text(tmp_path, "kreatinin;crp\n" + body)
    assert names_of(table) == ["kreatinin", "crp"] and table.source.delimiter == ";"
    assert rows_of(table)[0] == ("0,14", "0,33")


def test_times_and_words_do_not_pass_for_separators(tmp_path: Path) -> None:
    body = "".join(f"{i},2021-03-0{i % 9 + 1} 10:00,Ward {i % 3} north\n" for i in range(60))
    assert read_text(tmp_path, "id,admitted,ward name\n" + body).source.delimiter == ","


def test_single_quotes_that_enclose_cells_are_quotes(tmp_path: Path) -> None:
    body = "".join(f"'{i}','ward, {i % 3}','it''s'\n" for i in range(40))
    table = read_text(tmp_path, "'id','ward','note'\n" + body)
    assert table.source.quote == "'"
    assert rows_of(table)[4] == ("4", "ward, 1", "it's")


def test_apostrophes_are_text(tmp_path: Path) -> None:
    table = read_text(tmp_path, cohort() + "31,50,f,nurse's,0\n")
    assert rows_of(table)[-1][3] == "nurse's" and table.findings == ()


def test_the_line_sep_names_the_separator(tmp_path: Path) -> None:
    table = read_text(tmp_path, "sep=;\n" + cohort(separator=";"))
    assert codes_of(table) == {"EXCEL_SEP_LINE"}
    assert table.rows.tolist()[0] == 1 and table.lines.tolist()[0] == 3


def test_the_analyst_may_name_the_separator(tmp_path: Path) -> None:
    table = read_text(tmp_path, cohort(separator=";"), ("DIALECT", None, "semicolon"))
    assert finding(table, "DIALECT").level is Level.NOTE
    with pytest.raises(FileRefused, match="column"):
        read_text(tmp_path, cohort(), ("DIALECT", None, "tab"))
    with pytest.raises(AnswerRefused):
        read_text(tmp_path, cohort(), ("DIALECT", None, "colon"))


def test_half_of_the_rows_cut_by_a_decimal_comma_do_not_move_the_columns(tmp_path: Path) -> None:
    rows = [f"{i},5{',' if i % 2 else '.'}1,f" for i in range(100)]
    table = read_text(tmp_path, "id,crp,sex\n" + "\n".join(rows))
    assert len(table.cells) == 3 and len(table.rows) == 50 and len(table.quarantined) == 50


def test_nothing_to_separate_is_no_table() -> None:
    with pytest.raises(FileRefused) as refused:
        recognise(["died\n", "0\n", "1\n"])
    assert refused.value.code == "NO_FEATURES"
