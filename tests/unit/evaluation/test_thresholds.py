"""Thresholds from costs, a sensitivity or a capacity, against trying every threshold there is."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.curves import CalibrateCurve, sorted_risks
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.evaluation.thresholds import for_capacity, for_sensitivity, from_costs, from_harm_ratio
from clinnet_gui.core.evaluation.utility import Costs

ROWS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 10)), min_size=1, max_size=60)


def choosing(y: Bytes, risks: Floats) -> CalibrateCurve:
    """A curve from which thresholds may be suggested."""
    return CalibrateCurve(*sorted_risks(y, risks))


@settings(deadline=None)
@given(ROWS, st.floats(0.01, 1))
def test_the_threshold_for_a_sensitivity_is_the_largest_that_reaches_it(
    rows: list[tuple[int, int]], target: float
) -> None:
    y, risks = np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows])
    curve = choosing(y, risks)
    t = for_sensitivity(curve, target)
    if t is None:
        assert y.sum() == 0
        return
    assert operating_point(curve, t).sensitivity.value >= target - 1e-12
    higher = operating_point(curve, float(np.nextafter(t, 2))).sensitivity.value
    assert higher < target


def test_a_sensitivity_that_counts_exactly_is_not_missed_by_rounding() -> None:
    curve = choosing(np.ones(10, np.int8), np.arange(10) / 10)
    for found in range(1, 11):
        t = for_sensitivity(curve, found / 10)
        assert t is not None
        assert operating_point(curve, t).confusion.tp == found


def test_harm_ratios() -> None:
    assert from_harm_ratio(1) == 0.5
    assert from_harm_ratio(4) == pytest.approx(0.2)
    for wrong in (0, -1, math.inf, math.nan):
        with pytest.raises(SettingsRefused):
            from_harm_ratio(wrong)


@pytest.mark.parametrize("target", [0, -0.1, 1.01, math.nan])
def test_impossible_sensitivities_are_refused(target: float) -> None:
    with pytest.raises(SettingsRefused):
        for_sensitivity(choosing(np.array([1], np.int8), np.array([0.5])), target)


@settings(deadline=None)
@given(ROWS, st.floats(0.05, 0.99))
def test_a_sure_sensitivity_is_that_of_the_intervals_lower_end(
    rows: list[tuple[int, int]], target: float
) -> None:
    y, risks = np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows])
    events = int(y.sum())
    t = for_sensitivity(choosing(y, risks), target, surely=True)

    def sure(threshold: float) -> bool:
        found = int(((risks >= threshold) & (y == 1)).sum())
        low = binomtest(found, events).proportion_ci(method="wilson").low
        return bool(low >= target - 1e-9)

    fitting = [risk for risk in np.unique(risks[y == 1]).tolist() if sure(risk)] if events else []
    assert t == (max(fitting) if fitting else None)
    if t is not None:
        estimated = for_sensitivity(choosing(y, risks), target)
        assert estimated is not None and t <= estimated


@settings(deadline=None)
@given(ROWS, st.floats(0.5, 1000))
def test_a_capacity_is_never_exceeded_and_used_as_far_as_ties_allow(
    rows: list[tuple[int, int]], per_thousand: float
) -> None:
    y, risks = np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows])
    t = for_capacity(choosing(y, risks), per_thousand)
    fitting = [r for r in np.unique(risks).tolist() if (risks >= r).mean() <= per_thousand / 1000 + 1e-9]
    assert t == (min(fitting) if fitting else None)


@settings(deadline=None)
@given(ROWS, st.floats(0.5, 1000), st.floats(0.02, 0.98))
def test_a_capacity_elsewhere_counts_the_patients_who_come_there(
    rows: list[tuple[int, int]], per_thousand: float, prevalence: float
) -> None:
    y, risks = np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows])
    t = for_capacity(choosing(y, risks), per_thousand, prevalence)
    if y.all() or not y.any():
        assert t is None
        return

    def flagged(threshold: float) -> float:
        flag = risks >= threshold
        return float(flag[y == 1].mean() * prevalence + flag[y == 0].mean() * (1 - prevalence))

    fitting = [r for r in np.unique(risks).tolist() if flagged(r) <= per_thousand / 1000 + 1e-9]
    assert t == (min(fitting) if fitting else None)


def test_a_capacity_at_the_samples_own_prevalence_is_the_plain_one() -> None:
    y, risks = np.array([0, 1, 0, 1, 0], np.int8), np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    for capacity in range(50, 1001, 50):
        assert for_capacity(choosing(y, risks), capacity) == for_capacity(choosing(y, risks), capacity, 0.4)


def test_costs_are_a_harm_ratio() -> None:
    assert from_costs(Costs(miss=5, alarm=0.5)) == pytest.approx(from_harm_ratio(10))
    assert from_costs(Costs(miss=1, alarm=1)) == 0.5


@pytest.mark.parametrize("capacity", [0, -1, 1001, math.nan])
def test_impossible_capacities_are_refused(capacity: float) -> None:
    with pytest.raises(SettingsRefused):
        for_capacity(choosing(np.array([1], np.int8), np.array([0.5])), capacity)


@pytest.mark.parametrize("surely", [False, True])
def test_without_events_no_sensitivity_is_reached(surely: bool) -> None:
    assert for_sensitivity(choosing(np.zeros(5, np.int8), np.arange(5) / 5), 0.5, surely) is None


def test_a_few_events_can_never_be_sure_of_a_high_sensitivity() -> None:
    """The interval of 10 out of 10 begins at 72 %."""
    curve = choosing(np.ones(10, np.int8), np.arange(10) / 10)
    assert for_sensitivity(curve, 0.73, surely=True) is None
    assert for_sensitivity(curve, 0.72, surely=True) == 0.0
