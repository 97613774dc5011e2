"""How sure the counts of 1,000 patients are, here and where another share has the event."""

import math
from dataclasses import replace

from clinnet_gui.core.evaluation.curves import Confusion
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import OperatingPoint
from clinnet_gui.core.statistics.proportions import wilson_of

WHOLE = 1000


def of_thousand(c: Confusion) -> tuple[Measure, Measure, Measure, Measure]:
    """Return how many of 1,000 patients are flagged, found, falsely alarmed and missed; Wilson intervals.

    >>> flagged, *_ = of_thousand(Confusion(0.5, 20, 10, 5, 65))
    >>> round(flagged.value), round(flagged.low), round(flagged.high)
    (300, 219, 396)
    """
    n = c.tp + c.fp + c.fn + c.tn
    flagged, found, alarms, missed = (
        counted(part, (n, c.tp + c.fn)) for part in (c.tp + c.fp, c.tp, c.fp, c.fn)
    )
    return flagged, found, alarms, missed


def of_thousand_there(point: OperatingPoint, prevalence: float) -> tuple[Measure, Measure, Measure, Measure]:
    """Return the same where a share ``prevalence`` (0..1) has the event, as ``counted_there`` finds it."""
    c = point.confusion
    events, others = c.tp + c.fn, c.fp + c.tn
    flagged, found, alarms = counted_there((c.tp, events), (c.fp, others), prevalence)
    missed = counted_there((c.fn, events), (c.tn, others), prevalence)[1]
    return flagged, found, alarms, missed


def counted(part: int, among: tuple[int, int]) -> Measure:
    """Return ``part`` of so many patients as a count of 1,000, with its Wilson interval; ``among`` says how
    many they are, and how many of them have the event."""
    n, events = among
    if not n:
        return Measure(math.nan, method="nobody to count")
    value, low, high = (WHOLE * share for share in (part / n, *wilson_of(part, n)))
    return Measure(value, low, high, f"{part:,} of {n:,}; Wilson interval", n, events)


def counted_there(
    events: tuple[int, int], others: tuple[int, int], prevalence: float
) -> tuple[Measure, Measure, Measure]:
    """Return how many of 1,000 patients belong to a group where a share ``prevalence`` (0..1) has the event:
    all of them, those with and those without it.

    ``events`` and ``others`` say how many (part, whole) of those with and without the event belong to it
    here; Wilson intervals of these shares, and for all one recovered from them (MOVER; Zou & Donner, Stat
    Med 2008;27:1693).
    """
    having = _weighed(events[0], (events[1], events[1]), prevalence)
    without = _weighed(others[0], (others[1], 0), 1 - prevalence)
    below = math.hypot(having.value - having.low, without.value - without.low)
    above = math.hypot(having.high - having.value, without.high - without.value)
    total, n = having.value + without.value, having.n + without.n
    method = "at this prevalence; interval from those of its parts with and without the event"
    return Measure(total, total - below, total + above, method, n, having.n), having, without


def _weighed(part: int, among: tuple[int, int], weight: float) -> Measure:
    """A share of those with the event, or without it, as a count of 1,000 patients."""
    share = counted(part, among)
    value, low, high = (weight * x for x in (share.value, share.low, share.high))
    return replace(share, value=value, low=low, high=high, method=f"at this prevalence; {share.method}")
