"""How sure the counts of 1,000 patients are, here and where another share has the event."""

import math
from dataclasses import replace

from clinnet_gui.core.evaluation.curves import Confusion
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import OperatingPoint
from clinnet_gui.core.statistics.proportions import wilson

WHOLE = 1000


def of_thousand(c: Confusion) -> tuple[Measure, Measure, Measure, Measure]:
    """Return how many of 1,000 patients are flagged, found, falsely alarmed and missed; Wilson intervals.

    >>> flagged, *_ = of_thousand(Confusion(0.5, 20, 10, 5, 65))
    >>> round(flagged.value), round(flagged.low), round(flagged.high)
    (300, 219, 396)
    """
    n = c.tp + c.fp + c.fn + c.tn
    flagged, found, alarms, missed = (_counted(part, n) for part in (c.tp + c.fp, c.tp, c.fp, c.fn))
    return flagged, found, alarms, missed


def of_thousand_there(point: OperatingPoint, prevalence: float) -> tuple[Measure, Measure, Measure, Measure]:
    """Return the same where a share ``prevalence`` (0..1) has the event: found, alarmed and missed with the
    Wilson intervals of sensitivity and specificity; flagged, their sum, with an interval recovered from
    these two (MOVER; Zou & Donner, Stat Med 2008;27:1693)."""
    found = _part(point.sensitivity, prevalence, "sensitivity")
    missed = _part(_rest(point.sensitivity), prevalence, "sensitivity")
    alarms = _part(_rest(point.specificity), 1 - prevalence, "specificity")
    below = math.hypot(found.value - found.low, alarms.value - alarms.low)
    above = math.hypot(found.high - found.value, alarms.high - alarms.value)
    total = found.value + alarms.value
    method = "at this prevalence; interval from those of sensitivity and specificity"
    return Measure(total, total - below, total + above, method), found, alarms, missed


def _counted(part: int, n: int) -> Measure:
    if not n:
        return Measure(math.nan, method="nobody to count")
    low, high = wilson(part, n)
    return Measure(WHOLE * part / n, WHOLE * float(low), WHOLE * float(high), "Wilson interval", n, part)


def _part(share: Measure, weight: float, of: str) -> Measure:
    """A share of those with the event, or without it, as a count of 1,000 patients."""
    method = f"at this prevalence; from the Wilson interval of {of}"
    value, low, high = (WHOLE * weight * x for x in (share.value, share.low, share.high))
    return replace(share, value=value, low=low, high=high, method=method)


def _rest(share: Measure) -> Measure:
    """What is left of a whole; its bounds change places."""
    return replace(share, value=1 - share.value, low=1 - share.high, high=1 - share.low)
