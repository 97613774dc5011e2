"""Recalibrators: known truths found, offers by events, and no step against the order of risks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.calibration_line import in_the_large, line_fit, slope_of
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.evaluation.recalibration import (
    auto_calibrator,
    cross_fitted,
    cross_fitting,
    fit_calibrator,
    offers,
)
from clinnet_gui.core.statistics.folds import folds
from clinnet_gui.core.statistics.losses import expit, log_losses, logit
from clinnet_gui.core.statistics.ranks import area
from clinnet_gui.core.work import drain
from tests.unit.evaluation.samples import drawn

FITTED = (Method.INTERCEPT, Method.TEMPERATURE, Method.PLATT, Method.BETA, Method.ISOTONIC)


def test_temperature_is_found_on_known_logits() -> None:
    """Logits three times too large: T = 3, slope 1/3, no factor of two."""
    y, z = drawn(100_000, slope=1 / 3, centre=0)
    found = fit_calibrator(Method.TEMPERATURE, z, y)
    assert found.intercept == 0
    assert 1 / found.slope == pytest.approx(3, abs=0.1)


def test_platt_finds_intercept_and_slope() -> None:
    y, z = drawn(100_000, intercept=0.5, slope=0.6)
    found = fit_calibrator(Method.PLATT, z, y)
    assert (found.intercept, found.slope) == (pytest.approx(0.5, abs=0.03), pytest.approx(0.6, abs=0.03))
    assert (found.n, found.events) == (100_000, y.sum())


def test_platt_makes_its_own_rows_perfect_and_intercept_their_mean() -> None:
    y, z = drawn(500, intercept=0.7, slope=0.5)
    risks = fit_calibrator(Method.PLATT, z, y).risk(z)
    assert risks.sum() == pytest.approx(y.sum(), abs=1e-6)
    assert slope_of(line_fit(y, logit(risks)), y).value == pytest.approx(1, abs=1e-6)
    shifted = fit_calibrator(Method.INTERCEPT, z, y).risk(z)
    assert shifted.sum() == pytest.approx(y.sum(), abs=1e-6)
    assert in_the_large(y, logit(shifted)).value == pytest.approx(0, abs=1e-6)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.sampled_from(FITTED))
def test_calibration_never_reverses_two_patients(seed: int, method: Method) -> None:
    y, z = drawn(120, seed, intercept=0.3, slope=0.8)
    wide = np.linspace(-30, 30, 400)
    risks = fit_calibrator(method, z, y).risk(wide)
    assert (np.diff(risks) >= 0).all()
    assert ((risks >= 0) & (risks <= 1)).all()


@pytest.mark.parametrize("method", [Method.TEMPERATURE, Method.PLATT, Method.INTERCEPT])
def test_discrimination_is_untouched(method: Method) -> None:
    y, z = drawn(400, intercept=0.3, slope=0.8)
    risks = fit_calibrator(method, z, y).risk(z)
    assert area(y, risks).value == pytest.approx(area(y, z).value, abs=1e-12)


def test_isotonic_keeps_away_from_zero_and_one() -> None:
    y, z = drawn(2000)
    risks = fit_calibrator(Method.ISOTONIC, z, y).risk(z)
    assert risks.min() >= 1 / 4000
    assert risks.max() <= 1 - 1 / 4000
    assert np.abs(risks - expit(z)).mean() < 0.03


def test_beta_finds_two_slopes() -> None:
    z = np.random.default_rng(2).normal(-0.5, 2, 200_000)
    truth = Calibrator(Method.BETA, 0.3, 0.6, upper_slope=1.4)
    y = (np.random.default_rng(3).random(z.size) < truth.risk(z)).astype(np.int8)
    found = fit_calibrator(Method.BETA, z, y)
    assert found.intercept == pytest.approx(0.3, abs=0.05)
    assert (found.slope, found.upper_slope) == (pytest.approx(0.6, abs=0.05), pytest.approx(1.4, abs=0.05))


def test_beta_is_the_formula_of_its_paper_and_makes_its_own_rows_right_on_average() -> None:
    y, z = drawn(600, intercept=0.5, slope=0.7)
    found, p = fit_calibrator(Method.BETA, z, y), expit(z)
    logits = found.intercept + found.slope * np.log(p) - found.upper_slope * np.log(1 - p)
    np.testing.assert_allclose(found.risk(z), expit(logits), atol=1e-12)
    assert found.risk(z).sum() == pytest.approx(y.sum(), abs=1e-6)


@pytest.mark.parametrize("turn", [1.0, -1.0])
def test_beta_drops_a_negative_slope_and_fits_the_rest_anew(turn: float) -> None:
    """Risks that fall again towards one end: there the curve is held flat."""
    z = np.random.default_rng(4).normal(0, 2, 5000)
    truth = Calibrator(Method.BETA, 0.0, 1.5, upper_slope=-0.4)
    risk = truth.risk(z) if turn > 0 else 1 - truth.risk(-z)
    y = (np.random.default_rng(5).random(z.size) < risk).astype(np.int8)
    found = fit_calibrator(Method.BETA, z, y)
    dropped, kept = (found.upper_slope, found.slope) if turn > 0 else (found.slope, found.upper_slope)
    assert dropped == 0 and kept > 0
    assert found.risk(z).sum() == pytest.approx(y.sum(), abs=1e-6)


def test_none_is_the_logistic_function() -> None:
    z = np.array([-800.0, -1.0, 0.0, 800.0])
    np.testing.assert_allclose(fit_calibrator(Method.NONE, z, np.zeros(4, np.int8)).risk(z), expit(z))


def test_separated_rows_get_platts_smoothed_targets() -> None:
    z = np.linspace(-2, 2, 100)
    found = fit_calibrator(Method.PLATT, z, (z > 0).astype(np.int8))
    assert 0 < found.slope < 100
    assert np.isfinite(found.risk(z)).all()


@pytest.mark.parametrize("method", FITTED)
def test_one_outcome_is_refused_with_a_way_out(method: Method) -> None:
    with pytest.raises(EvaluationRefused) as refusal:
        fit_calibrator(method, np.linspace(-1, 1, 30), np.ones(30, np.int8))
    assert "Choose" in refusal.value.hint


@pytest.mark.parametrize("method", [Method.TEMPERATURE, Method.PLATT, Method.BETA])
def test_reversed_logits_are_refused_not_turned_round(method: Method) -> None:
    y, z = drawn(400)
    with pytest.raises(EvaluationRefused, match="higher logits"):
        fit_calibrator(method, -z, y)


def offered(n: int, events: int) -> set[Method]:
    return {offer.method for offer in offers(n, events) if not offer.refusal}


def test_what_is_offered_grows_with_the_events() -> None:
    assert offered(241, 19) == {Method.NONE, Method.INTERCEPT}
    assert offered(241, 20) == {Method.NONE, Method.INTERCEPT, Method.TEMPERATURE}
    lines = {Method.NONE, Method.INTERCEPT, Method.TEMPERATURE, Method.PLATT}
    assert offered(241, 50) == lines | {Method.BETA}
    assert Method.ISOTONIC not in offered(999, 100)
    assert Method.ISOTONIC in offered(1000, 100)


def test_a_refusal_says_what_is_needed_and_what_is_there() -> None:
    refusals = {offer.method: offer.refusal for offer in offers(60, 42)}
    assert refusals[Method.TEMPERATURE] == "needs 20 non-events; the calibrate rows have 18"


def test_auto_chooses_by_the_number_of_events() -> None:
    y, z = drawn(60, seed=4)
    few = np.flatnonzero(y)[:15]
    rows = np.concatenate((few, np.flatnonzero(y == 0)))
    assert auto_calibrator(z[rows], y[rows], 1) == Calibrator()
    more, w = drawn(100, seed=1, slope=0.3)
    assert 20 <= more.sum() < 50
    assert auto_calibrator(w, more, 1).method is Method.TEMPERATURE


def test_auto_leaves_rows_alone_that_are_almost_separated() -> None:
    """The slope runs away on such rows; the first patient on the wrong side would cost everything."""
    y = np.repeat(np.array([0, 1], dtype=np.int8), [36, 21])
    z = np.where(y == 1, 3.0, -3.0) + np.random.default_rng(0).normal(0, 0.8, 57)
    z[0] = 1.5
    assert auto_calibrator(z, y, 1).method is Method.NONE


def test_auto_repairs_what_is_wrong_and_leaves_what_is_right() -> None:
    right, z = drawn(4000, seed=1)
    assert auto_calibrator(z, right, 1).method is Method.NONE
    shifted, z = drawn(4000, seed=2, intercept=0.8)
    assert auto_calibrator(z, shifted, 1).method is Method.INTERCEPT
    moderate, z = drawn(4000, seed=3, intercept=0.8, slope=0.5)
    assert auto_calibrator(z, moderate, 1).method is Method.PLATT
    bent = Calibrator(Method.BETA, 0.3, 0.4, upper_slope=2.0).risk(z)
    rare = (np.random.default_rng(6).random(z.size) < bent).astype(np.int8)
    assert auto_calibrator(z, rare, 1).method is Method.BETA


def test_auto_is_the_same_each_time() -> None:
    y, z = drawn(1500, intercept=0.3, slope=0.8)
    assert auto_calibrator(z, y, 5) == auto_calibrator(z, y, 5)


@pytest.mark.parametrize("method", [Method.INTERCEPT, Method.TEMPERATURE, Method.PLATT, Method.BETA])
def test_cross_fitting_can_be_stopped_at_each_step_of_each_fit(method: Method) -> None:
    y, z = drawn(400, intercept=0.3)
    fold = folds(y, np.arange(400), 5, 0)
    steps: list[object] = []
    risks = drain(cross_fitting(method, z, y, fold), steps.append)
    assert len(steps) >= 5 * 4
    np.testing.assert_array_equal(risks, cross_fitted(method, z, y, fold))


def test_cross_fitting_is_honest_where_the_rows_themselves_flatter() -> None:
    """Isotonic regression of noise: its own rows praise it, the held-out fifths do not."""
    rng = np.random.default_rng(0)
    y, z = (rng.random(600) < 0.3).astype(np.int8), rng.normal(size=600)
    fold = folds(y, np.arange(600), 5, 0)
    crossed = cross_fitted(Method.ISOTONIC, z, y, fold)
    assert crossed is not None
    own = fit_calibrator(Method.ISOTONIC, z, y).risk(z)
    constant = log_losses(y, np.full(600, y.mean())).mean()
    assert log_losses(y, own).mean() < constant < log_losses(y, crossed).mean()
