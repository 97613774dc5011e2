"""What stands above the patients, and below them."""

from pathlib import Path

import pytest

from clinnet_gui.core.data.reading.hints import looks_like_total
from clinnet_gui.core.errors import AnswerRefused

from .reader import codes_of, cohort, finding, names_of, read_text


@pytest.mark.parametrize(
    "above", ["Exported by LabSys\n", "LabSys 4.1,,,,\n,,,,\n", "LabSys\n\nSite,Oslo,,,\n", "a, remark\n"]
)
def test_lines_above_the_table_are_passed_over_and_told(tmp_path: Path, above: str) -> None:
    table = read_text(tmp_path, above + cohort())
    assert codes_of(table) == {"PREAMBLE"}
    assert finding(table, "PREAMBLE").count == above.count("\n")
    assert names_of(table)[0] == "id" and len(table.rows) == 30
    assert table.rows.tolist()[0] == 1 and table.lines.tolist()[0] == above.count("\n") + 2


def test_without_names_the_first_row_is_a_patient_unless_said_otherwise(tmp_path: Path) -> None:
    text = cohort().split("\n", 1)[1]
    table = read_text(tmp_path, text)
    question = finding(table, "NO_HEADER")
    assert (question.answer, question.safe) == ("patient", True)
    assert names_of(table) == [f"column_{i}" for i in range(1, 6)]
    assert len(table.rows) == 30 and table.lines.tolist()[0] == 1
    named = read_text(tmp_path, text, ("NO_HEADER", None, "names"))
    assert names_of(named)[0] == "0001" and len(named.rows) == 29


def test_years_as_names_are_names(tmp_path: Path) -> None:
    rows = "".join(f"{i},{i / 7:.2f},text\n" for i in range(1, 30))
    assert codes_of(read_text(tmp_path, "id,2010,ward\n" + rows)) == set()


def test_names_of_texts_only_are_known_by_not_occurring_below(tmp_path: Path) -> None:
    body = "f,yes\nm,no\n" * 20
    assert codes_of(read_text(tmp_path, "sex,died\n" + body)) == set()
    assert finding(read_text(tmp_path, body), "NO_HEADER").answer is None


def test_a_row_of_units_is_asked_about_and_kept_with_the_columns(tmp_path: Path) -> None:
    names, body = cohort().split("\n", 1)
    text = f"{names}\n,years,,,0/1\n{body}"
    table = read_text(tmp_path, text)
    assert finding(table, "UNITS_ROW").answer == "units"
    assert table.units == ("", "years", "", "", "0/1") and len(table.rows) == 30
    skipped = read_text(tmp_path, text, ("UNITS_ROW", None, "skip"))
    assert skipped.units == () and len(skipped.rows) == 30
    kept = read_text(tmp_path, text, ("UNITS_ROW", None, "patient"))
    assert kept.units == () and len(kept.rows) == 31


def test_an_answer_that_is_no_choice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnswerRefused, match="NO_HEADER"):
        read_text(tmp_path, cohort().split("\n", 1)[1], ("NO_HEADER", None, "perhaps"))


def test_one_name_too_few_is_asked_about(tmp_path: Path) -> None:
    text = cohort(names="age,sex,unit,died")
    table = read_text(tmp_path, text)
    assert finding(table, "HEADER_SHORT").answer is None
    assert names_of(table) == ["column 1", "age", "sex", "unit", "died"]
    last = read_text(tmp_path, text, ("HEADER_SHORT", None, "last"))
    assert names_of(last)[-1] == "column 5"


@pytest.mark.parametrize("both", [True, False])
def test_a_separator_at_each_end_of_line_makes_no_column(tmp_path: Path, both: bool) -> None:
    names, *body = cohort().splitlines()
    lines = [names + ("," if both else ""), *(line + "," for line in body)]
    table = read_text(tmp_path, "\n".join(lines) + "\n")
    assert codes_of(table) == {"TRAILING_DELIM"}
    assert len(table.cells) == 5 and table.quarantined == ()


def test_a_separator_after_the_names_alone_makes_no_column(tmp_path: Path) -> None:
    names, body = cohort().split("\n", 1)
    table = read_text(tmp_path, f"{names},\n{body}")
    assert len(table.cells) == 5 and len(table.rows) == 30 and table.quarantined == ()


def test_names_repeated_in_the_middle_are_set_aside(tmp_path: Path) -> None:
    table = read_text(tmp_path, cohort() + cohort())
    assert [(row.row, row.code) for row in table.quarantined] == [(31, "HEADER_REPEATED")]
    assert len(table.rows) == 60


@pytest.mark.parametrize(
    "last", ["Total,30,,,", "Mean,61.3,,,", "Summe:,1830,,,", "Source: the registry", "Mean,61.3,f,ICU,0.2"]
)
def test_a_total_below_the_patients_is_set_aside(tmp_path: Path, last: str) -> None:
    table = read_text(tmp_path, cohort() + last + "\n")
    assert [(row.row, row.code) for row in table.quarantined] == [(31, "FOOTER")]


def test_a_patient_is_no_total() -> None:
    assert not looks_like_total(["0031", "50", "f", "ICU", "0"], 5)
    assert not looks_like_total(["N", "50", "f", "ICU", "0"], 5)
    assert not looks_like_total(["0031"], 5)
    assert not looks_like_total([], 5)


@pytest.mark.parametrize("names", ["died,risk", "died,risk,other"])
def test_no_patient_of_a_narrow_table_with_yes_and_no_is_set_aside(tmp_path: Path, names: str) -> None:
    more = ",0.5" * names.count("other")
    rows = [f"{'YN'[n % 2]},0.{10 + n}{more}" for n in range(60)]
    table = read_text(tmp_path, "\n".join([names, *rows]) + "\n")
    assert len(table.rows) == 60 and table.quarantined == ()
    assert looks_like_total(["N", "60", "", ""], 4) and looks_like_total(["Total", "60"], 2)


def test_a_broken_quote_among_the_names_is_told(tmp_path: Path) -> None:
    table = read_text(tmp_path, cohort(names='id,age,"sex,unit,died'))
    assert codes_of(table) == {"HEADER_QUOTE"}
    assert names_of(table) == ["id", "age", "sex", "unit", "died"] and len(table.rows) == 30


def test_two_lines_of_numbers_are_two_patients(tmp_path: Path) -> None:
    assert "NO_HEADER" in codes_of(read_text(tmp_path, "1,2,3\n4,5,6\n"))


def test_a_row_of_units_of_another_width_is_set_aside(tmp_path: Path) -> None:
    names, body = cohort().split("\n", 1)
    table = read_text(tmp_path, f"{names}\n,years,,\n{body}")
    assert [(row.row, row.code) for row in table.quarantined] == [(1, "ROW_WIDTH")]
    assert table.units == ()
