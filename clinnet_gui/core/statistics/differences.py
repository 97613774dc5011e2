"""Standardised differences with their intervals, from what is known of two groups: means, counts.

Source of the interval: Hedges and Olkin, Statistical Methods for Meta-Analysis, 1985, p. 86, as
Yang and Dalton (SAS Global Forum 2012, paper 335) take it for every kind of column.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.statistics.proportions import Z95
from clinnet_gui.core.statistics.standardised import apart_in_spread, level_difference


@dataclass(frozen=True, slots=True)
class Difference:
    """A standardised difference with its 95 % interval; NaN where none can be told.

    Of means and of two categories it bears a sign (second group less the first); of several
    categories it is a distance, from 0 up.
    """

    value: float
    low: float = math.nan
    high: float = math.nan


UNKNOWN = Difference(math.nan)


def of_means(means: tuple[float, float], deviations: tuple[float, float], n: tuple[int, int]) -> Difference:
    """Return the difference of two means over the root of the mean of their variances.

    ``deviations`` are standard deviations (ddof 1). Not estimable with fewer than two values, or where
    both groups are constant at different values.

    >>> round(of_means((60.0, 65.0), (10.0, 10.0), (100, 100)).value, 2)
    0.5
    """
    if min(n) < 2:
        return UNKNOWN
    return with_interval(apart_in_spread(means, (deviations[0] ** 2, deviations[1] ** 2)), n)


def of_shares(counts: tuple[int, int], n: tuple[int, int]) -> Difference:
    """Return the difference of two proportions over the root of the mean of their variances p (1 - p).

    >>> round(of_shares((10, 20), (100, 100)).value, 3)
    0.283
    """
    first, second = (np.array([of - count, count]) for count, of in zip(counts, n, strict=True))
    sign = 1.0 if counts[1] * n[0] >= counts[0] * n[1] else -1.0
    return with_interval(sign * level_difference(first, second), n)


def of_categories(first: Ints, second: Ints) -> Difference:
    """Return the distance of two distributions over the same categories (counts); see ``level_difference``.

    Not estimable where a group is empty or no category is shared.
    """
    found = with_interval(level_difference(first, second), (int(first.sum()), int(second.sum())))
    return Difference(found.value, max(found.low, 0.0), found.high)


def with_interval(value: float, n: tuple[int, int]) -> Difference:
    """Return a standardised difference of groups of ``n`` patients with its interval; UNKNOWN where it is not
    finite or a group is empty."""
    if not math.isfinite(value) or not min(n):
        return UNKNOWN
    error = math.sqrt((n[0] + n[1]) / (n[0] * n[1]) + value**2 / (2 * (n[0] + n[1])))
    return Difference(value, value - Z95 * error, value + Z95 * error)
