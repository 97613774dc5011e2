"""Counts of 1,000 patients: as sure as the shares they come from."""

import math

import numpy as np
import pytest
from scipy.stats import binomtest

from clinnet_gui.core.evaluation.curves import Confusion, curve_of
from clinnet_gui.core.evaluation.of_thousand import of_thousand, of_thousand_there
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.evaluation.prevalence import elsewhere


def test_intervals_are_wilsons_of_all_patients() -> None:
    found = of_thousand(Confusion(0.2, 31, 44, 9, 116))
    for measure, part in zip(found, (75, 31, 44, 9), strict=True):
        reference = binomtest(part, 200).proportion_ci(method="wilson")
        assert measure.value == pytest.approx(5 * part)
        assert (measure.low, measure.high) == pytest.approx((1000 * reference.low, 1000 * reference.high))
        assert measure.n == 200


def test_their_method_names_the_counts_and_the_events_of_all() -> None:
    flagged, _, alarms, _ = of_thousand(Confusion(0.2, 31, 44, 9, 116))
    assert (flagged.events, alarms.events) == (40, 40)
    assert flagged.method == "75 of 200; Wilson interval" and alarms.method.startswith("44 of 200")


def test_nobody_is_not_estimable() -> None:
    assert not any(measure.estimable for measure in of_thousand(Confusion(0.5, 0, 0, 0, 0)))


def test_elsewhere_they_are_the_counts_there() -> None:
    rng = np.random.default_rng(4)
    risks = rng.beta(1, 3, 800)
    point = operating_point(curve_of((rng.random(800) < risks).astype(np.int8), risks), 0.3)
    per = elsewhere(point, 0.05).per_thousand
    flagged, found, alarms, missed = of_thousand_there(point, 0.05)
    for measure, whole in ((flagged, per.flagged), (found, per.found), (alarms, per.false_alarms)):
        assert measure.low < measure.value < measure.high and abs(measure.value - whole) <= 1.5
    assert found.value + missed.value == pytest.approx(50)
    assert (missed.low, missed.high) == pytest.approx((50 - found.high, 50 - found.low))


def test_the_interval_of_all_that_are_flagged_elsewhere_covers() -> None:
    """Of 400 samples about 95 % hold the truth: sensitivity 0.7, specificity 0.8, one in five ill there."""
    rng, truth, held = np.random.default_rng(2), 1000 * (0.2 * 0.7 + 0.8 * 0.2), 0
    for _ in range(400):
        tp, fp = int(rng.binomial(150, 0.7)), int(rng.binomial(250, 0.2))
        y = np.repeat([1, 1, 0, 0], [tp, 150 - tp, fp, 250 - fp]).astype(np.int8)
        risks = np.repeat([0.9, 0.1, 0.9, 0.1], [tp, 150 - tp, fp, 250 - fp])
        flagged = of_thousand_there(operating_point(curve_of(y, risks), 0.5), 0.2)[0]
        held += flagged.low <= truth <= flagged.high
    assert 0.92 <= held / 400 <= 0.98


def test_of_one_class_nothing_is_known_elsewhere() -> None:
    point = operating_point(curve_of(np.zeros(20, np.int8), np.linspace(0.1, 0.9, 20)), 0.5)
    flagged, found, *_ = of_thousand_there(point, 0.1)
    assert math.isnan(flagged.value) and math.isnan(found.value)
