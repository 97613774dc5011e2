"""Counts of patients with several rows at any threshold: against going over the patients at each of them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.evaluation.binning import equal_mass
from clinnet_gui.core.evaluation.calibration import bins_of
from clinnet_gui.core.evaluation.curves import CalibrateCurve, Confusion, arranged, curve_of, swift
from clinnet_gui.core.evaluation.grey_zone import grey_zone
from clinnet_gui.core.evaluation.grid import rate_curves
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.of_thousand import of_thousand, of_thousand_there
from clinnet_gui.core.evaluation.operating import OperatingPoint, benefit_of, operating_point
from clinnet_gui.core.evaluation.thresholds import for_sensitivity
from clinnet_gui.core.statistics.design_effect import Spread
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.statistics.proportions import wilson_of
from clinnet_gui.core.statistics.ratios import ratio_interval
from tests.unit.statistics.test_clustered import visits

ROWS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 8), st.integers(0, 5)), min_size=1, max_size=40)


def agrees(found: Spread | None, chosen: Bytes, y: Bytes, owner: Ints) -> None:
    """The Spread is that of these rows, counted patient by patient."""
    assert found is not None
    kinds = [chosen & (y == 1), chosen & (y == 0), ~chosen & (y == 1), ~chosen & (y == 0)]
    many = int(owner.max()) + 1
    counts = np.stack([np.bincount(owner[kind], minlength=many) for kind in kinds])
    assert list(found.rows) == counts.sum(axis=1).tolist()
    assert list(found.having) == (counts > 0).sum(axis=1).tolist()
    assert np.array_equal(np.array(found.moments), counts @ counts.T)
    assert found.patients == many


@settings(deadline=None)
@given(ROWS, st.integers(0, 9), st.integers(0, 9))
def test_every_threshold_knows_how_its_rows_are_spread(
    rows: list[tuple[int, int, int]], one: int, other: int
) -> None:
    y, risks = np.array([r[0] for r in rows], np.int8), np.array([r[1] / 8 for r in rows])
    owner = np.unique([r[2] for r in rows], return_inverse=True)[1]
    curve, low, high = curve_of(y, risks, owner), min(one, other) / 8, max(one, other) / 8
    for found in (curve, swift(curve)):
        agrees(found.at(low).spread, risks >= low, y, owner)
    zone = curve.between(low, high)
    agrees(zone.spread, (risks >= low) & (risks < high), y, owner)
    assert zone == curve_of(y, risks).between(low, high)


def measures(point: OperatingPoint) -> list[Measure]:
    ratios = (point.nne, point.lr_plus, point.lr_minus)
    shares = (point.sensitivity, point.specificity, point.ppv, point.npv, point.flagged)
    return [*shares, *ratios, *of_thousand(point.confusion), *of_thousand_there(point, 0.1)]


def test_where_no_patient_repeats_every_number_stays_as_it_was_to_the_last_digit() -> None:
    y, z, _ = visits(300, 1, seed=3)
    c = curve_of(y, expit(z)).at(0.3)
    assert c.spread is None
    point, events, others = operating_point(curve_of(y, expit(z)), 0.3), c.tp + c.fn, c.fp + c.tn
    assert (point.sensitivity.low, point.sensitivity.high) == wilson_of(c.tp, events)
    assert (point.npv.low, point.npv.high) == wilson_of(c.tn, c.tn + c.fn)
    assert (point.lr_plus.low, point.lr_plus.high) == ratio_interval(c.tp, events, c.fp, others)
    assert (point.lr_minus.low, point.lr_minus.high) == ratio_interval(c.fn, events, c.tn, others)
    assert point.ppv.method.endswith("Wilson interval")


def test_one_row_a_patient_counted_by_patient_is_the_same_but_for_rounding() -> None:
    y, z, owner = visits(300, 1, seed=3)
    alone, together = (operating_point(curve_of(y, expit(z), of), 0.3) for of in (None, owner))
    for a, b in zip(measures(alone), measures(together), strict=True):
        assert (b.value, b.low, b.high) == pytest.approx((a.value, a.low, a.high), rel=1e-6)


def test_estimates_stay_and_intervals_widen_where_patients_repeat() -> None:
    y, z, owner = visits(150, 6, seed=4)
    alone, together = (operating_point(curve_of(y, expit(z), of), 0.3) for of in (None, owner))
    for a, b in zip(measures(alone), measures(together), strict=True):
        assert b.value == a.value
        assert b.low <= a.low <= a.high <= b.high
    assert together.sensitivity.high - together.sensitivity.low > 1.4 * (
        alone.sensitivity.high - alone.sensitivity.low
    )
    assert "by patient (design effect " in together.sensitivity.method
    assert "by patient" in together.lr_plus.method


def test_fewer_than_ten_patients_have_estimates_without_intervals() -> None:
    y, z, owner = visits(9, 40, seed=5)
    point = operating_point(curve_of(y, expit(z), owner), 0.3)
    for found in (*measures(point), benefit_of(point)):
        assert found.estimable and math.isnan(found.low) and math.isnan(found.high)


def test_shares_of_all_and_of_none_have_an_interval_of_patients() -> None:
    """300 rows of 50 patients, all found: no more is known than that none of 50 patients was missed."""
    owner, y = np.repeat(np.arange(60), 6), np.repeat(np.arange(60) < 50, 6).astype(np.int8)
    found = operating_point(curve_of(y, y * 0.9, owner), 0.5).sensitivity
    assert (found.value, found.high) == (1, 1)
    assert found.low == pytest.approx(wilson_of(50, 50)[0])


def test_the_grey_zone_is_by_patient_too() -> None:
    y, z, owner = visits(150, 6, seed=4)
    alone, together = (grey_zone(curve_of(y, expit(z), of), 0.2, 0.5, 0.1) for of in (None, owner))
    assert alone.there is not None and together.there is not None
    for a, b in ((alone.here.grey, together.here.grey), (alone.there.grey, together.there.grey)):
        for one, two in ((a.patients, b.patients), (a.events, b.events), (a.share, b.share)):
            assert two.value == one.value and two.high - two.low > 1.02 * (one.high - one.low)
    assert together.here.zones == alone.here.zones


def test_the_bands_of_the_rates_are_the_intervals_of_their_thresholds() -> None:
    y, z, owner = visits(80, 4, seed=6)
    curve = curve_of(y, expit(z), owner)
    rates = rate_curves(curve, 0.8, 9)
    for place, threshold in enumerate(rates.thresholds.tolist()):
        point = operating_point(curve, threshold)
        for rate, known in zip(rates.of, measures(point)[:4], strict=True):
            ends = (rate.low[place], rate.high[place])
            assert ends == pytest.approx((known.low, known.high), nan_ok=True)


def test_groups_of_the_calibration_plot_are_by_patient() -> None:
    y, z, owner = visits(150, 6, seed=4)
    risks = expit(z)
    alone, together = (curve_of(y, risks, of) for of in (None, owner))
    for a, b in zip(*(bins_of(equal_mass(of, 10), of) for of in (alone, together)), strict=True):
        assert (b.low, b.high, b.observed.value) == (a.low, a.high, a.observed.value)
        among = (risks >= a.low) & (risks <= a.high)
        ill, all_rows = (np.bincount(owner[among & of]) for of in (y == 1, y >= 0))
        ill = np.pad(ill, (0, all_rows.size - ill.size))
        spread = Spread(
            [int(ill.sum()), int((all_rows - ill).sum())],
            [int((ill > 0).sum()), int((all_rows > ill).sum())],
            [[int((x * v).sum()) for v in (ill, all_rows - ill)] for x in (ill, all_rows - ill)],
            150,
        )
        effect = spread.effect((0,), (1,))
        assert b.observed.low == pytest.approx(wilson_of(ill.sum() / effect, all_rows.sum() / effect)[0])
        assert b.observed.low <= a.observed.low and a.observed.high <= b.observed.high


def test_a_sensitivity_is_reached_surely_by_patient() -> None:
    y, z, owner = visits(200, 5, seed=7)
    alone, curve = (CalibrateCurve(*arranged(y, expit(z), of)) for of in (None, owner))
    t, less = for_sensitivity(curve, 0.8, surely=True), for_sensitivity(alone, 0.8, surely=True)
    assert t is not None and less is not None and t < less
    assert operating_point(curve, t).sensitivity.low >= 0.8
    assert operating_point(curve, less).sensitivity.low < 0.8


def test_intervals_hold_the_truth_that_rows_taken_alone_miss() -> None:
    """Of 200 samples of 100 patients with five rows each; the truth from 60,000 patients."""

    def counted(y: Bytes, risks: Floats, owner: Ints | None) -> list[Measure]:
        point = operating_point(curve_of(y, risks, owner), 0.3)
        there = of_thousand_there(point, 0.1)[0]
        return [*measures(point)[:8], of_thousand(point.confusion)[1], there, benefit_of(point)]

    y, z, _ = visits(60_000, 1, seed=99)
    truth = [measure.value for measure in counted(y, expit(z), None)]
    held = np.zeros((2, len(truth)))
    for seed in range(200):
        y, z, owner = visits(100, 5, seed)
        for place, of in enumerate((owner, None)):
            found = counted(y, expit(z), of)
            held[place] += [m.low <= value <= m.high for m, value in zip(found, truth, strict=True)]
    together, apart = held / 200
    assert (together >= 0.89).all(), together  # 99.9 % of Binomial(200, 0.95)
    assert apart.mean() < together.mean() - 0.08 and apart[4] < 0.8, apart


def test_counts_with_and_without_spread_compare_equal() -> None:
    assert Confusion(0.2, 1, 2, 3, 4) == curve_of(
        np.array([1, 0, 0, 1, 1, 1, 0, 0, 0, 0], np.int8),
        np.array([0.9, 0.9, 0.9, 0, 0, 0, 0, 0, 0, 0]),
        np.arange(10) // 2,
    ).at(0.2)
