"""The last values of one quantity, and how far a new one stands out from them."""

import math
from collections import deque

WINDOW = 64
MAD_TO_SD = 1.4826

RANKED_ANEW = 8
"""Values after which all are put in order of size again."""


class Trail:
    """The last 64 values of one quantity (0 or more).

    Distances are those of log(value + ``offset``). ``floor`` is the least spread they are taken to
    have, so that a quiet stretch makes no alarm. A value up to ``calm`` does not reach the z-score
    ``near``: what is asked at every step takes no logarithm and sorts nothing.
    """

    def __init__(self, floor: float, offset: float, near: float) -> None:
        self._floor, self._offset, self._near = floor, offset, near
        self._recent, self._ranked, self._since = deque[float](maxlen=WINDOW), list[float](), 0
        self.calm = -math.inf

    def median(self) -> float:
        """Return the upper median of the values (NaN while empty)."""
        if self._since:
            self._rank()
        return self._ranked[len(self._ranked) // 2] if self._ranked else math.nan

    def z(self, value: float) -> float:
        """Return the robust z-score of ``value``: its distance from the median over the scaled
        median absolute deviation (NaN while empty)."""
        median = self._log(self.median())
        deviations = sorted([abs(self._log(other) - median) for other in self._ranked])
        spread = MAD_TO_SD * deviations[len(deviations) // 2] if deviations else math.nan
        return (self._log(value) - median) / max(self._floor, spread)

    def is_near(self, value: float, z: float) -> bool:
        """Return whether ``value`` may reach ``z``: whether it does where the spread is the floor."""
        return value + self._offset > (self.median() + self._offset) * math.exp(z * self._floor)

    def add(self, value: float) -> None:
        """Append ``value`` and forget the oldest beyond the window."""
        self._recent.append(value)
        self._since += 1
        if self._since == RANKED_ANEW:
            self._rank()

    def _rank(self) -> None:
        """Each value that comes moves the median by a rank at most, so what is calm by the value so
        many ranks below it stays so until they are ranked anew."""
        self._ranked, self._since = sorted(self._recent), 0
        lowest = len(self._ranked) // 2 - RANKED_ANEW
        if lowest >= 0:
            factor = math.exp(self._near * self._floor)
            self.calm = (self._ranked[lowest] + self._offset) * factor - self._offset

    def _log(self, value: float) -> float:
        return math.log(value + self._offset)
