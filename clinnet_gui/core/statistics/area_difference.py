"""Two sets of risks for the same patients: the difference of their AUROC, and its test.

Source: DeLong, DeLong & Clarke-Pearson, Biometrics 1988;44:837.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.statistics.proportions import Z95
from clinnet_gui.core.statistics.ranks import Placements, placements


@dataclass(frozen=True, slots=True)
class AreaDifference:
    """``value`` = AUROC of the first minus that of the second, with standard error, 95 % Wald
    interval, ``z`` and two-sided ``p``; NaN where not estimable."""

    value: float
    error: float
    low: float
    high: float
    z: float
    p: float


def area_difference(y: Bytes, first: Floats, second: Floats) -> AreaDifference:
    """Return the paired comparison of two scores of the same rows (outcomes 0/1).

    No value with one class; no interval and no test where a class has one row, or where both
    order the rows alike: their difference is then exactly 0, without an error.
    """
    events = int(np.count_nonzero(y == 1))
    if events in (0, y.size):
        return AreaDifference(*(6 * (math.nan,)))
    return difference_of(placements(y, first), placements(y, second))


def difference_of(one: Placements, other: Placements) -> AreaDifference:
    """Return the same from placement values of both classes, the rows in the same order."""
    value = float(one.events.mean() - other.events.mean())
    if min(one.events.size, one.others.size) < 2:
        return AreaDifference(value, *(5 * (math.nan,)))
    return tested(value, _error(one, other))


def tested(value: float, error: float) -> AreaDifference:
    """Return a difference with its interval and its test, from its standard error; neither where the error
    is 0 or unknown."""
    if not error > 1e-12:
        return AreaDifference(value, error, *(4 * (math.nan,)))
    z = value / error
    reach = Z95 * error
    return AreaDifference(value, error, value - reach, value + reach, z, math.erfc(abs(z) / math.sqrt(2)))


def _error(one: Placements, other: Placements) -> float:
    """Return the standard error of the difference: that of the mean of the paired placements,
    which is var + var - 2 cov."""
    spread = sum(
        float((here - there).var(ddof=1)) / here.size
        for here, there in ((one.events, other.events), (one.others, other.others))
    )
    return math.sqrt(spread)
