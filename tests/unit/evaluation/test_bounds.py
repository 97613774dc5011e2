"""Intervals of errors: how they are moved, and when they begin at 0."""

import math

import numpy as np
import pytest

from clinnet_gui.core.evaluation.bounds import moved, of_error, percentiles

EVEN = np.linspace(0.2, 0.4, 401)


def test_both_ends_lose_what_resampling_adds_and_the_lower_one_twice() -> None:
    """The samples lie 0.02 above an estimate of 0.28."""
    found, once, known = (moved(EVEN, 0.28, over) for over in (math.nan, 0.0, 0.05))
    plain = percentiles(EVEN)
    assert (found.low, found.high) == pytest.approx((plain.low - 0.04, plain.high - 0.02))
    assert (once.low, once.high) == pytest.approx((plain.low - 0.02, plain.high - 0.02))
    assert (known.low, known.high) == pytest.approx((plain.low - 0.07, plain.high - 0.02))


def test_the_interval_holds_its_estimate_and_never_goes_below_0() -> None:
    for estimate in (0.0, 0.01, 0.1, 0.3, 0.5):
        found = moved(EVEN, estimate)
        assert 0 <= found.low <= estimate <= found.high


def test_it_begins_at_0_where_chance_gives_as_much() -> None:
    chance = np.linspace(0, 0.4, 401)
    assert of_error(EVEN, chance, 0.35).low == 0
    beyond = of_error(EVEN, chance / 2, 0.35)
    assert beyond.low == moved(EVEN, 0.35).low > 0
    assert beyond.chance == pytest.approx(0.195)


def test_too_few_samples_that_worked_give_no_interval() -> None:
    few = np.where(np.arange(401) < 300, math.nan, EVEN)
    for found in (percentiles(few), moved(few, 0.3), of_error(few, EVEN, 0.3)):
        assert math.isnan(found.low) and math.isnan(found.high)
