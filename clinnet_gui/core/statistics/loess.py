"""Local quadratic regression of one variable (loess), with the defaults of R's function of that name.

Fitted at the corners of cells that hold a share of the points, and joined between them by cubics
that take value and slope of both corners. Sources: Cleveland, JASA 1979;74:829; Cleveland & Grosse,
Stat Comput 1991;1:47.
"""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats

SPAN = 0.75
"""Share of the points that a local fit sees."""
CELL = 0.2
"""A cell holds at most SPAN * CELL of the points."""
MARGIN = 0.005
"""The outermost corners stand this share of the range beyond the points."""


@dataclass(frozen=True, slots=True, eq=False)
class Loess:
    """The fit at the ``corners`` ([k], ascending): its ``values`` and ``slopes`` there."""

    corners: Floats
    values: Floats
    slopes: Floats

    def at(self, x: Floats) -> Floats:
        """Return the fitted value at each of ``x`` (within the range fitted)."""
        right = np.clip(np.searchsorted(self.corners, x), 1, self.corners.size - 1)
        left = right - 1
        width = self.corners[right] - self.corners[left]
        h = (x - self.corners[left]) / width
        rest = 1 - h
        level = rest**2 * (1 + 2 * h) * self.values[left] + h**2 * (1 + 2 * rest) * self.values[right]
        bend = h * rest**2 * self.slopes[left] - h**2 * rest * self.slopes[right]
        return np.asarray(level + width * bend)


def fit_loess(x: Floats, y: Bytes | Floats, span: float = SPAN) -> Loess | None:
    """Return the loess of y on x ([n], x ascending); None where x takes fewer than three values.

    O(n) for each of some ten corners.
    """
    if np.unique(x).size < 3:
        return None
    corners = _corners(x, int(x.size * span * CELL))
    near = min(x.size, int(x.size * span + 1e-5))
    fits = np.array([_local(corner, x, y, near) for corner in corners])
    return Loess(corners, fits[:, 0], fits[:, 1])


def _corners(x: Floats, most: int) -> Floats:
    """Return the corners of cells cut at their median until none holds more than ``most`` points."""
    reach = float(x[-1] - x[0])
    margin = MARGIN * max(reach, float(np.abs(x[[0, -1]]).max()) * 1e-3 + 1e-30)
    found = {float(x[0]) - margin, float(x[-1]) + margin}
    waiting = [(0, x.size - 1)]
    while waiting:
        first, last = waiting.pop()
        place = None if last - first + 1 <= most else _cut(x, first, last)
        if place is None:
            continue
        corner = float(x[place])
        found.add(corner)
        waiting += [(first, place), (place + 1, last)]
    return np.array(sorted(found))


def _cut(x: Floats, first: int, last: int) -> int | None:
    """Return the place nearest to the middle after which x rises; None where it does not."""
    middle = (first + last) // 2
    for away in range(last - first + 1):
        for place in {middle + away, middle - away}:
            if first <= place < last and x[place] != x[place + 1]:
                return place
    return None


def _local(corner: float, x: Floats, y: Bytes | Floats, near: int) -> tuple[float, float]:
    """Return value and slope at a corner: least squares on the nearest points, tricube weights."""
    distance = np.abs(x - corner)
    reach = float(np.partition(distance, near - 1)[near - 1])
    inside = distance < reach
    if not inside.any():  # all the nearest points stand in one place
        return float(np.mean(y[distance <= reach])), 0.0
    share = distance[inside] / reach
    root = np.sqrt((1 - share**3) ** 3)
    scaled = (x[inside] - corner) / reach
    terms = np.stack([np.ones(scaled.size), scaled, scaled**2], axis=1)
    solved = np.linalg.lstsq(terms * root[:, None], y[inside] * root, rcond=None)[0]
    return float(solved[0]), float(solved[1]) / reach
