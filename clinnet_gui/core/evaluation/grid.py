"""Every threshold at once, for the plots: rates, utility and the ROC curve as arrays."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints, read_only, starts
from clinnet_gui.core.evaluation.curves import Confusion, Curve
from clinnet_gui.core.evaluation.shares import Sides, share_interval
from clinnet_gui.core.evaluation.spreads import ALARM, CLEARED, FOUND, MISSED
from clinnet_gui.core.statistics.proportions import wilson

ROC_POINTS = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Arrays over ``thresholds`` ([points], 0..1); NaN where nobody is counted.

    ``net_benefit_all`` is that of flagging everyone. ``roc`` is [at most 2,000, 2]: 1 - specificity
    and sensitivity, from (0, 0) to (1, 1); empty with one class only.
    """

    thresholds: Floats
    sensitivity: Floats
    specificity: Floats
    ppv: Floats
    npv: Floats
    net_benefit: Floats
    net_benefit_all: Floats
    roc: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Rate:
    """A share over thresholds, with its 95 % Wilson interval at each of them, by patient where patients have
    several rows; NaN where nobody is counted."""

    name: str
    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """Sensitivity, specificity, PPV and NPV over ``thresholds`` [points]."""

    thresholds: Floats
    of: tuple[Rate, ...]


def rate_curves(curve: Curve, top: float, points: int = 201) -> Rates:
    """Return the Rates at ``points`` even thresholds from 0 to ``top`` (0..1); O(points log n)."""
    t = np.linspace(0, top, points)
    n, events = curve.n, curve.events
    below = np.searchsorted(curve.risks, t, side="left")
    fn = curve.events_below[below]
    tp, tn = events - fn, below - fn
    counted = (
        ("sensitivity", (FOUND, MISSED), tp, np.full(points, events)),
        ("specificity", (CLEARED, ALARM), tn, np.full(points, n - events)),
        ("positive predictive value", (FOUND, ALARM), tp, n - below),
        ("negative predictive value", (CLEARED, MISSED), tn, below),
    )
    at = None if curve.owned is None else [curve.at(threshold) for threshold in t.tolist()]
    return Rates(read_only(t), tuple(_rate(at, *one) for one in counted))


def _rate(at: list[Confusion] | None, name: str, of: Sides, part: Ints, whole: Ints) -> Rate:
    """The rate with its band: by patient where ``at`` knows whose rows are counted at each threshold."""
    if at is None:
        low, high = wilson(part, whole)
    else:
        low, high = np.array([share_interval(c, *of)[:2] for c in at]).T
    value = np.divide(part, whole, out=np.full(part.size, np.nan), where=whole > 0)
    return Rate(name, read_only(value), read_only(low), read_only(high))


def threshold_grid(curve: Curve, points: int = 1001) -> Grid:
    """Return the Grid of ``points`` even thresholds from 0 to 1; O(points log n)."""
    t = np.linspace(0, 1, points)
    n, events = curve.n, curve.events
    below = np.searchsorted(curve.risks, t, side="left")
    fn = curve.events_below[below]
    tp, tn = events - fn, below - fn
    fp = n - events - tn
    with np.errstate(invalid="ignore", divide="ignore"):
        odds = np.where(t < 1, t / (1 - t), np.nan)
        return Grid(
            thresholds=read_only(t),
            sensitivity=read_only(tp / np.float64(events)),
            specificity=read_only(tn / np.float64(n - events)),
            ppv=read_only(tp / (tp + fp)),
            npv=read_only(tn / (tn + fn)),
            net_benefit=read_only(tp / n - fp / n * odds),
            net_benefit_all=read_only(events / n - (n - events) / n * odds),
            roc=read_only(roc_points(curve)),
        )


def roc_points(curve: Curve, at_most: int = ROC_POINTS) -> Floats:
    """Return points of the ROC curve, one a distinct risk, thinned evenly to ``at_most``."""
    n, events = curve.n, curve.events
    if events in (0, n):
        return np.empty((0, 2))
    first = starts(curve.risks)
    below = np.append(first, n)
    if below.size > at_most:
        below = below[np.linspace(0, below.size - 1, at_most).astype(np.int64)]
    missed = curve.events_below[below]
    alarms = 1 - (below - missed) / (n - events)
    return np.column_stack([alarms, 1 - missed / events])[::-1]
