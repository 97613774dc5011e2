"""How sure net benefit is: against drawing patients one by one, and against the truth."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from clinnet_gui.core.evaluation.benefit_sample import TIMES, sample_benefit, sampled_thresholds
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.utility import Costs, expected_cost, utility
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import Progress, drain
from tests.unit.evaluation.samples import drawn


def drawn_one_by_one(y: np.ndarray, risks: np.ndarray, t: float, times: int = 2000) -> np.ndarray:
    """Bootstrap net benefit, and its gain over the better default, patient by patient: [2, times]."""
    rng, out = np.random.default_rng(11), np.empty((2, times))
    for i in range(times):
        rows = rng.integers(0, y.size, y.size)
        flag = risks[rows] >= t
        out[0, i] = (flag & (y[rows] == 1)).mean() - (flag & (y[rows] == 0)).mean() * t / (1 - t)
        everyone = y[rows].mean() - (1 - y[rows].mean()) * t / (1 - t)
        out[1, i] = out[0, i] - max(everyone, 0)
    return out


@pytest.mark.parametrize("t", [0.2, 0.35, 0.5])
def test_it_spreads_as_resampled_patients_do(t: float) -> None:
    y, z = drawn(300, seed=1)
    risks = expit(z)
    sample = drain(sample_benefit(y, risks, seed=2, times=2000))
    slow = drawn_one_by_one(y, risks, t)
    found = sample.at(t)
    for drawn_one, ends in zip(
        slow, ((found.low, found.high), (found.gain_low, found.gain_high)), strict=True
    ):
        low, high = np.quantile(drawn_one, (0.025, 0.975))
        assert ends == pytest.approx((low, high), abs=0.15 * (high - low) + 1e-9)
    assert found.best == pytest.approx((slow[1] > 1e-6).mean(), abs=0.04)


@pytest.mark.parametrize("t", [0.02, 0.2, 0.8])
def test_the_intervals_hold_the_truth_of_most_samples(t: float) -> None:
    """Also where hardly a case is missed (at 2 % one of 400 patients) or hardly anybody is flagged: the
    bootstrap's interval of work-ups avoided then holds the truth in 46, that of net benefit in 78 of 100."""
    rng, held = np.random.default_rng(8), np.zeros(3)
    population = expit(rng.normal(-1.2, 1.2, 400_000))
    odds, prevalence, flag = t / (1 - t), population.mean(), population >= t
    model = float((population * flag).mean() - ((1 - population) * flag).mean() * odds)
    everyone = float(prevalence - (1 - prevalence) * odds)
    for seed in range(150):
        risks = rng.choice(population, 400)
        y = (rng.random(400) < risks).astype(np.int8)
        found = drain(sample_benefit(y, risks, seed, times=200)).at(t)
        truth = model, model - max(everyone, 0), 100 * (model - everyone) / odds
        bounds = (found.low, found.high), (found.gain_low, found.gain_high), found.avoided
        held += [low <= true <= high for true, (low, high) in zip(truth, bounds, strict=True)]
    assert (held >= 0.88 * 150).all()  # 99.9 % of Binomial(150, 0.95)


def test_a_model_that_flagged_few_and_none_wrongly_is_not_surely_best() -> None:
    """Three of 400 are flagged, all with the event: a bootstrap would be sure in 95 of 100 resamples."""
    y, risks = np.zeros(400, np.int8), np.linspace(0.01, 0.4, 400)
    y[:120], risks[:3] = 1, 0.95
    found = drain(sample_benefit(y, risks, seed=1)).at(0.9)
    assert found.best < 0.8 and found.low < -0.03 and found.high > 3 / 400


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.floats(0.001, 0.98))
def test_intervals_hold_the_estimate_they_were_drawn_around(seed: int, t: float) -> None:
    y, z = drawn(200, seed)
    sample = drain(sample_benefit(y, expit(z), seed=3))
    found = sample.at(t)
    assert abs(found.at - t) <= 0.0005 + 1e-12
    estimate = utility(curve_of(y, expit(z)), found.at)
    assert found.low - 1e-6 <= estimate.net_benefit <= found.high + 1e-6
    assert found.gain_low - 1e-6 <= estimate.gain <= found.gain_high + 1e-6
    assert 0 <= found.best <= 1


def test_the_bounds_of_all_thresholds_are_those_one_by_one() -> None:
    y, z = drawn(200)
    sample = drain(sample_benefit(y, expit(z), seed=3))
    for k in (0, 50, 199, 400, sample.thresholds.size - 1):
        found = sample.at(float(sample.thresholds[k]))
        pairs = (
            ((found.low, found.high), sample.net_benefit),
            (found.standardised, sample.standardised),
            (found.avoided, sample.avoided),
        )
        for ends, curve in pairs:
            expected = (curve.low[k], curve.high[k])
            assert ends == pytest.approx(expected, abs=1e-5, nan_ok=True)


def test_elsewhere_it_spreads_around_the_net_benefit_there() -> None:
    y, z = drawn(500)
    sample = drain(sample_benefit(y, expit(z), seed=3))
    there = sample.at(0.1, prevalence=0.05)
    expected = utility(curve_of(y, expit(z)), 0.1, 0.05)
    assert there.low < expected.net_benefit < there.high
    assert there != sample.at(0.1)


def test_what_follows_from_net_benefit_is_bounded_by_the_same_resamples() -> None:
    y, z = drawn(500)
    sample, curve = drain(sample_benefit(y, expit(z), seed=3)), curve_of(y, expit(z))
    for prevalence in (None, 0.05):
        found, sure = utility(curve, 0.1, prevalence), sample.at(0.1, prevalence)
        model, everyone = sample.benefit(
            slice(*np.searchsorted(sample.thresholds, [0.1, 0.1005])), prevalence
        )
        assert sure.avoided == pytest.approx(
            np.quantile(100 * 9 * (model - everyone), (0.025, 0.975)), abs=1e-4
        )
        assert sure.avoided[0] < found.avoided < sure.avoided[1]
        assert sure.standardised[0] < found.standardised < sure.standardised[1]
        assert sure.everyone[0] <= found.net_benefit_all + 1e-9
        assert found.net_benefit_all <= sure.everyone[1] + 1e-9
    assert sample.at(0.1).everyone[0] < sample.at(0.1).everyone[1]  # how many have the event is not known
    assert math.isnan(sample.at(0.0).avoided[0])


def test_patients_with_many_rows_are_no_more_sure_than_with_one() -> None:
    y, z = drawn(150, seed=6)
    once = drain(sample_benefit(y, expit(z), seed=1)).at(0.3)
    eight = np.repeat(np.arange(150), 8)
    many = drain(sample_benefit(y[eight], expit(z)[eight], seed=1, patients=eight)).at(0.3)
    wrong = drain(sample_benefit(y[eight], expit(z)[eight], seed=1)).at(0.3)
    assert many.high - many.low == pytest.approx(once.high - once.low, rel=0.15)
    assert wrong.high - wrong.low < 0.6 * (many.high - many.low)


@pytest.mark.parametrize("prevalence", [None, 0.05])
def test_costs_spread_as_those_of_resampled_patients_do(prevalence: float | None) -> None:
    y, z = drawn(300, seed=1)
    risks, t, costs, rng = expit(z), 0.2, Costs(40, 10), np.random.default_rng(4)
    sure = drain(sample_benefit(y, risks, seed=2, times=2000)).cost_at(t, costs, prevalence)
    slow = []
    for _ in range(2000):
        rows = rng.integers(0, y.size, y.size)
        found = expected_cost(curve_of(y[rows], risks[rows]), t, costs, prevalence)
        slow.append((found.model, found.everyone, found.nobody, found.saved))
    for ends, own in zip((sure.model, sure.everyone, sure.nobody, sure.saved), np.array(slow).T, strict=True):
        low, high = np.quantile(own, (0.025, 0.975))
        assert ends == pytest.approx((low, high), abs=0.15 * (high - low) + 1e-6)
    estimate = expected_cost(curve_of(y, risks), t, costs, prevalence)
    assert sure.model[0] < estimate.model < sure.model[1]
    assert sure.saved[0] < estimate.saved < sure.saved[1]


def test_the_chance_to_be_best_has_the_interval_of_a_share_of_resamples() -> None:
    y, z = drawn(100)
    found = drain(sample_benefit(y, expit(z), seed=5)).at(0.3)
    wilson = binomtest(round(found.best * TIMES), TIMES).proportion_ci(method="wilson")
    assert (found.chance.low, found.chance.high) == pytest.approx((wilson.low, wilson.high))
    assert found.chance.value == found.best and "500 draws" in found.chance.method


def test_flagging_like_everyone_is_not_best() -> None:
    """All risks lie above the threshold: the model is the default, and a tie is no victory."""
    y, _ = drawn(100)
    found = drain(sample_benefit(y, np.linspace(0.4, 0.9, 100), seed=1)).at(0.05)
    assert found.best == 0
    assert found.gain_high == pytest.approx(0, abs=1e-6)


def test_a_perfect_model_is_best_in_every_resample() -> None:
    y, _ = drawn(100)
    assert drain(sample_benefit(y, y.astype(np.float64), seed=1)).at(0.5).best == 1


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_cannot_be_judged(label: int) -> None:
    sample = drain(sample_benefit(np.full(9, label, np.int8), np.linspace(0, 1, 9), seed=1))
    found = sample.at(0.3)
    assert sample.failed == TIMES
    assert found.times == 0 and math.isnan(found.best) and math.isnan(found.low)
    assert np.isnan(sample.net_benefit.low).all() and np.isnan(sample.avoided.high).all()
    assert math.isnan(found.chance.value) and math.isnan(sample.cost_at(0.3, Costs(9, 1)).model[0])


def test_it_yields_often_and_the_same_seed_gives_the_same() -> None:
    y, z = drawn(100)
    told: list[object] = []
    first = drain(sample_benefit(y, expit(z), seed=5), told.append)
    assert len(told) > 30 and all(isinstance(one, Progress) for one in told)
    several = np.arange(100) // 2
    told = []
    drain(sample_benefit(y, expit(z), 5, several), told.append)
    assert len(told) > TIMES
    again = drain(sample_benefit(y, expit(z), seed=5))
    np.testing.assert_array_equal(first.found, again.found)
    assert drain(sample_benefit(y, expit(z), seed=6)).at(0.3) != first.at(0.3)


def test_thresholds_rise_and_are_finest_where_the_event_is_rare() -> None:
    at = sampled_thresholds()
    assert (np.diff(at) > 0).all()
    assert at[0] == 0 and at[-1] < 1
    assert np.diff(at[at < 0.019]).max() < 0.00011 and np.diff(at).max() < 0.00101
