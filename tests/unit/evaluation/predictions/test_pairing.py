"""Outcomes and risks from the columns of a table: each row is used, or counted where it fails first."""

from dataclasses import replace

import numpy as np
import pytest

from clinnet_gui.core.data.findings import Answers, Finding, Level, Option
from clinnet_gui.core.data.table import Quarantined, Table
from clinnet_gui.core.errors import DataRefused, EvaluationRefused
from clinnet_gui.core.evaluation.predictions import ColumnsOpen, Naming, pair
from tests.builders import category, number, table

NONE = Answers()
NAN = float("nan")


def predicted(died: list[str], risk: list[float], other: list[float] | None = None) -> Table:
    columns = [category("died", died), number("risk", risk)]
    return table(*columns, *([number("other", other)] if other is not None else []))


def test_rows_are_counted_where_they_fail_first() -> None:
    of = predicted(
        ["yes", "", "no", "no", "", "yes", "no"],
        [0.9, 0.2, NAN, 0.1, NAN, 0.7, 0.3],
        [0.8, NAN, NAN, NAN, NAN, 0.6, 0.2],
    )
    aside = (Quarantined(8, 9, "SHORT_ROW", "too few cells"),)
    of = replace(of, raw=replace(of.raw, quarantined=aside))
    alone, both = (
        pair(of, Naming("died", "risk"), NONE),
        pair(of, Naming("died", "risk", rival="other"), NONE),
    )
    assert alone.y.tolist() == [1, 0, 1, 0]
    assert alone.risks.tolist() == [0.9, 0.1, 0.7, 0.3]
    assert alone.rival is None
    assert both.rival is not None and both.rival.tolist() == [0.8, 0.6, 0.2]
    assert both.risks.tolist() == [0.9, 0.7, 0.3]
    for pairs in (alone, both):
        found = pairs.reckoning
        assert found.read == 8 == found.used + found.left_out
        assert (found.aside, found.no_outcome, found.no_risk) == (1, 2, 1)
        assert found.used == pairs.y.size
    assert (alone.reckoning.no_rival, both.reckoning.no_rival) == (0, 1)


def test_the_event_may_be_turned_round() -> None:
    of = predicted(["yes", "no", "yes"], [0.9, 0.1, 0.7])
    assert pair(of, Naming("died", "risk", ("no",)), NONE).y.tolist() == [0, 1, 0]
    assert pair(of, Naming("died", "risk"), NONE).event == ("yes",)


def test_percentages_become_risks() -> None:
    of = predicted(["yes", "no"], [90.0, 12.5])
    assert pair(of, Naming("died", "risk", percent=True), NONE).risks.tolist() == [0.9, 0.125]


def test_a_percentage_is_the_risk_that_a_threshold_of_the_same_spelling_flags() -> None:
    tenths = np.arange(1, 1000)
    of = predicted(["yes", "no", "no"] * 333, (tenths / 10).tolist())
    risks = pair(of, Naming("died", "risk", percent=True), NONE).risks
    assert risks.tolist() == [float(f"{tenth / 10:.1f}e-2") for tenth in tenths]


@pytest.mark.parametrize("named", [False, True])
def test_a_percent_sign_is_taken_off_once(named: bool) -> None:
    def signed(values: list[float], factor: float) -> Table:
        risk = number("risk", values)
        return table(category("died", ["yes", "no"]), replace(risk, rule=replace(risk.rule, percent=factor)))

    naming = Naming("died", "risk", percent=named)
    assert pair(signed([0.9, 0.125], 0.01), naming, NONE).risks.tolist() == [0.9, 0.125]
    below_one = signed([0.9, 0.125], 1.0)  # read as it stands: 0.9 % is no risk of 0.9
    if named:
        assert pair(below_one, naming, NONE).risks.tolist() == pytest.approx([0.009, 0.00125])
    else:
        with pytest.raises(EvaluationRefused, match="percent sign"):
            pair(below_one, naming, NONE)


@pytest.mark.parametrize(
    "naming, code",
    [
        (Naming("dies", "risk"), "NO_COLUMN"),
        (Naming("died", "risks"), "NO_COLUMN"),
        (Naming("died", "died"), "TWO_ROLES"),
        (Naming("died", "risk", rival="risk"), "TWO_ROLES"),
        (Naming("died", "risk", rival="died"), "TWO_ROLES"),
        (Naming("other", "died"), "RISK_RANGE"),
    ],
)
def test_columns_that_cannot_serve_are_refused(naming: Naming, code: str) -> None:
    of = predicted(["yes", "no"] * 3, [0.9, 0.1] * 3, [1.0, 0.0] * 3)
    with pytest.raises(EvaluationRefused) as refusal:
        pair(of, naming, NONE)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "level, event, y, named",
    [
        ("yes", (), 1, ("yes",)),
        ("No", (), 0, ("yes",)),
        ("no", ("yes",), 0, ("yes",)),
        ("no", ("no",), 1, ("no",)),
        ("alive", ("alive",), 1, ("alive",)),
        ("0", (), 0, ("1",)),
        ("1", ("2",), 0, ("2",)),
        ("0", (">0",), 0, (">0",)),
        ("3", (">0",), 1, (">0",)),
    ],
)
def test_an_outcome_that_is_the_same_for_all_can_be_judged(
    level: str, event: tuple[str, ...], y: int, named: tuple[str, ...]
) -> None:
    found = pair(predicted([level, level, ""], [0.1, 0.2, 0.3]), Naming("died", "risk", event), NONE)
    assert (found.y.tolist(), found.event, found.reckoning.no_outcome) == ([y, y], named, 1)


@pytest.mark.parametrize("level, event", [("alive", ()), ("alive", ("ded",)), ("yes", ("1",)), ("", ())])
def test_one_level_that_may_be_anything_is_refused(level: str, event: tuple[str, ...]) -> None:
    with pytest.raises(DataRefused) as refusal:
        pair(predicted([level] * 3, [0.1, 0.2, 0.3]), Naming("died", "risk", event), NONE)
    assert refusal.value.code in ("OUTCOME_ONE_CLASS", "OUTCOME_EMPTY")


def test_a_level_that_is_not_plainly_the_event_is_asked_for() -> None:
    of = predicted(["home", "ward"] * 3, [0.9, 0.1] * 3)
    with pytest.raises(ColumnsOpen) as waiting:
        pair(of, Naming("died", "risk"), NONE)
    assert [q.code for q in waiting.value.questions] == ["OUTCOME_POSITIVE_LEVEL"]
    answers = NONE.with_answer("OUTCOME_POSITIVE_LEVEL", "died", "ward")
    assert pair(of, Naming("died", "risk"), answers).y.tolist() == [0, 1] * 3


def test_only_questions_on_the_file_and_on_the_risks_must_be_answered_first() -> None:
    def asked(column: str | None) -> Finding:
        return Finding("ASKED", Level.ASK, "Which?", column=column, options=(Option("a", "A"),), proposed="a")

    of = predicted(["yes", "no"], [0.9, 0.1], [0.5, 0.5])
    idle = replace(of, findings=(asked("other"),))
    assert np.array_equal(pair(idle, Naming("died", "risk"), NONE).y, [1, 0])
    for column, naming in (
        (None, Naming("died", "risk")),
        ("risk", Naming("died", "risk")),
        ("other", Naming("died", "risk", rival="other")),
    ):
        with pytest.raises(ColumnsOpen):
            pair(replace(of, findings=(asked(column),)), naming, NONE)
