"""Where a threshold comes from: what a missed case costs, a sensitivity to be reached, a capacity.

What is suggested from outcomes is suggested from a CalibrateCurve alone, never from test rows.
"""

import math
from bisect import bisect_left

import numpy as np

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.curves import CalibrateCurve
from clinnet_gui.core.evaluation.prevalence import check_prevalence
from clinnet_gui.core.evaluation.shares import share_interval
from clinnet_gui.core.evaluation.spreads import FOUND, MISSED
from clinnet_gui.core.evaluation.utility import Costs
from clinnet_gui.core.statistics.proportions import wilson

ROUNDING = 1e-9
"""A count that is reached exactly is not missed by the last bit of a product."""


def from_harm_ratio(harm: float) -> float:
    """Return the threshold 1 / (1 + harm), where missing a case is ``harm`` times worse than a
    needless work-up. Holds for calibrated risks. Source: Pauker & Kassirer, N Engl J Med 1975.

    >>> from_harm_ratio(9)
    0.1
    """
    if not (math.isfinite(harm) and harm > 0):
        raise SettingsRefused(
            "The harm ratio must be a number above 0.",
            "Say how many needless work-ups are as bad as one missed case, for example 10.",
            "HARM_RATIO",
        )
    return 1 / (1 + harm)


def from_costs(costs: Costs) -> float:
    """Return the threshold above which a work-up costs less than what it may prevent:
    alarm / (alarm + miss). Source: Pauker & Kassirer, N Engl J Med 1975.

    >>> from_costs(Costs(miss=9, alarm=1))
    0.1
    """
    return costs.alarm / (costs.alarm + costs.miss)


def for_sensitivity(curve: CalibrateCurve, target: float, surely: bool = False) -> float | None:
    """Return the largest threshold whose sensitivity reaches ``target`` (0 < target <= 1).

    The estimate reaches it or, where ``surely``, the lower end of its 95 % Wilson interval (by patient where
    patients have several rows). None where there is no event, or where finding all of them would not make it
    sure.
    """
    if not 0 < target <= 1:
        raise SettingsRefused(
            "The target sensitivity must lie above 0 % and at most at 100 %.",
            "Give a share such as 0.95.",
            "SENSITIVITY",
        )
    events = int(curve.events_below[-1])
    needed = _needed_surely(curve, events, target) if surely else math.ceil(target * events - ROUNDING)
    return None if events == 0 or needed > events else _finding(curve, events, needed)


def _finding(curve: CalibrateCurve, events: int, needed: int) -> float:
    """The risk of the event that has all but the needed ones below it in order."""
    position = int(np.searchsorted(curve.events_below, events - needed, side="right")) - 1
    return float(curve.risks[position])


def _needed_surely(curve: CalibrateCurve, events: int, target: float) -> int:
    """The fewest events found whose Wilson interval begins at the target; more than there are if none.

    Where patients have several rows its beginning may fall back a little as more are found: then they are
    some that do, and with one less not."""

    def begins(found: int) -> float:
        if curve.owned is None or not found:
            return float(wilson(found, events)[0])
        return share_interval(curve.at(_finding(curve, events, found)), FOUND, MISSED)[0]

    return bisect_left(range(events + 1), target - ROUNDING, key=begins)


def for_capacity(curve: CalibrateCurve, per_thousand: float, prevalence: float | None = None) -> float | None:
    """Return the smallest threshold that flags at most ``per_thousand`` of 1,000 patients (above 0 to 1,000).

    Patients of equal risk are flagged together, so the capacity is never exceeded on these rows; at another
    ``prevalence`` sensitivity and specificity are carried over. None where those of the highest risk
    are already too many.
    """
    if not 0 < per_thousand <= 1000:
        raise SettingsRefused(
            "The capacity must lie above 0 and at most at 1,000 of 1,000 patients.",
            "Give how many of 1,000 patients can be worked up, for example 150.",
            "CAPACITY",
        )
    event, other = _weights(curve, prevalence)
    n, events = curve.n, curve.events
    if math.isnan(event + other):
        return None

    def spare(below: int) -> float:
        """What is left of the capacity where so many of the lowest risks are not flagged."""
        found = events - int(curve.events_below[below])
        return per_thousand / 1000 - (found * event + (n - below - found) * other)

    first = bisect_left(range(n + 1), -ROUNDING, key=spare)
    if first and first < n:  # equal risks stand or fall together
        first = int(np.searchsorted(curve.risks, curve.risks[first - 1], side="right"))
    return float(curve.risks[first]) if first < n else None


def _weights(curve: CalibrateCurve, prevalence: float | None) -> tuple[float, float]:
    """What one event and one non-event of the curve weigh, in shares of all patients."""
    n, events = curve.n, curve.events
    if prevalence is None:
        return (1 / n, 1 / n) if n else (math.nan, math.nan)
    check_prevalence(prevalence)
    return (prevalence / events, (1 - prevalence) / (n - events)) if 0 < events < n else (math.nan, math.nan)
