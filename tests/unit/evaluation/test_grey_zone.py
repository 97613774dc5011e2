"""Two thresholds, against counting patients one by one."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.deciding import with_rule_out, with_threshold
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.grey_zone import grey_zone
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.statistics.losses import expit
from tests.unit.evaluation.samples import drawn

PATIENTS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 10)), min_size=1, max_size=60)


def same(measure: Measure, part: int, whole: int) -> None:
    if not whole:
        assert math.isnan(measure.value)
        return
    wilson = binomtest(part, whole).proportion_ci(method="wilson")
    found = (measure.value, measure.low, measure.high)
    assert found == pytest.approx((part / whole, wilson.low, wilson.high), abs=1e-9)
    assert measure.n == whole


def thousandth(count: Measure) -> Measure:
    """A count of 1,000 as the share that it is."""
    return replace(count, value=count.value / 1000, low=count.low / 1000, high=count.high / 1000)


@settings(deadline=None)
@given(PATIENTS, st.integers(1, 10), st.integers(0, 9))
def test_every_patient_lies_in_one_zone(patients: list[tuple[int, int]], upper: int, less: int) -> None:
    lower = max(1, upper - less)
    y, risks = np.array([a for a, _ in patients], np.int8), np.array([k for _, k in patients]) / 10
    zone = grey_zone(curve_of(y, risks), lower / 10, upper / 10)
    out = [a for a, k in patients if k < lower]
    grey = [a for a, k in patients if lower <= k < upper]
    into = [a for a, k in patients if k >= upper]
    zones = (zone.here.out, zone.here.grey, zone.here.into)
    for found, members, told in zip(zones, (out, grey, into), (0, 1, 1), strict=True):
        same(found.share, members.count(told), len(members))
        same(thousandth(found.patients), len(members), len(patients))
        same(thousandth(found.events), members.count(1), len(patients))
    per = zone.here.zones
    counted = [part.count(a) for part in (out, grey, into) for a in (0, 1)]
    shown = [per.cleared, per.missed, per.grey_others, per.grey_events, per.false_alarms, per.found]
    assert sum(shown) == 1000 == per.ruled_out + per.grey + per.ruled_in
    for whole, count in zip(shown, counted, strict=True):
        assert abs(whole - 1000 * count / len(patients)) < 1


def test_elsewhere_it_is_as_if_events_and_others_were_weighed_anew() -> None:
    y, z = drawn(4000)
    zone = grey_zone(curve_of(y, expit(z)), 0.15, 0.4, prevalence=0.05)
    assert zone.there is not None
    weight = np.where(y == 1, 0.05 / y.sum(), 0.95 / (1 - y).sum())
    risks = expit(z)
    out, grey, into = risks < 0.15, (risks >= 0.15) & (risks < 0.4), risks >= 0.4
    for found, of, label in (
        (zone.there.out, out, 0),
        (zone.there.grey, grey, 1),
        (zone.there.into, into, 1),
    ):
        assert found.share.value == pytest.approx(weight[of & (y == label)].sum() / weight[of].sum())
        assert found.patients.value == pytest.approx(1000 * weight[of].sum())
        assert found.events.value == pytest.approx(1000 * weight[of & (y == 1)].sum())
        for measure in (found.share, found.patients, found.events):
            assert measure.low < measure.value < measure.high and measure.method
    assert zone.there.zones.grey == pytest.approx(1000 * weight[grey].sum(), abs=2)
    own = grey_zone(curve_of(y, risks), 0.15, 0.4, prevalence=float(y.mean()))
    assert own.there is not None and own.there.zones == own.here.zones


def test_at_equal_thresholds_the_zone_is_empty() -> None:
    y, z = drawn(500)
    curve = curve_of(y, expit(z))
    zone, point = grey_zone(curve, 0.3, 0.3), operating_point(curve, 0.3)
    assert zone.here.zones.grey == 0 and math.isnan(zone.here.grey.share.value)
    assert zone.here.out.share == point.npv and zone.here.into.share == point.ppv
    there = grey_zone(curve, 0.3, 0.3, prevalence=0.1).there
    assert there is not None and math.isnan(there.grey.share.value) and there.grey.patients.value == 0


def test_the_intervals_of_a_grey_zone_elsewhere_cover() -> None:
    """Cases and controls are drawn, 60 and 240; where the model is used 5 % have the event."""
    rng, held = np.random.default_rng(5), np.zeros(3)
    ill, well = (0.15, 0.35, 0.5), (0.6, 0.3, 0.1)  # shares ruled out, grey, ruled in
    having, grey = 0.05 * 0.35, 0.05 * 0.35 + 0.95 * 0.3
    for _ in range(400):
        cells = [rng.multinomial(60, ill), rng.multinomial(240, well)]
        y = np.repeat([1, 1, 1, 0, 0, 0], np.concatenate(cells)).astype(np.int8)
        risks = np.repeat([0.05, 0.2, 0.8] * 2, np.concatenate(cells))
        there = grey_zone(curve_of(y, risks), 0.1, 0.5, prevalence=0.05).there
        assert there is not None
        pairs = (
            (there.grey.share, having / grey),
            (there.grey.patients, 1000 * grey),
            (there.grey.events, 1000 * having),
        )
        held += [found.low <= true <= found.high for found, true in pairs]
    assert ((held / 400 >= 0.92) & (held / 400 <= 0.985)).all()


@pytest.mark.parametrize("rule_out", [0.0, 0.5, -0.1, float("nan")])
def test_patients_are_ruled_out_only_below_the_threshold(rule_out: float) -> None:
    with pytest.raises(SettingsRefused):
        with_rule_out(Decision(threshold=0.3), rule_out)
    with pytest.raises(SettingsRefused):
        with_rule_out(Decision(), 0.1)


def test_a_threshold_below_the_zone_takes_it_away_and_one_above_keeps_it() -> None:
    zoned = with_rule_out(Decision(threshold=0.3), 0.1)
    assert with_threshold(zoned, 0.2).rule_out == 0.1
    assert with_threshold(zoned, 0.1).rule_out is None
    assert with_threshold(zoned, None).rule_out is None
    opened = replace(zoned, opened="2026-03-01T10:00:00+00:00")
    assert with_rule_out(opened, 0.2).after_opening == ("grey zone",)
    assert with_rule_out(opened, 0.1).after_opening == ()
