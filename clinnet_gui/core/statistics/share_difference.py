"""The interval of one share less a multiple of another, of the same patients: such is net benefit."""

import math

from clinnet_gui.core.statistics.proportions import wilson_of


def difference_interval(part: float, other: float, whole: float, weight: float) -> tuple[float, float]:
    """Return the 95 % interval of (part - weight * other) / whole, the two parts having nobody in common.

    From the Wilson intervals of both shares, which err together (MOVER; Zou & Donner, Stat Med
    2008;27:1693): it holds the truth also where parts are so small that a bootstrap finds nobody else in
    them. NaN where there is nobody, or ``weight`` (>= 0) is infinite.

    >>> [round(bound, 3) for bound in difference_interval(20, 0, 100, 0.25)]
    [0.133, 0.289]
    """
    if not whole or math.isinf(weight):
        return math.nan, math.nan
    share, less = part / whole, other / whole
    (low, high), (least, most) = wilson_of(part, whole), wilson_of(other, whole)
    apart = (1 - share) * (1 - less)
    together = -math.sqrt(share * less / apart) if apart > 0 else 0.0
    value = share - weight * less
    below = _reach(share - low, weight * (most - less), together)
    return value - below, value + _reach(high - share, weight * (less - least), together)


def _reach(one: float, other: float, together: float) -> float:
    """The distance of a bound of a difference, from those of its terms and their correlation."""
    return math.sqrt(max(one * one + other * other - 2 * together * one * other, 0.0))
