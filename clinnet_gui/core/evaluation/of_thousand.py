"""How sure the counts of 1,000 patients are, here and where another share has the event."""

import math

from clinnet_gui.core.evaluation.curves import Confusion
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import OperatingPoint
from clinnet_gui.core.evaluation.shares import Sides, events_of, rows_of, share_interval
from clinnet_gui.core.evaluation.spreads import ALARM, ALL, CLEARED, FLAGGED, FOUND, MISSED
from clinnet_gui.core.statistics.design_effect import Kinds

WHOLE = 1000


def of_thousand(c: Confusion) -> tuple[Measure, Measure, Measure, Measure]:
    """Return how many of 1,000 patients are flagged, found, falsely alarmed and missed; Wilson intervals.

    >>> flagged, *_ = of_thousand(Confusion(0.5, 20, 10, 5, 65))
    >>> round(flagged.value), round(flagged.low), round(flagged.high)
    (300, 219, 396)
    """
    return counted(c, FLAGGED), counted(c, FOUND), counted(c, ALARM), counted(c, MISSED)


def of_thousand_there(point: OperatingPoint, prevalence: float) -> tuple[Measure, Measure, Measure, Measure]:
    """Return the same where a share ``prevalence`` (0..1) has the event, as ``counted_there`` finds it."""
    c = point.confusion
    flagged, found, alarms = counted_there(c, (FOUND, MISSED), (ALARM, CLEARED), prevalence)
    missed = counted_there(c, (MISSED, FOUND), (CLEARED, ALARM), prevalence)[1]
    return flagged, found, alarms, missed


def counted(c: Confusion, kinds: Kinds) -> Measure:
    """Return the rows of these kinds as a count of 1,000 patients, with its Wilson interval."""
    if not rows_of(c, ALL):
        return Measure(math.nan, method="nobody to count")
    return _counted(c, (kinds, tuple(kind for kind in ALL if kind not in kinds)))


def counted_there(
    c: Confusion, events: Sides, others: Sides, prevalence: float
) -> tuple[Measure, Measure, Measure]:
    """Return how many of 1,000 patients belong to a group where a share ``prevalence`` (0..1) has the event:
    all of them, those with and those without it.

    ``events`` and ``others`` say which rows with and without the event belong to it here, and which do not;
    Wilson intervals of these shares, and for all one recovered from them (MOVER; Zou & Donner, Stat Med
    2008;27:1693), with their correlation where they are of the same patients.
    """
    having = _counted(c, events, prevalence)
    without = _counted(c, others, 1 - prevalence)
    alike = 0.0 if c.spread is None else max(0.0, c.spread.correlation(*events, *others))
    below = _joined(having.value - having.low, without.value - without.low, alike)
    above = _joined(having.high - having.value, without.high - without.value, alike)
    total, n = having.value + without.value, having.n + without.n
    method = "at this prevalence; interval from those of its parts with and without the event"
    return Measure(total, total - below, total + above, method, n, having.n), having, without


def _joined(one: float, other: float, correlation: float) -> float:
    both = math.hypot(one, other)
    return both if correlation == 0 else math.sqrt(both**2 + 2 * correlation * one * other)


def _counted(c: Confusion, of: Sides, weight: float | None = None) -> Measure:
    """A share as a count of 1,000 patients; with a ``weight`` one of those with the event, or without it, who
    are so large a share elsewhere."""
    part, n = rows_of(c, of[0]), rows_of(c, of[0] + of[1])
    if not n:
        return Measure(math.nan, method="at this prevalence; nobody to count")
    low, high, how = share_interval(c, *of)
    factor, where = (1.0, "") if weight is None else (weight, "at this prevalence; ")
    value, low, high = (factor * (WHOLE * share) for share in (part / n, low, high))
    return Measure(value, low, high, f"{where}{part:,} of {n:,}; {how}", n, events_of(c, of[0] + of[1]))
