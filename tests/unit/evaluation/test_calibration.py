"""Calibration of risks whose truth is known."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation.calibration import calibration, mean_measure
from clinnet_gui.core.evaluation.calibration_error import SIMULATED_ROWS
from clinnet_gui.core.evaluation.calibration_line import fit_lines
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.decomposition import scaled_brier, scaled_parts, spiegelhalter
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import drain
from tests.unit.evaluation.samples import drawn


def judged(y: Bytes, risks: Floats, seed: int = 1) -> Calibration:
    return drain(calibration(y, risks, curve_of(y, risks), seed))


def test_intervals_cover_perfect_calibration_in_about_95_of_100_samples() -> None:
    slopes, large, ratios, null = [], [], [], []
    for seed in range(300):
        y, z = drawn(400, seed)
        found = judged(y, expit(z))
        slopes.append(found.slope.low <= 1 <= found.slope.high)
        large.append(found.in_the_large.low <= 0 <= found.in_the_large.high)
        ratios.append(found.o_to_e.low <= 1 <= found.o_to_e.high)
        null.append(found.errors.mass.value <= found.errors.null)
    assert 0.92 <= np.mean(slopes) <= 0.98
    assert 0.92 <= np.mean(large) <= 0.98
    assert np.mean(ratios) >= 0.94  # Poisson intervals are wide where events are common
    assert 0.92 <= np.mean(null) <= 0.98


def test_a_known_line_is_found() -> None:
    y, z = drawn(200_000, intercept=0.4, slope=0.7)
    found = judged(y, expit(z))
    assert found.slope.value == pytest.approx(0.7, abs=0.02)
    assert found.slope.high < 1
    assert found.in_the_large.low > 0
    expected = expit(0.4 + 0.7 * np.log(found.line[:, 0] / (1 - found.line[:, 0])))
    np.testing.assert_allclose(found.line[:, 1], expected, atol=0.01)
    assert "too low on average" in found.sentence
    assert "too extreme" in found.sentence


def test_tests_of_perfect_risks_reject_in_about_5_of_100_samples() -> None:
    rejected = []
    for seed in range(400):
        tests = drain(fit_lines(*drawn(400, seed))).tests
        rejected.append([test.p < 0.05 for test in (tests.weak, tests.large, tests.slope)])
    assert ((np.mean(rejected, axis=0) >= 0.02) & (np.mean(rejected, axis=0) <= 0.085)).all()


def test_spiegelhalters_test_rejects_perfect_risks_in_about_5_of_100_samples() -> None:
    rng, risks = np.random.default_rng(4), np.random.default_rng(5).random(300)
    found = [spiegelhalter((rng.random(300) < risks).astype(np.int8), risks) for _ in range(1000)]
    assert 0.03 <= np.mean([test.p < 0.05 for test in found]) <= 0.07
    assert found[0].p == pytest.approx(2 * norm.sf(abs(found[0].z)))
    sure = spiegelhalter(np.array([0, 1, 1], np.int8), np.array([0.0, 0.5, 1.0]))
    assert math.isnan(sure.z) and math.isnan(sure.p)


def test_the_interval_of_the_scaled_brier_score_covers_though_the_prevalence_varies() -> None:
    """The truth from 400,000 patients."""
    y, z = drawn(400_000, centre=-2.0)
    true, held = 1 - np.mean((expit(z) - y) ** 2) / (y.mean() * (1 - y.mean())), 0
    for seed in range(400):
        y, z = drawn(300, seed, centre=-2.0)
        losses = (expit(z) - y) ** 2
        of_rows = mean_measure(scaled_parts(losses, y), y, "")
        assert of_rows.value == pytest.approx(scaled_brier(float(losses.mean()), float(y.mean())))
        held += abs(of_rows.value - true) <= of_rows.high - of_rows.value
    assert 0.92 <= held / 400 <= 0.98


def test_the_weak_test_is_the_sum_of_its_two_parts() -> None:
    tests = drain(fit_lines(*drawn(700, intercept=0.4, slope=0.8))).tests
    assert tests.weak.chi2 == pytest.approx(tests.large.chi2 + tests.slope.chi2)
    assert (tests.weak.df, tests.large.df, tests.slope.df) == (2, 1, 1)


def test_the_null_band_by_simulation_and_by_its_normal_limit_agree() -> None:
    small, large = drawn(SIMULATED_ROWS), drawn(SIMULATED_ROWS + 1)
    simulated = judged(small[0], expit(small[1])).errors.null
    limit = judged(large[0], expit(large[1])).errors.null
    assert simulated == pytest.approx(limit, rel=0.06)


def test_bins_hold_every_row_with_their_wilson_interval() -> None:
    y, z = drawn(1000)
    bins = judged(y, expit(z)).bins
    assert [bin.observed.n for bin in bins] == [100] * 10
    assert sum(bin.observed.events for bin in bins) == y.sum()
    assert all(bin.observed.low <= bin.observed.value <= bin.observed.high for bin in bins)
    assert all(bin.low <= bin.predicted <= bin.high for bin in bins)


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_is_not_estimable_and_said_so(label: int) -> None:
    y = np.full(50, label, np.int8)
    found = judged(y, np.linspace(0.01, 0.99, 50))
    assert not found.slope.estimable
    assert not found.in_the_large.estimable
    assert found.brier.estimable
    assert "only one outcome" in found.sentence


def test_equal_risks_have_no_slope_and_one_bin() -> None:
    y = np.tile([0, 0, 1], 40).astype(np.int8)
    found = judged(y, np.full(120, 1 / 3))
    assert len(found.bins) == 1
    assert not found.slope.estimable
    assert found.line.shape == (0, 2)
    assert found.errors.mass.value == pytest.approx(0, abs=1e-12)
    assert "all but equal" in found.sentence


def test_risks_of_zero_and_one_are_judged() -> None:
    y = np.array([0, 1] * 60, np.int8)
    risks = np.where(np.arange(120) % 10 == 0, 1 - y, y).astype(np.float64)
    found = judged(y, risks)
    assert all(math.isfinite(m.value) for m in (found.errors.mass, found.brier, found.log_loss, found.o_to_e))
    assert found.log_loss.value == pytest.approx(0.1 * -math.log(1e-8), rel=0.01)


def test_a_single_row_is_no_trouble() -> None:
    found = judged(np.array([1], np.int8), np.array([0.4]))
    assert found.brier.value == pytest.approx(0.36)
    assert math.isnan(found.brier.low)


def test_a_mean_has_its_normal_interval_and_never_below_0() -> None:
    values = np.random.default_rng(0).exponential(size=50)
    found = mean_measure(values, np.ones(50, np.int8), "log-loss")
    low, high = norm.interval(0.95, values.mean(), values.std(ddof=1) / math.sqrt(50))
    assert (found.value, found.low, found.high) == pytest.approx((values.mean(), low, high))
    assert mean_measure(np.array([0.0, 0.0, 9.0]), np.ones(3, np.int8), "log-loss").low == 0


def test_a_mean_of_one_or_no_row_has_no_interval() -> None:
    one = mean_measure(np.array([0.3]), np.ones(1, np.int8), "log-loss")
    assert one.value == 0.3 and math.isnan(one.low) and math.isnan(one.high)
    assert math.isnan(mean_measure(np.zeros(0), np.zeros(0, np.int8), "log-loss").value)
