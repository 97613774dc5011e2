"""An axis whose positions are logarithms to base 10 and whose ticks read as plain numbers."""

import math

import numpy as np
import pyqtgraph as pg

from clinnet_gui.core.arrays import Floats

EDGE = 7.0
"""Pixels at both ends of the axis where words would be cut off."""

UPRIGHT, ACROSS = 24, 60
"""Pixels that a tick's words need, on an upright axis and on one that lies."""

LEAST = 1e-12
"""What is not above zero is drawn here: a logarithm has no place for it."""


def to_log(values: Floats) -> Floats:
    """Return log10 of the values; what is not above zero stands at ``LEAST``, NaN stays NaN.

    >>> to_log(np.array([100.0, 0.0])).tolist()
    [2.0, -12.0]
    """
    return np.asarray(np.log10(np.where(values <= LEAST, LEAST, values)))


def ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Return positions (log10) of round numbers between two positions, at most about ``most``.

    Decades where there are several, else 1-2-5 steps, else evenly spaced round numbers.

    >>> [round(10**t, 3) for t in ticks(-1.0, 1.0)]
    [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0]
    """
    decades = range(math.floor(low), math.ceil(high) + 1)
    for digits in ((1, 2, 5), (1, 3), (1,)):
        found = [d + math.log10(m) for d in decades for m in digits]
        inside = [t for t in found if low <= t <= high]
        if 4 <= len(inside) <= most:
            return inside
    if high - low < 2:
        return _round_steps(low, high, most)
    every = math.ceil((high - low) / most)
    return [float(d) for d in decades if d % every == 0 and low <= d <= high]


def _round_steps(low: float, high: float, most: int) -> list[float]:
    """Multiples of the finest of 1, 2 or 5 times a power of ten that are few enough."""
    bottom, top = 10.0**low, 10.0**high
    unit = 10.0 ** math.floor(math.log10(max(top - bottom, 1e-300) / 100))
    for step in (digit * unit * 10**power for power in range(4) for digit in (1, 2, 5)):
        first, last = math.ceil(bottom / step), math.floor(top / step)
        if last - first < most:
            return [math.log10(k * step) for k in range(max(first, 1), last + 1)]
    return []


class LogAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis for data that are already logarithms; with ``logarithmic`` False a plain one."""

    logarithmic = True

    def set_logarithmic(self, on: bool) -> None:
        """Say whether positions are logarithms."""
        self.logarithmic = on
        self.picture = None
        self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Return the positions of the ticks."""
        if not self.logarithmic:
            return super().tickValues(minVal, maxVal, size)  # type: ignore[no-any-return]
        edge = EDGE / max(size, 1.0) * (maxVal - minVal)
        room = ACROSS if self.orientation in ("bottom", "top") else UPRIGHT
        return [(1.0, ticks(minVal + edge, maxVal - edge, max(4, int(size / room))))]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the words at the ticks."""
        if not self.logarithmic:
            return super().tickStrings(values, scale, spacing)  # type: ignore[no-any-return]
        return [f"{10.0**value:.4g}" for value in values]
