"""Wilson's interval of a proportion (Wilson 1927), for one or for many counts at once."""

import math

import numpy as np
from numpy.typing import ArrayLike

from clinnet_gui.core.arrays import Floats

Z95 = 1.959963984540054
"""The standard normal quantile of a two-sided 95 % interval."""


def wilson(successes: ArrayLike, trials: ArrayLike, z: float = Z95) -> tuple[Floats, Floats]:
    """Return the lower and upper bound of ``successes`` out of ``trials``, each in 0..1.

    Both broadcast; NaN where there are no trials. Source: Newcombe, Stat Med 1998;17:857.

    >>> [round(float(bound), 4) for bound in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    k = np.asarray(successes, dtype=np.float64)
    n = np.asarray(trials, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = k / n
        spread = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
        centre, scale = share + z**2 / (2 * n), 1 + z**2 / n
        low, high = (centre - spread) / scale, (centre + spread) / scale
    # At the ends the bound is exactly 0 or 1; the arithmetic leaves 1e-17 beside it.
    return np.where(k == 0, share * 0, np.clip(low, 0, 1)), np.where(k == n, share, np.clip(high, 0, 1))


def score_share(successes: ArrayLike, trials: int, z: Floats) -> Floats:
    """Return the share (0..1) that lies ``z`` score-test errors beside ``successes`` out of ``trials`` (> 0).

    At -z and z it is Wilson's interval, at 0 the share itself: for standard normal z its distribution says
    how sure the share is, and of 0 successes half of it is 0. Both broadcast.

    >>> score_share(81, 263, np.array([-Z95, Z95])).round(4).tolist()
    [0.2553, 0.3662]
    """
    k = np.asarray(successes, dtype=np.float64)
    spread = z * np.sqrt(k * (trials - k) / trials + z**2 / 4)
    return np.asarray(np.clip((k + z**2 / 2 + spread) / (trials + z**2), 0.0, 1.0))


def wilson_of(part: float, whole: float) -> tuple[float, float]:
    """Return what ``wilson`` does for one share, in a hundredth of the time; NaN where there is nobody.

    >>> [round(bound, 4) for bound in wilson_of(81, 263)]
    [0.2553, 0.3662]
    """
    if not whole:
        return math.nan, math.nan
    share, square = part / whole, Z95 * Z95
    spread = Z95 * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    centre, scale = share + square / (2 * whole), 1 + square / whole
    low = 0.0 if part == 0 else max((centre - spread) / scale, 0.0)
    return low, 1.0 if part == whole else min((centre + spread) / scale, 1.0)
