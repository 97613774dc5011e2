"""What a forest plot draws: lines with their measures, on a ground."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.gui.widgets.plots.forest_scale import Scale, scale_of


class Sign(StrEnum):
    """How a line is drawn."""

    GROUP = "group"
    UNSURE = "few events"  # hollow
    WHOLE = "all together"  # a diamond as wide as the interval
    RANGE = "range"  # an interval without an estimate: where new groups are expected


@dataclass(frozen=True, slots=True)
class Line:
    """One line; where its measure is not estimable, ``instead`` stands in place of the figures. ``n`` rows
    with ``events`` are in the group (0: it is none)."""

    name: str
    measure: Measure
    sign: Sign = Sign.GROUP
    instead: str = "not estimable"
    n: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """What is drawn on: what the measure is called, its ideal value (None: it has none), whether ratios
    are equal steps, the range that is never left, and how a value reads."""

    title: str
    ideal: float | None
    bounds: tuple[float, float]
    show: Callable[[float], str]
    log: bool = False

    def ticked(self, value: float) -> str:
        """Return a round value as the axis reads it: a share in percent, as the figures do."""
        text = f"{100 * value:g} %" if self.show(value).endswith(" %") else f"{value:g}"
        return text.replace("-", "−")


EMPTY = Ground("", None, (0.0, 1.0), str)


ALONE = 0.5
"""The axis reaches so far to both sides of the ideal value where nothing else is to be shown."""


def scale_for(lines: tuple[Line, ...], ground: Ground) -> Scale:
    """Return a scale that shows all groups and every estimate; what pools them and reaches far beyond the
    groups, as two of them pooled do, is cut off half their span beyond them."""
    single = [line.measure for line in lines if line.sign not in (Sign.WHOLE, Sign.RANGE)]
    shown = _within([end for of in single for end in (of.low, of.high)], ground)
    ends = [*shown, *(line.measure.value for line in lines)]
    for of in (line.measure for line in lines if line.sign in (Sign.WHOLE, Sign.RANGE)):
        ends += [_held(end, shown, ground.log) for end in (of.low, of.high)]
    if ground.ideal is not None and not ground.log and not any(map(math.isfinite, ends)):
        return Scale(ground.ideal - ALONE, ground.ideal + ALONE)
    ideal = [] if ground.ideal is None else [ground.ideal]
    return scale_of([*ends, *ideal], ground.bounds, ground.log)


def _within(values: list[float], ground: Ground) -> list[float]:
    return [min(max(v, ground.bounds[0]), ground.bounds[1]) for v in values if math.isfinite(v)]


def _held(end: float, shown: list[float], log: bool) -> float:
    """An end as far beyond what is shown as half its span, and no further."""
    if not shown or not math.isfinite(end):
        return end
    low, high = min(shown), max(shown)
    if log:
        room = math.sqrt(high / low)
        return min(max(end, low / room), high * room)
    room = (high - low) / 2
    return min(max(end, low - room), high + room)
