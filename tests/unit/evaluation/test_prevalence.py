"""Another prevalence: Bayes' rule against counting, and the trap of shifting risks."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.calibration_line import in_the_large, observed_to_expected
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.evaluation.prevalence import WARNING, elsewhere, shifted
from clinnet_gui.core.statistics.losses import expit, logit
from tests.unit.evaluation.samples import drawn


@settings(deadline=None)
@given(st.integers(0, 10**6), st.floats(0.02, 0.95))
def test_at_the_samples_own_prevalence_nothing_changes(seed: int, threshold: float) -> None:
    y, z = drawn(300, seed)
    point = operating_point(curve_of(y, expit(z)), threshold)
    here = elsewhere(point, float(y.mean()))
    for found, own in ((here.ppv, point.ppv), (here.npv, point.npv), (here.nne, point.nne)):
        np.testing.assert_allclose(found.value, own.value, atol=1e-12)
    assert here.flagged == pytest.approx(point.flagged.value)
    assert abs(here.per_thousand.found - point.per_thousand.found) <= 1  # a tie of the largest remainders
    assert abs(here.per_thousand.flagged - point.per_thousand.flagged) <= 1


@settings(deadline=None)
@given(st.floats(0.02, 0.98), st.floats(0.05, 0.9))
def test_predictive_values_are_those_of_patients_counted_at_that_prevalence(
    prevalence: float, threshold: float
) -> None:
    y, z = drawn(500)
    risks = expit(z)
    found = elsewhere(operating_point(curve_of(y, risks), threshold), prevalence)
    weight = np.where(y == 1, prevalence / y.mean(), (1 - prevalence) / (1 - y.mean()))
    flag = risks >= threshold
    if flag.any():
        assert found.ppv.value == pytest.approx((weight * flag * y).sum() / (weight * flag).sum())
        assert found.nne.value == pytest.approx(1 / found.ppv.value)
    if not flag.all():
        cleared = ~flag
        assert found.npv.value == pytest.approx((weight * cleared * (1 - y)).sum() / (weight * cleared).sum())
    assert found.flagged == pytest.approx((weight * flag).mean())


def test_intervals_hold_the_estimate_and_cover_as_they_say() -> None:
    """Patients drawn at 30 %, predictive values wanted at 5 %: their true values are known."""
    se, sp, there = 0.8, 0.7, 0.05
    truth = se * there / (se * there + (1 - sp) * (1 - there))
    negative = sp * (1 - there) / (sp * (1 - there) + (1 - se) * there)
    rng, covered, times = np.random.default_rng(3), np.zeros(2), 400
    for _ in range(times):
        y = (rng.random(300) < 0.3).astype(np.int8)
        risks = (rng.random(300) < np.where(y == 1, se, 1 - sp)).astype(np.float64)
        found = elsewhere(operating_point(curve_of(y, risks), 0.5), there)
        assert found.ppv.low < found.ppv.value < found.ppv.high
        covered += [
            found.ppv.low <= truth <= found.ppv.high,
            found.npv.low <= negative <= found.npv.high,
        ]
    assert (np.abs(covered / times - 0.95) < 0.035).all()


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_is_not_estimable(label: int) -> None:
    found = elsewhere(operating_point(curve_of(np.full(9, label, np.int8), np.linspace(0, 1, 9)), 0.5), 0.2)
    assert not found.ppv.estimable
    assert not found.npv.estimable
    assert not found.nne.estimable
    assert found.per_thousand.flagged == 0


def test_without_false_alarms_the_interval_ends_at_certainty() -> None:
    y = np.repeat([1, 0], 20).astype(np.int8)
    found = elsewhere(operating_point(curve_of(y, y * 0.8), 0.5), 0.1)
    assert found.ppv.value == found.ppv.high == 1 and 0.1 < found.ppv.low < 0.9
    assert found.npv.value == found.npv.high == 1 and 0.9 < found.npv.low < 1
    assert found.nne.value == found.nne.low == 1 < found.nne.high
    never = elsewhere(operating_point(curve_of(y, y * 0.8), 0.9), 0.1)
    assert not never.ppv.estimable and never.npv.value == pytest.approx(0.9)


@given(st.floats(0.001, 0.999), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_shift_moves_the_log_odds_and_comes_back(risk: float, here: float, there: float) -> None:
    there_risk = shifted(np.array([risk]), here, there)
    assert logit(there_risk)[0] - logit(np.array([risk]))[0] == pytest.approx(
        float(logit(np.array([there]))[0] - logit(np.array([here]))[0]), abs=1e-6
    )
    assert shifted(there_risk, there, here)[0] == pytest.approx(risk, abs=1e-9)


def test_risks_of_0_and_1_stay_and_the_prevalence_becomes_the_other() -> None:
    assert shifted(np.array([0.0, 1.0]), 0.2, 0.6).tolist() == [0.0, 1.0]
    assert shifted(np.array([0.2]), 0.2, 0.6)[0] == pytest.approx(0.6)
    for wrong in (0.0, 1.0, math.nan):
        with pytest.raises(SettingsRefused):
            shifted(np.array([0.2]), 0.2, wrong)


def test_case_control_sampling_is_what_a_shift_puts_right() -> None:
    """Every case and one in ten of the others: within outcomes nothing changed."""
    y, z = drawn(60_000)
    kept = (y == 1) | (np.random.default_rng(1).random(y.size) < 0.1)
    sampled, risks = y[kept], expit(z[kept])
    wrong = observed_to_expected(sampled, risks)
    right = observed_to_expected(sampled, shifted(risks, float(y.mean()), float(sampled.mean())))
    assert wrong.value > 1.5
    assert right.value == pytest.approx(1, abs=0.02)


def test_a_change_of_case_mix_is_what_a_shift_breaks() -> None:
    """As published for residual testicular tumours: the share with the event rose from 55 to 72 % because
    other patients came, and the risks stood right (O:E 0.994). Shifted, O:E falls to 0.878 and
    calibration-in-the-large to -0.78."""
    wanted, here, there = 0.994, 0.55, 0.72
    rng = np.random.default_rng(2)
    z = rng.normal(1.37, 1.5, 60_000)
    y = (rng.random(z.size) < expit(z)).astype(np.int8)
    z += 0.0425  # a little too high, as there
    assert y.mean() == pytest.approx(there, abs=0.01)
    assert observed_to_expected(y, expit(z)).value == pytest.approx(wanted, abs=0.004)
    moved = shifted(expit(z), here, there)
    assert observed_to_expected(y, moved).value == pytest.approx(0.878, abs=0.01)
    assert in_the_large(y, logit(moved)).value == pytest.approx(-0.78, abs=0.02)
    assert "0.88" in WARNING and "0.99" in WARNING
