"""The area under the ROC curve by ranks, with DeLong's variance.

Sources: DeLong, DeLong & Clarke-Pearson, Biometrics 1988;44:837; the fast form of Sun & Xu,
IEEE Signal Process Lett 2014;21:1389; the interval on the logit scale of Pepe 2003.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, starts
from clinnet_gui.core.statistics.proportions import Z95


@dataclass(frozen=True, slots=True)
class Area:
    """AUROC with its standard error and 95 % interval; NaN where it cannot be estimated."""

    value: float
    error: float
    low: float
    high: float


UNKNOWN = Area(math.nan, math.nan, math.nan, math.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Placements:
    """DeLong's placement values: for each event the share of non-events below it (``events``),
    for each non-event the share of events above it (``others``), ties counting one half."""

    events: Floats
    others: Floats


def placements(y: Bytes, scores: Floats) -> Placements:
    """Return the placement values of events (y = 1) and non-events (y = 0), in the rows' order.

    >>> placements(np.array([1, 0, 1]), np.array([0.2, 0.2, 0.9])).events.tolist()
    [0.5, 1.0]
    """
    order = np.argsort(scores)
    ordered = scores[order]
    begins = starts(ordered)
    sizes = np.diff(np.append(begins, y.size))
    events = np.add.reduceat(y[order].astype(np.float64), begins)
    others = sizes - events
    others_below = (np.cumsum(others) - others / 2) / others.sum()
    events_above = 1 - (np.cumsum(events) - events / 2) / events.sum()
    case = y == 1
    return Placements(
        _in_order(others_below, sizes, order)[case], _in_order(events_above, sizes, order)[~case]
    )


def _in_order(per_score: Floats, sizes: Ints, order: Ints) -> Floats:
    """Return a value per distinct score as one per row, in the rows' order."""
    rows = np.empty(order.size)
    rows[order] = np.repeat(per_score, sizes)
    return rows


def area(y: Bytes, scores: Floats) -> Area:
    """Return the AUROC of ``scores`` for events (y = 1), ties one half, never flipped.

    All NaN with one class only; no interval where a class has one row, where the AUROC is exactly
    0 or 1 (the logit has no interval there), or where all scores are equal.
    """
    events = int(np.count_nonzero(y == 1))
    if events in (0, y.size):
        return UNKNOWN
    return area_of(placements(y, scores))


def area_of(placed: Placements) -> Area:
    """Return the AUROC from placement values of both classes."""
    value = float(placed.events.mean())
    if min(placed.events.size, placed.others.size) < 2:
        return Area(value, math.nan, math.nan, math.nan)
    error = math.sqrt(_variance_of_mean(placed.events) + _variance_of_mean(placed.others))
    low, high = logit_interval(value, error)
    return Area(value, error, low, high)


def _variance_of_mean(values: Floats) -> float:
    return float(values.var(ddof=1)) / values.size


def logit_interval(value: float, error: float) -> tuple[float, float]:
    """Return the 95 % interval of an area on the logit scale, which cannot pass 0 or 1; NaN where it is
    exactly one of these."""
    if not (0 < value < 1 and error > 0):
        return math.nan, math.nan
    centre, reach = math.log(value / (1 - value)), Z95 * error / (value * (1 - value))
    low, high = (1 / (1 + math.exp(-z)) if z > -700 else 0.0 for z in (centre - reach, centre + reach))
    return low, high
