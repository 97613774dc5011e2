"""Net benefit and expected cost against their definitions, written out patient by patient."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.evaluation.thresholds import from_costs
from clinnet_gui.core.evaluation.utility import Costs, Utility, expected_cost, utility, utility_curve
from clinnet_gui.core.statistics.losses import expit
from tests.unit.evaluation.samples import drawn

ROWS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 10)), min_size=1, max_size=60)
SHARES = st.floats(0.01, 0.99)


@settings(deadline=None)
@given(ROWS, st.integers(0, 19))
def test_at_the_samples_prevalence_it_is_the_net_benefit_of_the_counts(
    rows: list[tuple[int, int]], twentieths: int
) -> None:
    curve = curve_of(np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows]))
    t = twentieths / 20
    point, found = operating_point(curve, t), utility(curve, t)
    assert found.net_benefit == pytest.approx(point.net_benefit, abs=1e-12)
    assert found.net_benefit_all == pytest.approx(point.net_benefit_all, abs=1e-12)


@settings(deadline=None)
@given(ROWS, st.floats(0.01, 0.95), SHARES, st.floats(0, 0.05))
def test_elsewhere_it_is_that_of_sensitivity_and_specificity(
    rows: list[tuple[int, int]], t: float, share: float, harm: float
) -> None:
    y, risks = np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows])
    found = utility(curve_of(y, risks), t, share, harm)
    assert found.net_benefit_all == pytest.approx(share - (1 - share) * t / (1 - t))
    if y.all() or not y.any():
        assert math.isnan(found.net_benefit)
        return
    se, sp = (risks[y == 1] >= t).mean(), (risks[y == 0] < t).mean()
    by_hand = se * share - (1 - sp) * (1 - share) * t / (1 - t) - harm
    assert found.net_benefit == pytest.approx(by_hand, abs=1e-12)


@settings(deadline=None)
@given(ROWS)
def test_many_thresholds_at_once_are_the_same_one_by_one(rows: list[tuple[int, int]]) -> None:
    curve = curve_of(np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows]))
    at = np.linspace(0, 1, 21)
    grid = utility_curve(curve, at, harm=0.01)
    for i, t in enumerate(at):
        one = utility(curve, float(t), harm=0.01)
        for many, single in (
            (grid.net_benefit[i], one.net_benefit),
            (grid.net_benefit_all[i], one.net_benefit_all),
            (grid.standardised[i], one.standardised),
            (grid.avoided[i], one.avoided),
        ):
            np.testing.assert_allclose(many, single, atol=1e-9)


@given(SHARES)
def test_flagging_all_is_worth_the_prevalence_at_0_and_nothing_at_the_prevalence(share: float) -> None:
    y, z = drawn(200)
    curve = curve_of(y, expit(z))
    assert utility(curve, 0.0, share).net_benefit == pytest.approx(share)
    assert utility(curve, 0.0, share).net_benefit_all == pytest.approx(share)
    assert utility(curve, share, share).net_benefit_all == pytest.approx(0, abs=1e-12)


def test_standardised_net_benefit_of_a_perfect_model_is_1() -> None:
    y, _ = drawn(300)
    found = utility(curve_of(y, y.astype(np.float64)), 0.3)
    assert found.standardised == pytest.approx(1)
    assert found.trade_off == pytest.approx(1 / found.gain)


def test_the_gain_is_over_the_better_default_and_its_inverse_is_the_trade_off() -> None:
    below = Utility(0.1, 0.2, net_benefit=0.15, net_benefit_all=0.11)
    assert below.gain == pytest.approx(0.04)
    assert below.trade_off == pytest.approx(25)
    above = Utility(0.4, 0.2, net_benefit=0.05, net_benefit_all=-0.3)
    assert above.gain == pytest.approx(0.05)
    useless = Utility(0.4, 0.2, net_benefit=-0.01, net_benefit_all=-0.3)
    assert useless.gain < 0
    assert math.isnan(useless.trade_off)
    harmful = Utility(0.1, 0.2, 0.15 - 0.04, 0.11, harm=0.04)
    assert math.isnan(harmful.trade_off)


def test_work_ups_avoided_are_those_not_done_less_the_cases_missed_for_it() -> None:
    """Of 100 patients 10 have the event; the model flags 8 of them and 22 others."""
    y = np.repeat([1, 1, 0, 0], [8, 2, 22, 68]).astype(np.int8)
    curve = curve_of(y, np.repeat([0.9, 0.1, 0.9, 0.1], [8, 2, 22, 68]))
    # 68 work-ups are spared, and each of the 2 missed cases weighs as much as 0.8 / 0.2 of them.
    assert utility(curve, 0.2).avoided == pytest.approx(68 - 2 * 4)


@settings(deadline=None)
@given(ROWS, SHARES, st.floats(0.1, 50), st.floats(0.1, 50))
def test_expected_cost_is_the_mean_cost_of_the_patients(
    rows: list[tuple[int, int]], t: float, miss: float, alarm: float
) -> None:
    y, risks = np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows])
    found = expected_cost(curve_of(y, risks), t, Costs(miss, alarm))
    if y.all() or not y.any():
        assert math.isnan(found.model)
        return
    paid = np.where(y == 1, miss * (risks < t), alarm * (risks >= t))
    assert found.model == pytest.approx(paid.mean())
    assert found.everyone == pytest.approx(np.where(y == 1, 0, alarm).mean())
    assert found.nobody == pytest.approx(np.where(y == 1, miss, 0).mean())


@settings(deadline=None)
@given(st.floats(0.5, 20), st.floats(0.5, 20))
def test_net_benefit_and_expected_cost_rank_alike_at_the_threshold_of_the_costs(
    miss: float, alarm: float
) -> None:
    """They are one statement: what the model saves is its net benefit in the currency of a missed case,
    less the false alarm that working up a case is, too."""
    y, z = drawn(400)
    curve, t = curve_of(y, expit(z)), from_costs(Costs(miss, alarm))
    cost, worth = expected_cost(curve, t, Costs(miss, alarm)), utility(curve, t)
    assert cost.nobody - cost.model == pytest.approx(miss * worth.net_benefit)
    assert cost.nobody - cost.everyone == pytest.approx(miss * worth.net_benefit_all)


@pytest.mark.parametrize("wrong", [(0, 1), (1, 0), (-1, 1), (math.nan, 1), (1, math.inf)])
def test_impossible_costs_are_refused(wrong: tuple[float, float]) -> None:
    with pytest.raises(SettingsRefused):
        Costs(*wrong)


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_has_a_net_benefit_here_and_none_elsewhere(label: int) -> None:
    curve = curve_of(np.full(9, label, np.int8), np.linspace(0, 1, 9))
    assert not math.isnan(utility(curve, 0.5).net_benefit)
    assert math.isnan(utility(curve, 0.5, 0.2).net_benefit)
    assert math.isnan(utility(curve, 1.0).net_benefit)
    assert math.isnan(utility(curve, 0.0).avoided)
