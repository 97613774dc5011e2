"""Local quadratic regression of one variable (loess), with the defaults of R's function of that name.

Fitted at the corners of cells that hold a share of the points, and joined between them by cubics
that take value and slope of both corners. Many points are grouped first, so that the cost hardly grows
with them. Sources: Cleveland, JASA 1979;74:829; Cleveland & Grosse, Stat Comput 1991;1:47.
"""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, distinct

SPAN = 0.75
"""Share of the points that a local fit sees."""
CELL = 0.2
"""A cell holds at most SPAN * CELL of the points."""
MARGIN = 0.005
"""The outermost corners stand this share of the range beyond the points."""
MOST = 5_000
"""Points that are taken one by one; more are grouped."""
GROUPS = 5_000
"""Many points are cut into so many groups of equal size, and again into so many of equal width: where
they are dense the first keep a group narrow beside the reach of a fit, where they are rare the second."""


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

    More than ``MOST`` points stand in groups at their means: some ten local fits to at most two times
    ``GROUPS`` of them, after one pass through x and y. Corners and reaches are those of the points.
    """
    second = int(np.searchsorted(x, x[0], side="right"))
    if second == x.size or x[second] == x[-1]:
        return None
    points = _Points(x, y, np.ones(x.size)) if x.size <= MOST else _grouped(x, y)
    corners = _corners(x, int(x.size * span * CELL))
    near = min(x.size, int(x.size * span + 1e-5))
    fits = np.array([_local(corner, _reach(corner, x, near), points) for corner in corners])
    return Loess(corners, fits[:, 0], fits[:, 1])


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """What a local fit sees: places ([k], ascending), the means of y there, and of how many points."""

    x: Floats
    y: Bytes | Floats
    counts: Floats


def _grouped(x: Floats, y: Bytes | Floats) -> _Points:
    """Return the points in groups, each at its mean; equal ones keep their place to the last digit."""
    even = np.searchsorted(x, np.linspace(x[0], x[-1], GROUPS, endpoint=False))
    first = distinct(np.concatenate([even, np.arange(GROUPS) * x.size // GROUPS]))
    counts = np.diff(first, append=x.size).astype(np.float64)
    places = np.add.reduceat(x, first) / counts
    last = x[np.append(first[1:], x.size) - 1]
    return _Points(
        np.clip(places, x[first], last), np.add.reduceat(y, first, dtype=np.float64) / counts, counts
    )


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
    above = int(np.searchsorted(x, x[middle], side="right")) - 1
    below = int(np.searchsorted(x, x[middle], side="left")) - 1
    places = [place for place in (above, below) if first <= place < last]
    return min(places, key=lambda place: abs(place - middle), default=None)


def _reach(corner: float, x: Floats, near: int) -> float:
    """Return how far the ``near`` nearest points lie: of so many neighbours those that end nearest."""
    return float(np.maximum(corner - x[: x.size - near + 1], x[near - 1 :] - corner).min())


def _local(corner: float, reach: float, points: _Points) -> tuple[float, float]:
    """Return value and slope at a corner: least squares on the points within reach, tricube weights."""
    distance = np.abs(points.x - corner)
    inside = distance < reach
    if not inside.any():  # all the nearest points stand in one place
        there = distance <= reach
        return float(np.average(points.y[there], weights=points.counts[there])), 0.0
    share = distance[inside] / reach
    root = np.sqrt((1 - share**3) ** 3 * points.counts[inside])
    scaled = (points.x[inside] - corner) / reach
    terms = np.stack([np.ones(scaled.size), scaled, scaled**2], axis=1)
    solved = np.linalg.lstsq(terms * root[:, None], points.y[inside] * root, rcond=None)[0]
    return float(solved[0]), float(solved[1]) / reach
