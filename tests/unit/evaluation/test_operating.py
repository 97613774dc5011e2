"""Operating points, grids and thresholds, against counting by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats.contingency import relative_risk

from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.grid import ROC_POINTS, rate_curves, roc_points, threshold_grid
from clinnet_gui.core.evaluation.operating import benefit_of, net_benefit, operating_point, per_thousand
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.statistics.ranks import area
from clinnet_gui.core.statistics.share_difference import difference_interval
from tests.unit.evaluation.samples import drawn

ROWS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 10)), min_size=1, max_size=60)


@settings(deadline=None)
@given(ROWS, st.integers(0, 20))
def test_counts_are_those_counted_by_hand(rows: list[tuple[int, int]], twentieths: int) -> None:
    y, risks = np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows])
    t = twentieths / 20
    c = operating_point(curve_of(y, risks), t).confusion
    flag = risks >= t
    by_hand = [int((flag & (y == 1)).sum()), int((flag & (y == 0)).sum())]
    assert [c.tp, c.fp] == by_hand
    assert c.tp + c.fn == y.sum()
    assert c.fp + c.tn == (y == 0).sum()


@settings(deadline=None)
@given(ROWS, st.integers(0, 10))
def test_a_share_tells_whom_it_counts_and_how_many_of_them_have_the_event(
    rows: list[tuple[int, int]], tenths: int
) -> None:
    y, risks = np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows])
    point, flag = operating_point(curve_of(y, risks), tenths / 10), risks >= tenths / 10
    for share, counted, part in (
        (point.sensitivity, y == 1, flag),
        (point.specificity, y == 0, ~flag),
        (point.ppv, flag, y == 1),
        (point.npv, ~flag, y == 0),
        (point.flagged, y >= 0, flag),
    ):
        if counted.any():
            assert (share.n, share.events) == (counted.sum(), y[counted].sum())
            assert f", {(counted & part).sum()} of {counted.sum()};" in share.method


@settings(deadline=None)
@given(ROWS)
def test_grid_and_operating_point_agree(rows: list[tuple[int, int]]) -> None:
    curve = curve_of(np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows]))
    grid = threshold_grid(curve, 21)
    for i, t in enumerate(grid.thresholds):
        point = operating_point(curve, float(t))
        pairs = [
            (grid.sensitivity[i], point.sensitivity.value),
            (grid.specificity[i], point.specificity.value),
            (grid.ppv[i], point.ppv.value),
            (grid.npv[i], point.npv.value),
            (grid.net_benefit[i], point.net_benefit),
            (grid.net_benefit_all[i], point.net_benefit_all),
        ]
        for drawn_value, exact in pairs:
            np.testing.assert_allclose(drawn_value, exact, atol=1e-12)


@settings(deadline=None)
@given(ROWS, st.floats(0.1, 1))
def test_rates_and_their_bands_are_those_of_the_operating_points(
    rows: list[tuple[int, int]], top: float
) -> None:
    curve = curve_of(np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows]))
    drawn_rates = rate_curves(curve, top, 13)
    assert drawn_rates.thresholds[-1] == top
    for i, t in enumerate(drawn_rates.thresholds):
        point = operating_point(curve, float(t))
        exact = (point.sensitivity, point.specificity, point.ppv, point.npv)
        for rate, measure in zip(drawn_rates.of, exact, strict=True):
            for found, one in (
                (rate.value, measure.value),
                (rate.low, measure.low),
                (rate.high, measure.high),
            ):
                np.testing.assert_allclose(found[i], one, atol=1e-12)


def test_net_benefit_starts_at_the_prevalence_and_that_of_all_ends_there() -> None:
    y, z = drawn(500)
    curve, prevalence = curve_of(y, expit(z)), float(y.mean())
    assert operating_point(curve, 0.0).net_benefit == pytest.approx(prevalence)
    assert operating_point(curve, prevalence).net_benefit_all == pytest.approx(0, abs=1e-12)
    assert math.isnan(operating_point(curve, 1.0).net_benefit)
    assert net_benefit(0.2, 0.1, 0.5) == pytest.approx(0.1)


def test_net_benefit_has_the_interval_of_its_counts_and_none_where_nobody_is_flagged() -> None:
    y, z = drawn(500)
    curve = curve_of(y, expit(z))
    for t in (0.0, 0.1, 0.8):
        found = benefit_of(operating_point(curve, t))
        c = operating_point(curve, t).confusion
        assert (found.low, found.high) == difference_interval(c.tp, c.fp, 500, t / (1 - t))
        assert found.low < found.value < found.high
    for t, value in ((0.9999, 0.0), (1.0, math.nan)):
        found = benefit_of(operating_point(curve, t))
        assert found.value == pytest.approx(value, nan_ok=True) and math.isnan(found.low)


def test_ratios_follow_from_sensitivity_and_specificity() -> None:
    y, z = drawn(500)
    point = operating_point(curve_of(y, expit(z)), 0.3)
    se, sp = point.sensitivity.value, point.specificity.value
    assert point.lr_plus.value == pytest.approx(se / (1 - sp))
    assert point.lr_minus.value == pytest.approx((1 - se) / sp)
    assert point.nne.value == pytest.approx(1 / point.ppv.value)
    assert (point.nne.low, point.nne.high) == pytest.approx((1 / point.ppv.high, 1 / point.ppv.low))
    prevalence = y.mean()
    bayes = se * prevalence / (se * prevalence + (1 - sp) * (1 - prevalence))
    assert point.ppv.value == pytest.approx(bayes)


@settings(deadline=None)
@given(ROWS, st.integers(0, 20))
def test_likelihood_ratios_and_their_intervals_are_scipys_relative_risks(
    rows: list[tuple[int, int]], twentieths: int
) -> None:
    """Those who are flagged among events against those flagged among non-events, by Katz's method."""
    y, risks = np.array([r[0] for r in rows], np.int8), np.array([r[1] / 10 for r in rows])
    point = operating_point(curve_of(y, risks), twentieths / 20)
    c = point.confusion
    for found, a, b in ((point.lr_plus, c.tp, c.fp), (point.lr_minus, c.fn, c.tn)):
        if not (b and y.sum()):
            assert not found.estimable and (math.isnan(found.low) or found.low > 0)
            continue
        expected = relative_risk(a, c.tp + c.fn, b, c.fp + c.tn)
        assert found.value == pytest.approx(expected.relative_risk)
        if a:
            bounds = expected.confidence_interval(0.95)
            assert (found.low, found.high) == pytest.approx((bounds.low, bounds.high))
        else:
            assert found.low == 0 < found.high


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_is_not_estimable(label: int) -> None:
    curve = curve_of(np.full(9, label, np.int8), np.linspace(0, 1, 9))
    point = operating_point(curve, 0.5)
    assert point.sensitivity.estimable is bool(label)
    assert point.specificity.estimable is not bool(label)
    assert roc_points(curve).shape == (0, 2)


@given(*(st.integers(0, 10**6) for _ in range(4)))
def test_the_four_groups_per_thousand_add_up(tp: int, fp: int, fn: int, tn: int) -> None:
    per = per_thousand(tp, fp, fn, tn)
    total = per.found + per.false_alarms + per.missed + per.cleared
    assert total == (1000 if tp + fp + fn + tn else 0)
    assert per.flagged == per.found + per.false_alarms


def test_the_roc_curve_holds_the_area_and_few_points() -> None:
    y, z = drawn(30_000)
    points = roc_points(curve_of(y, expit(z)))
    assert len(points) == ROC_POINTS
    np.testing.assert_array_equal(points[[0, -1]], [[0, 0], [1, 1]])
    assert (np.diff(points, axis=0) >= 0).all()
    assert np.trapezoid(points[:, 1], points[:, 0]) == pytest.approx(area(y, z).value, abs=1e-5)
