"""Outcomes: levels, the event, and every reason to refuse."""

import numpy as np
import pytest

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.outcome import Outcome, judge_outcome, normalise_events, outcome_levels
from clinnet_gui.core.data.table import Column
from clinnet_gui.core.errors import AnswerRefused
from tests.unit.data.tables import ASKED, one, said


def outcome(texts: list[str]) -> Column:
    return one(texts, name="died")[0]


def judged(texts: list[str], event: tuple[str, ...] = (), answers: Answers = ASKED) -> Outcome:
    return judge_outcome(outcome(texts), event, answers)


def codes(found: Outcome) -> list[str]:
    return [finding.code for finding in found.findings]


def test_levels_are_counted_numbers_by_size_and_spellings_joined() -> None:
    levels = outcome_levels(outcome(["10", "2", "2", "10.0", ""] * 20))
    assert [(level.text, level.count) for level in levels] == [("2", 40), ("10", 40)]
    levels = outcome_levels(outcome(["Yes", "no ", "YES", "No", "yes", "?", "NA"] * 20))
    assert [(level.text.lower(), level.count) for level in levels] == [("no", 40), ("yes", 60)]


@pytest.mark.parametrize("pair", [("0", "1"), ("no", "Yes"), ("FALSE", "TRUE"), ("N", "Y"), ("0.0", "1.0")])
def test_a_plain_pair_needs_no_question(pair: tuple[str, str]) -> None:
    found = judged([pair[0], pair[0], pair[1]] * 20)
    assert not found.findings and found.y is not None
    assert found.y.tolist() == [0, 0, 1] * 20


@pytest.mark.parametrize("pair", [("1", "2"), ("M", "F"), ("alive", "dead"), ("-1", "1")])
def test_any_other_pair_is_asked_and_never_assumed(pair: tuple[str, str]) -> None:
    texts = [pair[0], pair[0], pair[1]] * 20
    found = judged(texts)
    assert codes(found) == ["OUTCOME_POSITIVE_LEVEL"] and found.findings[0].is_open and found.y is None
    found = judged(texts, answers=said("OUTCOME_POSITIVE_LEVEL", pair[0]))
    assert found.event == (pair[0],) and found.y is not None and found.y.tolist() == [1, 1, 0] * 20
    assert judged(texts, answers=Answers(yes=True)).event == (pair[1],)  # the rarer


def test_classes_are_asked_and_every_other_level_is_no_event() -> None:
    texts = ["0", "1", "2"] * 20
    assert codes(judged(texts)) == ["OUTCOME_N_CLASSES"]
    found = judged(texts, ("2",))
    assert found.y is not None and found.y.tolist() == [0, 0, 1] * 20 and not found.findings
    found = judged(texts, (">0",))
    assert found.y is not None and found.y.tolist() == [0, 1, 1] * 20
    assert judged(["<30", ">30", "NO"] * 20, ("<30",)).event == ("<30",)
    assert judged(["<30", ">30", "NO"] * 20, (">30",)).event == (">30",)


def test_an_event_may_be_spelled_in_another_case_or_number() -> None:
    assert judged(["Yes", "No"] * 30, ("yes ",)).event == ("Yes",)
    assert judged(["0", "1"] * 30, ("1.0",)).event == ("1",)


@pytest.mark.parametrize("event", ["3", "dead", ">50", "1_0"])
def test_an_event_that_is_no_level_is_refused_with_the_levels(event: str) -> None:
    with pytest.raises(AnswerRefused) as refused:
        judged(["10", "11"] * 30, (event,))
    assert "“10”" in refused.value.hint


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([""] * 60, "OUTCOME_EMPTY"),
        (["NA"] * 60, "OUTCOME_EMPTY"),
        (["0"] * 60, "OUTCOME_ONE_CLASS"),
        (["0", ""] * 30, "OUTCOME_ONE_CLASS"),
        ([f"2021-03-{1 + n % 28:02d}" for n in range(60)], "OUTCOME_DATE"),
        ([f"{n * 0.37:.2f}" for n in range(60)], "OUTCOME_CONTINUOUS"),
        ([str(n) for n in range(60)], "OUTCOME_CONTINUOUS"),
        ([f"note {n}" for n in range(60)], "OUTCOME_TEXT"),
        (["0"] * 100 + ["1"] * 9, "TOO_FEW_EVENTS"),
        (["1"] * 100 + ["0"] * 9, "TOO_FEW_EVENTS"),
        (["0", "1"] * 24, "TOO_FEW_ROWS"),
    ],
)
def test_a_column_that_cannot_be_an_outcome_is_refused(texts: list[str], code: str) -> None:
    (finding,) = judged(texts).findings
    assert finding.code == code and finding.level == "refuse" and finding.advice


def test_rows_without_outcome_are_told_and_left_out() -> None:
    found = judged(["0", "1", ""] * 40)
    assert codes(found) == ["OUTCOME_ROWS_DROPPED"] and found.findings[0].count == 40
    assert found.y is not None and np.count_nonzero(found.y == -1) == 40


def test_joined_spellings_are_told() -> None:
    assert codes(judged(["Yes", "no ", "YES", "No"] * 20)) == ["OUTCOME_NORMALISED"]


def test_events_are_one_only_for_the_named_levels() -> None:
    column = outcome(["a", "b", "c", ""] * 20)
    assert normalise_events(column, ("A", "c")).tolist() == [1, 0, 1, -1] * 20


def test_a_category_with_many_levels_needs_the_event_named() -> None:
    texts = [f"ward {n % 30}" for n in range(600)]
    assert codes(judged(texts)) == ["OUTCOME_TEXT"]
    found = judged(texts, ("ward 3",))
    assert found.y is not None and int(found.y.sum()) == 20 and not found.findings


def test_a_level_that_does_not_exist_is_answered_without_a_patients_own_text() -> None:
    with pytest.raises(AnswerRefused) as refused:
        judged(["no", "yes"] * 20 + ["Jane Doe"], ("dead",))
    assert "“no”, “yes” and 1 rarer" in refused.value.hint and "Jane" not in refused.value.hint


def test_too_few_are_told_with_their_number() -> None:
    (rows,) = judged(["0", "1", "1"] * 12).findings
    assert "36 patients" in rows.saw
    (events,) = judged(["0"] * 100 + ["1"] * 9).findings
    assert "9 patients with the event and 100 without" in events.saw


def test_all_above_the_lowest_is_offered_for_numbers_alone() -> None:
    def keys(texts: list[str]) -> list[str]:
        (asked,) = judged(texts).findings
        return [option.key for option in asked.options]

    assert keys(["0", "1", "1", "2"] * 20) == [">0", "0", "2", "1"]
    assert keys(["mild", "some", "some", "severe"] * 20) == ["mild", "severe", "some"]
    assert keys(["1", "2"] * 20) == ["1", "2"]
