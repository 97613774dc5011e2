"""95 % intervals of errors, from what bootstrap samples gave.

An error never lies below 0, so chance adds to it, and in a bootstrap sample adds once more. Of perfectly
calibrated risks (400 patients) neither the percentiles of ECE, smooth ECE and MCB nor the same moved onto
the estimate ever held the true 0. What perfect risks show is known, however: outcomes can be drawn from
them. An interval begins at 0 where the estimate is no larger than that; it then holds the truth in 89
to 100 of 100 samples of 400 or 2,000 patients, whether the risks are right, nearly right or far off.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats

ENDS = (0.025, 0.975)
ENOUGH = 0.5
"""Share of the samples that must have worked for an interval to be given."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A 95 % interval; NaN where too few samples worked. ``chance`` is what perfectly calibrated risks stay
    below in 97.5 of 100 samples, NaN where that was not asked."""

    low: float
    high: float
    chance: float = math.nan


NONE = Bounds(math.nan, math.nan)


def percentiles(drawn: Floats) -> Bounds:
    """Return the percentile interval of the samples that worked.

    >>> percentiles(np.linspace(0.0, 1.0, 401))
    Bounds(low=0.025, high=0.975, chance=nan)
    """
    worked = drawn[~np.isnan(drawn)]
    if worked.size == 0 or worked.size < ENOUGH * drawn.size:
        return NONE
    low, high = np.quantile(worked, ENDS)
    return Bounds(float(low), float(high))


def moved(drawn: Floats, estimate: float, over: float = math.nan) -> Bounds:
    """Return the percentiles without what resampling adds to a figure that chance makes larger.

    The samples lie above the ``estimate`` on average. Both ends are moved down by as much; the lower one
    again, since the estimate lies above the truth for the same reason, by as much or by ``over`` where
    that is known.
    """
    plain = percentiles(drawn)
    if math.isnan(plain.low):
        return NONE
    added = float(np.nanmean(drawn)) - estimate
    lowest = plain.low - max(added, 0.0) - (max(added, 0.0) if math.isnan(over) else over)
    return Bounds(max(min(lowest, estimate), 0.0), max(plain.high - added, estimate))


def of_error(drawn: Floats, perfect: Floats, estimate: float, over: float = math.nan) -> Bounds:
    """Return the interval of a calibration error, moved as ``moved`` does; ``perfect`` is what samples of
    perfectly calibrated risks show. It begins at 0 where the estimate is no larger than these give by
    chance."""
    found, chance = moved(drawn, estimate, over), percentiles(perfect).high
    low = 0.0 if estimate <= chance and not math.isnan(found.low) else found.low
    return Bounds(low, found.high, chance)
