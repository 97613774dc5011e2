"""Decisions: nothing is chosen silently, and what comes after the opening is marked."""

import numpy as np
import pytest

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import EvaluationRefused, SettingsRefused
from clinnet_gui.core.evaluation.deciding import (
    beginning,
    calibrate_curve,
    first_decision,
    open_test,
    recalibrated,
    shown_part,
    with_method,
    with_prevalence,
    with_rationale,
    with_reasonable,
    with_threshold,
)
from clinnet_gui.core.evaluation.decision import Decision, Method, Route
from clinnet_gui.core.work import Finish, Progress, drain
from tests.unit.evaluation.fits import crossed_fit_of, fit_of, shifted
from tests.unit.evaluation.samples import drawn


def test_the_first_decision_has_no_threshold_and_a_covered_test() -> None:
    decision = first_decision(shifted())
    assert decision.calibrator.method is Method.INTERCEPT
    assert decision.calibrator.intercept == pytest.approx(0.8, abs=0.15)
    assert decision.threshold is None
    assert decision.opened == ""


def test_what_was_seen_stays_open_for_the_next_network() -> None:
    opened = open_test(shifted(), first_decision(shifted()), "2026-01-02T03:04:05+00:00")
    again = first_decision(shifted(), opened)
    assert again.opened == opened.opened
    assert again.after_opening == ("network",)
    assert first_decision(shifted(), Decision()).opened == ""


def test_the_calibrator_comes_from_the_calibrate_rows() -> None:
    trained = shifted()
    decision = with_method(trained, Decision(), Method.PLATT)
    assert decision.calibrator.n == trained.split.rows(Part.CALIBRATE).size
    assert decision.calibrator.events == trained.outcomes(Part.CALIBRATE).sum()
    curve = calibrate_curve(trained, decision)
    assert curve.risks.size == decision.calibrator.n
    assert (np.diff(curve.risks) >= 0).all()


def test_a_method_that_is_not_offered_is_refused_with_its_reason() -> None:
    trained = fit_of(*drawn(100))
    with pytest.raises(EvaluationRefused, match="isotonic needs 100 events; the calibrate rows have"):
        with_method(trained, Decision(), Method.ISOTONIC)


def test_a_threshold_keeps_its_route_and_rationale() -> None:
    why, given = "work-ups are cheap", "a missed case is 9 times worse"
    decision = with_threshold(Decision(), 0.1, Route.HARM_RATIO, why, given)
    assert (decision.threshold, decision.route) == (0.1, Route.HARM_RATIO)
    assert (decision.rationale, decision.basis) == (why, given)
    assert decision.how == "harm ratio, a missed case is 9 times worse, work-ups are cheap"
    assert with_rationale(decision, "other").rationale == "other"
    assert with_threshold(decision, None).threshold is None


@pytest.mark.parametrize("threshold", [-0.01, 1.01, float("nan")])
def test_thresholds_outside_the_unit_are_refused(threshold: float) -> None:
    with pytest.raises(SettingsRefused):
        with_threshold(Decision(), threshold)


def test_the_test_is_opened_once() -> None:
    opened = open_test(shifted(), Decision(), "2026-03-01T10:00:00+00:00")
    assert opened.opened == "2026-03-01T10:00:00+00:00"
    assert open_test(shifted(), opened, "2027-01-01T00:00:00+00:00") == opened


def test_what_is_chosen_after_the_opening_is_marked_once() -> None:
    trained = shifted()
    before = with_threshold(first_decision(trained), 0.2)
    assert before.after_opening == ()
    opened = open_test(trained, before, "2026-03-01T10:00:00+00:00")
    assert with_threshold(opened, 0.2).after_opening == ()  # no change
    changed = with_method(trained, with_threshold(opened, 0.3), Method.PLATT)
    assert changed.after_opening == ("threshold", "recalibration")
    assert with_threshold(changed, 0.4).after_opening == ("threshold", "recalibration")


def test_every_choice_after_the_opening_is_marked_by_its_name() -> None:
    opened = open_test(shifted(), Decision(threshold=0.2), "2026-03-01T10:00:00+00:00")
    assert with_prevalence(opened, 0.1).after_opening == ("deployment prevalence",)
    assert with_reasonable(opened, (0.1, 0.3)).after_opening == ("range of thresholds",)
    assert with_rationale(opened, "seen").after_opening == ("rationale",)
    assert with_rationale(opened, "").after_opening == ()


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_impossible_prevalences_are_refused(share: float) -> None:
    with pytest.raises(SettingsRefused):
        with_prevalence(Decision(), share)
    assert with_prevalence(Decision(prevalence=0.2), None).prevalence is None


@pytest.mark.parametrize("bounds", [(0.0, 0.2), (0.3, 0.2), (0.2, 1.0), (float("nan"), 0.5)])
def test_impossible_ranges_of_thresholds_are_refused(bounds: tuple[float, float]) -> None:
    with pytest.raises(SettingsRefused):
        with_reasonable(Decision(), bounds)
    assert with_reasonable(Decision(reasonable=(0.1, 0.2)), None).reasonable is None


def test_out_of_fold_rows_are_called_so_in_a_refusal() -> None:
    with pytest.raises(EvaluationRefused, match="isotonic needs 100") as refused:
        with_method(crossed_fit_of(*drawn(300)), Decision(), Method.ISOTONIC)
    assert "the out-of-fold rows have" in refused.value.message
    assert "calibrate" not in refused.value.message


def test_a_calibrator_of_a_cross_fitted_network_comes_from_all_out_of_fold_rows() -> None:
    trained = crossed_fit_of(*drawn(600), test=True)
    calibrator = with_method(trained, Decision(), Method.PLATT).calibrator
    assert calibrator.n == trained.split.counts[Part.CROSS_FITTED] == 480
    assert calibrator.events == trained.split.events[Part.CROSS_FITTED]


def test_a_test_part_that_was_not_set_aside_cannot_be_opened() -> None:
    with pytest.raises(EvaluationRefused, match="no test part") as refused:
        open_test(crossed_fit_of(*drawn(300)), Decision(), "2026-03-01T10:00:00+00:00")
    assert refused.value.code == "NO_TEST_PART"
    assert "out-of-fold rows judge the network" in refused.value.hint
    assert open_test(crossed_fit_of(*drawn(300), test=True), Decision(), "now").opened == "now"


def test_without_a_test_part_the_out_of_fold_rows_are_shown_whatever_was_opened_before() -> None:
    """A test that an earlier network of the study had was opened; this split has none."""
    opened = Decision(opened="2026-03-01T10:00:00+00:00")
    assert shown_part(crossed_fit_of(*drawn(300)).split, opened) is Part.CALIBRATE
    assert shown_part(crossed_fit_of(*drawn(300), test=True).split, opened) is Part.TEST
    assert shown_part(crossed_fit_of(*drawn(300), test=True).split, Decision()) is Part.CALIBRATE


def test_choosing_a_calibrator_lets_others_have_a_turn_and_may_be_given_up() -> None:
    """Every fit of every method and fold yields, so that no step lasts as long as the whole choice."""
    told: list[object] = []
    trained = shifted()
    assert drain(beginning(trained), told.append) == first_decision(trained)
    assert len(told) > 40 and all(isinstance(one, Progress) for one in told)
    work = beginning(trained)
    next(work)
    with pytest.raises(Finish):
        work.throw(Finish())
    told.clear()
    again = drain(recalibrated(trained, Decision(), None), told.append)
    assert again.calibrator == first_decision(trained).calibrator and len(told) > 40
