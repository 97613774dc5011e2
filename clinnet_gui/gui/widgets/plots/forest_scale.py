"""The axis of a forest plot: linear, or logarithmic for ratios, with few round ticks."""

import math
from dataclasses import dataclass
from itertools import pairwise

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
RATIOS = (
    (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0),
    (0.6, 0.8, 1.0, 1.25, 1.5),
    (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0),
    (0.1, 0.5, 1.0, 2.0, 10.0),
    (0.1, 1.0, 10.0),
    (1.0,),
)
"""Ticks of ratios, the finest first; 1, where nothing differs, is among them all."""
MOST_TICKS = 6
APART = 0.6
"""Ticks of ratios stand no closer than this share of an even distance: on a wide axis others crowd."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From ``low`` to ``high`` (low < high; above 0 where ``log``)."""

    low: float
    high: float
    log: bool = False

    def at(self, value: float) -> float:
        """Return where a value stands: 0 at the low end, 1 at the high one; never beyond.

        >>> Scale(0.5, 2.0, log=True).at(1.0)
        0.5
        """
        if self.log:
            value = max(value, self.low)
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, share))

    def ticks(self, most: int = MOST_TICKS) -> tuple[float, ...]:
        """Return about ``most`` round values within, rather fewer.

        >>> Scale(0.62, 0.93).ticks()
        (0.7, 0.8, 0.9)
        """
        if self.log:
            fitting = [tuple(v for v in ratios if self.low <= v <= self.high) for ratios in RATIOS]
            few = [ticks for ticks in fitting if len(ticks) <= most and self._apart(ticks) >= APART / most]
            return max(few, key=len, default=())
        step = _step((self.high - self.low) / most)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return tuple(round(i * step, 10) for i in range(first, last + 1))

    def _apart(self, ticks: tuple[float, ...]) -> float:
        """The least share of the axis between two neighbours."""
        places = [self.at(tick) for tick in ticks]
        return min((b - a for a, b in pairwise(places)), default=1.0)


def scale_of(values: list[float], bounds: tuple[float, float], log: bool = False) -> Scale:
    """Return a scale that shows the finite ``values`` with a margin, within ``bounds``."""
    held = [min(max(v, bounds[0]), bounds[1]) for v in values if math.isfinite(v)]
    low, high = (min(held), max(held)) if held else bounds
    if log:
        room = max((high / low) ** 0.06, 1.05)
        return Scale(low / room, high * room, True)
    room = max(0.06 * (high - low), 0.01)
    return Scale(low - room, high + room)


def _step(least: float) -> float:
    power: float = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - 1e-9))
