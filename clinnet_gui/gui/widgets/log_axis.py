"""An axis whose positions are logarithms to base 10 and whose ticks read as plain numbers."""

import math

import numpy as np
import pyqtgraph as pg

from clinnet_gui.core.arrays import Floats

LEAST = 1e-12
"""What is not above zero is drawn here: a logarithm has no place for it."""


def to_log(values: Floats) -> Floats:
    """Return log10 of the values; what is not above zero stands at ``LEAST``, NaN stays NaN.

    >>> to_log(np.array([100.0, 0.0])).tolist()
    [2.0, -12.0]
    """
    return np.asarray(np.log10(np.where(values > LEAST, values, np.where(np.isnan(values), values, LEAST))))


def ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Return positions (log10) of round numbers between two positions, at most about ``most``.

    Decades where there are several, else 1-2-5 steps, else evenly spaced round numbers.

    >>> [round(10**t, 3) for t in ticks(-1.0, 1.0)]
    [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0]
    """
    decades = range(math.floor(low), math.ceil(high) + 1)
    if high - low > most:
        step = math.ceil((high - low) / most)
        return [float(d) for d in decades if d % step == 0 and low <= d <= high]
    for digits in ((1,), (1, 3), (1, 2, 5)):
        found = [d + math.log10(m) for d in decades for m in digits]
        inside = [t for t in found if low <= t <= high]
        if 4 <= len(inside) <= most:
            return inside
    return _round_steps(low, high, most)


def _round_steps(low: float, high: float, most: int) -> list[float]:
    bottom, top = 10.0**low, 10.0**high
    raw = (top - bottom) / max(2, most - 2)
    if not raw > 0:
        return [low]
    unit = 10.0 ** math.floor(math.log10(raw))
    step = next(m * unit for m in (1, 2, 5, 10) if m * unit >= raw)
    first = math.ceil(bottom / step)
    values = [k * step for k in range(first, first + 2 * most) if k * step <= top]
    return [math.log10(v) for v in values if v > 0]


class LogAxis(pg.AxisItem):  # type: ignore[misc]
    """The left axis of a plot whose data are already logarithms."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        return [(1.0, ticks(minVal, maxVal, max(3, int(size / 40))))]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [f"{10.0**value:.4g}" for value in values]
