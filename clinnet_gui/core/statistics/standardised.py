"""Standardised differences between two groups of patients: how far a column differs, in its own spread.

They do not grow with the number of patients, as a test statistic would. Sources: Austin, Stat Med
2009;28:3083 (numbers); Yang & Dalton, SAS Global Forum 2012, paper 335 (levels).
"""

import math

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints


def mean_difference(first: Floats, second: Floats) -> float:
    """Return (mean of ``second`` - mean of ``first``) / sqrt((var + var) / 2), variances with n - 1.

    NaN entries are left out. 0 where both are one and the same constant, infinite where they are two
    constants, NaN where a group holds fewer than two values.

    >>> round(mean_difference(np.array([0.0, 2.0]), np.array([2.0, 4.0])), 4)
    1.4142
    """
    first, second = first[~np.isnan(first)], second[~np.isnan(second)]
    if first.size < 2 or second.size < 2:
        return math.nan
    with np.errstate(over="ignore", invalid="ignore"):
        means = float(first.mean()), float(second.mean())
        return apart_in_spread(means, (float(first.var(ddof=1)), float(second.var(ddof=1))))


def apart_in_spread(means: tuple[float, float], variances: tuple[float, float]) -> float:
    """Return what ``mean_difference`` does, of two groups whose means and variances are known.

    >>> apart_in_spread((60.0, 65.0), (100.0, 100.0))
    0.5
    """
    apart, spread = means[1] - means[0], math.sqrt(sum(variances) / 2)
    if spread == 0:
        return math.copysign(math.inf, apart) if apart else 0.0
    return apart / spread


def level_difference(first: Ints, second: Ints) -> float:
    """Return the standardised difference (>= 0) of two groups over the levels of a category, given the
    rows of each level [k] in each group: the Mahalanobis distance of the shares, with the mean of
    the two multinomial covariances. For two levels this is |p - q| / sqrt((p(1-p) + q(1-q)) / 2).

    0 where a single level is used, infinite where the groups share none, NaN where a group is empty.

    >>> round(level_difference(np.array([50, 50]), np.array([30, 70])), 4)
    0.417
    """
    if not first.sum() or not second.sum():
        return math.nan
    used = (first + second) > 0
    p, q = first[used] / first.sum(), second[used] / second.sum()
    if not (p * q).any():
        return math.inf if p.size > 1 else 0.0
    apart = (q - p)[1:]
    covariance = (_covariance(p[1:]) + _covariance(q[1:])) / 2
    return math.sqrt(max(0.0, float(apart @ np.linalg.pinv(covariance, hermitian=True) @ apart)))


def _covariance(shares: Floats) -> Floats:
    return np.asarray(np.diag(shares) - np.outer(shares, shares))
