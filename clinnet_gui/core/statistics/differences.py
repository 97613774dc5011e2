"""Standardised mean differences: how far two groups differ, in standard deviations.

They do not grow with the number of patients, as a test's p-value does. Source: Austin, Stat Med
2009;28:3083 (means and proportions); Yang and Dalton, SAS Global Forum 2012, paper 335 (several
categories, and the interval).
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.statistics.proportions import Z95

_TINY = 1e-12


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

    ``deviations`` are standard deviations (ddof 1). Without any spread it is not estimable,
    unless the means are equal too: then it is 0.

    >>> round(of_means((60.0, 65.0), (10.0, 10.0), (100, 100)).value, 2)
    0.5
    """
    if min(n) < 2:
        return UNKNOWN
    pooled = math.sqrt((deviations[0] ** 2 + deviations[1] ** 2) / 2)
    apart = means[1] - means[0]
    if not math.isfinite(apart) or pooled <= _TINY * max(1.0, abs(means[0])):
        return Difference(0.0) if apart == 0 else UNKNOWN
    return _with_interval(apart / pooled, n)


def of_shares(counts: tuple[int, int], n: tuple[int, int]) -> Difference:
    """Return the difference of two proportions over the root of the mean of their variances p (1 - p).

    >>> round(of_shares((10, 20), (100, 100)).value, 3)
    0.283
    """
    if min(n) < 1:
        return UNKNOWN
    first, second = counts[0] / n[0], counts[1] / n[1]
    pooled = math.sqrt((first * (1 - first) + second * (1 - second)) / 2)
    if pooled <= _TINY:
        return Difference(0.0) if first == second else UNKNOWN
    return _with_interval((second - first) / pooled, n)


def of_categories(first: Ints, second: Ints) -> Difference:
    """Return the distance of two distributions over the same categories (counts).

    The Mahalanobis distance of their proportions under the mean of the two multinomial
    covariances. Categories that neither group has are left out; with two that are left it is the
    absolute difference of proportions. Not estimable where no category is shared.
    """
    held = (first + second) > 0
    first, second = first[held], second[held]
    n = (int(first.sum()), int(second.sum()))
    if min(n) < 1:
        return UNKNOWN
    if first.size < 2:
        return Difference(0.0)
    if not (np.minimum(first, second) > 0).any():
        return UNKNOWN
    one, other = (first / n[0])[1:], (second / n[1])[1:]
    spread = (_covariance(one) + _covariance(other)) / 2
    apart = other - one
    squared = float(apart @ np.linalg.lstsq(spread, apart, rcond=1e-10)[0])
    found = _with_interval(math.sqrt(max(squared, 0.0)), n)
    return Difference(found.value, max(found.low, 0.0), found.high)


def _covariance(shares: Floats) -> Floats:
    """The covariance of one draw from a multinomial with these proportions (the first left out)."""
    return np.asarray(np.diag(shares) - np.outer(shares, shares))


def _with_interval(value: float, n: tuple[int, int]) -> Difference:
    """The normal interval of Hedges and Olkin, as Yang and Dalton take it for every kind."""
    error = math.sqrt((n[0] + n[1]) / (n[0] * n[1]) + value**2 / (2 * (n[0] + n[1])))
    return Difference(value, value - Z95 * error, value + Z95 * error)
