"""Shares of the rows at a threshold, and ratios of two, with intervals that know whose rows they are."""

import math

from clinnet_gui.core.evaluation.curves import Confusion
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.spreads import FOUND, MISSED
from clinnet_gui.core.statistics.design_effect import FEWEST_PATIENTS, Kinds, Spread
from clinnet_gui.core.statistics.proportions import wilson_of
from clinnet_gui.core.statistics.ratios import ratio_interval

Sides = tuple[Kinds, Kinds]
"""The rows that make a share, and the rest of those it is a share of."""


def share(name: str, c: Confusion, part: Kinds, rest: Kinds) -> Measure:
    """Return the share that ``part`` is of itself and the ``rest``, with its Wilson interval; not estimable
    where nobody is counted. Where patients have several rows the interval is one of so many rows less as the
    design effect says, and there is none of fewer than ten patients."""
    one, whole = rows_of(c, part), rows_of(c, part + rest)
    if whole == 0:
        return Measure(math.nan, method=f"{name}; nobody to count", n=0)
    low, high, how = share_interval(c, part, rest)
    method = f"{name}, {one:,} of {whole:,}; {how}"
    return Measure(one / whole, low, high, method, whole, events_of(c, part + rest))


def share_interval(c: Confusion, part: Kinds, rest: Kinds) -> tuple[float, float, str]:
    """Return the ends of that interval, and what it is."""
    return share_bounds(rows_of(c, part), rows_of(c, part + rest), c.spread, part, rest)


def share_bounds(
    one: int, whole: int, spread: Spread | None, part: Kinds, rest: Kinds
) -> tuple[float, float, str]:
    """Return the same for ``one`` of so many rows, the kinds ``part`` of these and the ``rest`` in the
    ``spread``; without it each row is a patient."""
    if spread is None:
        return *wilson_of(one, whole), "Wilson interval"
    effect = spread.effect(part, rest)
    if math.isnan(effect):
        return math.nan, math.nan, NO_INTERVAL
    return *wilson_of(one / effect, whole / effect), f"Wilson interval, {by_patient(effect)}"


def chance_ratio(name: str, c: Confusion, with_event: Sides, without: Sides) -> Measure:
    """Return the ratio of two shares with the interval of ``statistics.ratios``, by patient where patients
    have several rows.

    Over an empty share there is no estimate: ``low`` then bounds it from below, and ``high`` is NaN."""
    a, events = rows_of(c, with_event[0]), rows_of(c, with_event[0] + with_event[1])
    b, others = rows_of(c, without[0]), rows_of(c, without[0] + without[1])
    n, known = events + others, bool(events and others and b)
    scale = "on the log scale" if a else "from the shares' Wilson intervals"
    if c.spread is None:
        low, high = ratio_interval(a, events, b, others)
    else:
        effect = c.spread.ratio_effect(*with_event, *without)
        low, high = ratio_interval(*(count / effect for count in (a, events, b, others)))
        scale = NO_INTERVAL if math.isnan(effect) else f"{scale}, {by_patient(effect)}"
    if not known:
        return Measure(math.nan, low, method=f"{name}; nobody to divide by", n=n, events=events)
    how = scale if scale == NO_INTERVAL else f"interval {scale}"
    return Measure((a / events) / (b / others), low, high, f"{name}; {how}", n, events)


NO_INTERVAL = f"no interval below {FEWEST_PATIENTS} patients"


def by_patient(effect: float) -> str:
    """Return how much the rows of one patient resemble each other, for a tooltip."""
    return f"by patient (design effect {effect:.2f})"


def rows_of(c: Confusion, kinds: Kinds) -> int:
    """Return how many rows are of these kinds."""
    counts = (c.tp, c.fp, c.fn, c.tn)
    return sum(counts[kind] for kind in kinds)


def events_of(c: Confusion, kinds: Kinds) -> int:
    """Return how many of them have the event."""
    return rows_of(c, tuple(kind for kind in kinds if kind in FOUND + MISSED))
