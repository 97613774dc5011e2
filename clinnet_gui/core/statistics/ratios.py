"""The interval of a ratio of two independent shares, also where one of them is empty."""

import math

from clinnet_gui.core.statistics.proportions import Z95, wilson_of


def ratio_interval(part: float, whole: float, other_part: float, other_whole: float) -> tuple[float, float]:
    """Return the 95 % interval of (part / whole) / (other_part / other_whole).

    On the log scale (Simel, Samsa & Matchar, J Clin Epidemiol 1991;44:763). Where a part is empty that has no
    end: then from the Wilson intervals of both shares (MOVER; Donner & Zou, Stat Med 2012;31:3107), from 0 or
    to infinity. NaN where there is nobody to count, or both parts are empty.

    >>> [round(bound, 2) for bound in ratio_interval(20, 50, 30, 150)]
    [1.25, 3.19]
    >>> ratio_interval(0, 50, 30, 150)[0], ratio_interval(20, 50, 0, 150)[1]
    (0.0, inf)
    """
    if not (whole and other_whole and (part or other_part)):
        return math.nan, math.nan
    if part and other_part:
        value = (part / whole) / (other_part / other_whole)
        spread = Z95 * math.sqrt(1 / part - 1 / whole + 1 / other_part - 1 / other_whole)
        return value * math.exp(-spread), value * math.exp(spread)
    if not part:
        return 0.0, _reach(other_part, other_whole, part, whole)
    return 1 / _reach(part, whole, other_part, other_whole), math.inf


def _reach(part: float, whole: float, empty: float, other_whole: float) -> float:
    """The upper bound of an empty share over one that is not."""
    share, low = part / whole, wilson_of(part, whole)[0]
    return wilson_of(empty, other_whole)[1] / math.sqrt(low * (2 * share - low))
