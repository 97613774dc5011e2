"""Standardised differences: the formulas by hand, and R's tableone on Mayo's trial of cirrhosis."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.statistics.differences import of_categories, of_means, of_shares

ARMS = (158, 154)
"""Patients on D-penicillamine and on placebo, as tableone's vignette tells them."""


def test_the_means_of_the_published_table() -> None:
    assert abs(of_means((51.42, 48.58), (11.01, 9.96), ARMS).value) == pytest.approx(0.270, abs=1e-3)
    assert abs(of_means((2015.62, 1996.86), (1094.12, 1155.93), ARMS).value) == pytest.approx(0.017, abs=1e-3)


@pytest.mark.parametrize(
    ("counts", "published"), [((137, 139), 0.111), ((14, 10), 0.089), ((73, 87), 0.207), ((45, 45), 0.016)]
)
def test_the_shares_of_the_published_table(counts: tuple[int, int], published: float) -> None:
    assert abs(of_shares(counts, ARMS).value) == pytest.approx(published, abs=6e-4)


@pytest.mark.parametrize(
    ("first", "second", "published"),
    [
        ((83, 10, 65), (85, 9, 60), 0.054),
        ((132, 16, 10), (131, 13, 10), 0.058),
        ((12, 35, 56, 55), (4, 32, 64, 54), 0.246),
    ],
)
def test_the_categories_of_the_published_table(
    first: tuple[int, ...], second: tuple[int, ...], published: float
) -> None:
    assert of_categories(np.array(first), np.array(second)).value == pytest.approx(published, abs=6e-4)


Counted = st.lists(st.integers(0, 60), min_size=2, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.data(), Counted)
def test_the_distance_of_categories_does_not_depend_on_their_order(
    data: st.DataObject, first: list[int]
) -> None:
    second = data.draw(st.lists(st.integers(0, 60), min_size=len(first), max_size=len(first)))
    order = data.draw(st.permutations(range(len(first))))
    one, other = np.array(first), np.array(second)
    straight, mixed = of_categories(one, other), of_categories(one[list(order)], other[list(order)])
    assert straight.value == pytest.approx(mixed.value, rel=1e-6, abs=1e-6, nan_ok=True)
    assert straight.value == pytest.approx(of_categories(other, one).value, rel=1e-6, abs=1e-9, nan_ok=True)
    assert (
        math.isnan(straight.value)
        or 0 <= straight.low <= straight.value <= straight.high
        or (straight.value == 0)
    )


def test_two_categories_are_a_share() -> None:
    share = of_shares((30, 45), (100, 110))
    assert of_categories(np.array([70, 30]), np.array([65, 45])).value == pytest.approx(abs(share.value))


def test_the_interval_covers_the_true_difference() -> None:
    rng, inside = np.random.default_rng(5), 0
    for _ in range(1_000):
        first, second = rng.normal(0, 1, 60), rng.normal(0.5, 1, 90)
        found = of_means(
            (float(first.mean()), float(second.mean())),
            (float(first.std(ddof=1)), float(second.std(ddof=1))),
            (60, 90),
        )
        inside += found.low <= 0.5 <= found.high
    assert 930 <= inside <= 970


def test_what_cannot_be_told_is_not() -> None:
    assert math.isnan(of_means((1.0, 2.0), (math.nan, 1.0), (1, 50)).value), "one patient has no spread"
    assert math.isnan(of_means((1.0, 2.0), (0.0, 0.0), (50, 50)).value), "no spread at all"
    assert of_means((1.0, 1.0), (0.0, 0.0), (50, 50)).value == 0
    assert math.isnan(of_shares((0, 50), (50, 50)).value), "no share in common"
    assert of_shares((0, 0), (50, 50)).value == 0
    assert math.isnan(of_shares((0, 1), (0, 5)).value)
    assert math.isnan(of_categories(np.array([5, 0, 0]), np.array([0, 3, 4])).value)
    assert math.isnan(of_categories(np.array([0, 0]), np.array([3, 4])).value)
