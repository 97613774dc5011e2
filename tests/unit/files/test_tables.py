"""Whatever a cell holds, it is one cell of the CSV file that is written, and no formula."""

import csv
import io

import pytest

from clinnet_gui.core.files import csv_writer, no_formula
from clinnet_gui.gui.widgets.plots.plot_export import Values


@pytest.mark.parametrize("text", ["a\r=1+1", "a\n=1+1", "a\r\nb", 'a "b", c', "\r\n", ""])
def test_a_cell_stays_one_cell(text: str) -> None:
    file = io.StringIO()
    csv_writer(file).writerows([[text, "1"], ["x", "2"]])
    assert file.getvalue().endswith("x,2\n")
    assert list(csv.reader(io.StringIO(file.getvalue(), newline=""))) == [[text, "1"], ["x", "2"]]
    values = Values(("level",), ((text,),)).csv().decode()
    assert list(csv.reader(io.StringIO(values, newline="")))[1:] in ([[text]], [["'" + text]], [[]])


def test_lines_end_in_a_line_feed_alone() -> None:
    file = io.StringIO()
    csv_writer(file).writerow(["a", "b"])
    assert file.getvalue() == "a,b\n"


def test_half_a_character_does_not_keep_the_others_from_being_written() -> None:
    assert Values(("level",), (("\ud800 a",),)).csv() == b"level\n? a\n"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@sum", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_calculate_is_marked(text: str) -> None:
    assert no_formula(text) == f"'{text}"
    assert no_formula(f"a{text}") == f"a{text}"
