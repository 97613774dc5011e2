"""Names of columns: seen, complete, different."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.reading.names import clean, name_columns
from clinnet_gui.core.data.table import Cells

from .reader import codes_of, cohort, finding, names_of, read_text


def test_the_second_column_of_a_name_gets_a_number_or_goes(tmp_path: Path) -> None:
    text = cohort(names="id,age,age,unit,died")
    table = read_text(tmp_path, text)
    question = finding(table, "DUPLICATE_COLUMN")
    assert (question.column, question.answer, question.safe) == ("age", "rename", True)
    assert "contents differ" in question.saw
    assert names_of(table) == ["id", "age", "age (2)", "unit", "died"]
    dropped = read_text(tmp_path, text, ("DUPLICATE_COLUMN", "age", "drop"))
    assert names_of(dropped) == ["id", "age", "unit", "died"]


def test_equal_columns_are_called_equal(tmp_path: Path) -> None:
    text = "id,age,age\n" + "".join(f"{i},{i % 5},{i % 5}\n" for i in range(30))
    assert "the same content" in finding(read_text(tmp_path, text), "DUPLICATE_COLUMN").saw


def test_a_column_without_a_name_is_called_by_its_place(tmp_path: Path) -> None:
    text = cohort(names="id,,sex,unit,died")
    table = read_text(tmp_path, text)
    assert finding(table, "UNNAMED_COLUMN").column == "column 2"
    assert names_of(table)[1] == "column 2"
    assert len(read_text(tmp_path, text, ("UNNAMED_COLUMN", None, "drop")).cells) == 4


def test_invisible_characters_leave_the_name_and_are_told(tmp_path: Path) -> None:
    table = read_text(tmp_path, cohort(names="id,a\x00ge\u200b,\u202esex,unit,died"))
    assert names_of(table)[1:3] == ["age", "sex"]
    assert codes_of(table) == {"INVISIBLE_CHARS"}


def test_a_long_name_is_kept_whole(tmp_path: Path) -> None:
    table = read_text(tmp_path, cohort(names=f"id,{'x' * 5000},sex,unit,died"))
    assert codes_of(table) == {"LONG_NAME"} and len(names_of(table)[1]) == 5000


def test_names_that_look_like_code_are_kept_as_they_are(tmp_path: Path) -> None:
    names = "id,<img src='x'>,eGFR<60,=HYPERLINK(1),died"
    table = read_text(tmp_path, cohort(names=names))
    assert names_of(table) == names.split(",") and table.findings == ()


@given(st.lists(st.sampled_from(["", "a", "A", " a ", "a (2)", "column 2", "b"]), min_size=1, max_size=8))
def test_names_always_differ_and_none_is_empty(spelled: list[str]) -> None:
    cells = [Cells("", ("1",), _codes()) for _ in spelled]
    naming = name_columns(spelled, True, cells, Answers())
    assert len(set(naming.names)) == len(naming.names) == len(naming.kept) == len(spelled)
    assert all(naming.names)


@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing(name: str) -> None:
    assert clean(clean(name)) == clean(name)


def _codes() -> object:
    import numpy as np

    return np.zeros(3, np.int32)
