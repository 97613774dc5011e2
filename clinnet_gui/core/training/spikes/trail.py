"""The last values of one quantity, and how far a new one stands out from them."""

import math
from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass, field

WINDOW = 64
MAD_TO_SD = 1.4826


@dataclass(slots=True)
class Trail:
    """The last 64 values of one quantity, in order of arrival and in order of size.

    ``floor`` is the least spread they are taken to have, so that a quiet stretch makes no alarm.
    """

    floor: float
    recent: deque[float] = field(default_factory=deque)
    ranked: list[float] = field(default_factory=list)

    def median(self) -> float:
        """Return the upper median (NaN while empty)."""
        return self.ranked[len(self.ranked) // 2] if self.ranked else math.nan

    def z(self, value: float) -> float:
        """Return the robust z-score of ``value``: its distance from the median over the scaled
        median absolute deviation (NaN while empty)."""
        median = self.median()
        deviations = sorted(abs(other - median) for other in self.ranked)
        spread = MAD_TO_SD * deviations[len(deviations) // 2] if deviations else math.nan
        return (value - median) / max(self.floor, spread)

    def is_near(self, value: float, z: float) -> bool:
        """Return whether ``value`` may reach ``z``: what is asked first, as it costs next to nothing."""
        return bool(self.ranked) and value - self.median() > z * self.floor

    def add(self, value: float) -> None:
        """Append ``value`` and forget the oldest beyond the window."""
        if len(self.recent) == WINDOW:
            oldest = self.recent.popleft()
            del self.ranked[bisect_left(self.ranked, oldest)]
        self.recent.append(value)
        insort(self.ranked, value)
