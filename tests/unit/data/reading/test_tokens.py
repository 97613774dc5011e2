"""Widths, quotes and line breaks: damage stays in its row."""

from pathlib import Path

import pytest

from clinnet_gui.core.data.findings import Level
from clinnet_gui.core.data.reading.cutting import Dialect
from clinnet_gui.core.data.reading.tokens import Tokeniser

from .reader import codes_of, cohort, finding, read_text, rows_of


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("0031,50,f,ICU", "4 of 5 cells"),
        ("0031,50,f,ICU,0,", "6 of 5 cells"),
        ("0031,50,f,1,5,0", "6 of 5 cells"),
    ],
)
def test_a_row_of_another_width_is_set_aside_by_number(tmp_path: Path, line: str, cells: str) -> None:
    table = read_text(tmp_path, cohort() + line + "\n" + "0032,50,f,ICU,0\n")
    (row,) = table.quarantined
    assert (row.row, row.line, row.code, row.reason) == (31, 32, "ROW_WIDTH", cells)
    found = finding(table, "ROW_WIDTH")
    assert (found.level, found.rows, found.lines, found.count) == (Level.FLAG, (31,), (32,), 1)
    assert rows_of(table)[-1] == ("0032", "50", "f", "ICU", "0")
    assert table.rows.tolist()[-1] == 32


def test_an_unclosed_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    lines = cohort(60).splitlines()
    lines[20] = lines[20].replace("ward", '"ward').replace("ICU", '"ICU')
    table = read_text(tmp_path, "\n".join(lines) + "\n")
    assert [row.row for row in table.quarantined] == [20]
    assert len(table.rows) == 59


def test_lines_left_over_from_a_broken_cell_belong_to_its_row(tmp_path: Path) -> None:
    text = cohort() + '31,50,f,"ICU\nbed 4\nleft,0\n' + "32,50,f,ICU,0\n"
    table = read_text(tmp_path, text)
    assert [(row.row, row.line) for row in table.quarantined] == [(31, 32)]
    assert table.rows.tolist()[-1] == 32 and table.lines.tolist()[-1] == 35


def test_two_damaged_quotes_do_not_swallow_the_rows_between(tmp_path: Path) -> None:
    text = cohort() + '31,50,f,"ICU,0\n32,50,f,ICU,0\n33,50,f,ICU",0\n' + "34,50,f,ICU,0\n"
    table = read_text(tmp_path, text)
    (row,) = table.quarantined
    assert row.code == "QUOTE" and "lines 32 to 34" in row.reason
    assert rows_of(table)[-1][0] == "34"


def test_a_line_break_in_a_quoted_cell_is_kept_and_told(tmp_path: Path) -> None:
    table = read_text(tmp_path, cohort() + '31,50,f,"ICU\r\nbed 4",0\n')
    assert rows_of(table)[-1][3] == "ICU\r\nbed 4"
    assert finding(table, "NEWLINE_IN_CELL").rows == (31,)
    assert codes_of(table) == {"NEWLINE_IN_CELL"}


def test_a_stray_quotation_mark_is_damage(tmp_path: Path) -> None:
    table = read_text(tmp_path, cohort() + '31,50,f,ICU",0\n')
    assert [row.code for row in table.quarantined] == ["QUOTE"]


def test_inches_are_text_where_the_file_writes_them_so(tmp_path: Path) -> None:
    text = "id,height\n" + "".join(f"{i},5'{i % 12}\"\n" for i in range(40))
    table = read_text(tmp_path, text)
    assert codes_of(table) == {"QUOTE_IN_CELL"}
    assert rows_of(table)[11] == ("11", "5'11\"")


def test_doubled_quotes_are_one_quote(tmp_path: Path) -> None:
    table = read_text(tmp_path, cohort() + '31,50,f,"so-called ""ICU"", here",0\n')
    assert rows_of(table)[-1][3] == 'so-called "ICU", here'
    assert table.quarantined == ()


def test_blanks_before_quotes_are_no_part_of_the_cell(tmp_path: Path) -> None:
    text = '"id", "unit", "died"\n' + "".join(f'{i}, "ward, {i % 3}", {i % 2}\n' for i in range(30))
    table = read_text(tmp_path, text)
    assert rows_of(table)[1] == ("1", "ward, 1", "1") and table.quarantined == ()


def test_a_cell_beyond_all_measure_is_named(tmp_path: Path) -> None:
    for cell in ("A" * 200_000, '"' + "A, " * 70_000 + '"'):
        table = read_text(tmp_path, cohort() + f"31,50,f,{cell},0\n" + "32,50,f,ICU,0\n")
        assert [(row.row, row.code) for row in table.quarantined] == [(31, "HUGE_CELL")]
        assert len(table.rows) == 31


def test_empty_lines_are_counted_and_lines_of_separators_set_aside(tmp_path: Path) -> None:
    table = read_text(tmp_path, cohort() + "\n\n31,50,f,ICU,0\n,,,,\n,,,,\n")
    assert finding(table, "BLANK_LINES").count == 2
    assert finding(table, "EMPTY_ROW").level is Level.NOTE
    assert len(table.rows) == 31 and len(table.quarantined) == 2
    assert table.lines.tolist()[-1] == 34


def test_pieces_give_the_same_records_wherever_they_are_cut() -> None:
    text = cohort() + '31,50,f,"ICU\nbed 4",0\n32,50,"f,ICU,0\nrest\n33,50,f,"a ""b""",0\n'
    lines = text.splitlines(keepends=True)
    whole = Tokeniser(Dialect(","), 5).feed(lines, True)
    for size in (1, 2, 3, 7):
        tokeniser = Tokeniser(Dialect(","), 5)
        gathered = tokeniser.feed([], False)
        for at in range(0, len(lines), size):
            gathered.extend(tokeniser.feed(lines[at : at + size], False))
        gathered.extend(tokeniser.feed([], True))
        assert (gathered.rows, gathered.lines, gathered.flaws) == (whole.rows, whole.lines, whole.flaws)


def test_parted_records_joined_again_are_the_same() -> None:
    lines = ['1,"a\n', 'b"\n', '2,"x\n', "3,c\n", "4,d\n"]
    whole = Tokeniser(Dialect(","), 2).feed(lines, True)
    for at in range(len(whole.rows) + 1):
        first, second = whole.parted(at)
        first.extend(second)
        assert first == whole


def test_a_line_without_separators_casts_doubt_on_the_rows_beside_it(tmp_path: Path) -> None:
    lines = cohort(5000).splitlines()
    for at in (1, 2000, 4000):
        lines[at] = lines[at][:-1] + "\n" + lines[at][-1]
    table = read_text(tmp_path, "\n".join(lines) + "\n")
    assert [row.row for row in table.quarantined] == [1, 2, 3, 2001, 2002, 2003, 4002, 4003, 4004]
    cut_off = read_text(tmp_path, cohort() + "0031")
    assert [row.row for row in cut_off.quarantined] == [30, 31]


def test_notes_over_several_lines_are_believed_where_they_are_common(tmp_path: Path) -> None:
    note = '"fever, cough\nsince Monday, no rash, alert, 2 days\ndischarged, well"'
    text = "id,age,note,died\n" + "".join(f"{i},{i % 60},{note},{i % 2}\n" for i in range(40))
    table = read_text(tmp_path, text)
    assert table.quarantined == () and len(table.rows) == 40
    assert finding(table, "NEWLINE_IN_CELL").count == 40
