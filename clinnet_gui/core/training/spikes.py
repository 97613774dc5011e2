"""Spikes: steps whose loss or gradient norm stands out from the 64 steps before.

The measure is the robust z-score of the logarithm: distance from the median over the scaled
median absolute deviation, with a floor so that a very quiet stretch makes no alarm.
"""

import math
from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass, field

from clinnet_gui.core.training.records import SpikeKind

WINDOW = 64
FIRST_STEP = 20
ALARM_Z = 5.0
ALARM_NORM = 50.0
LOSS_FLOOR = 0.04
NORM_FLOOR = 0.20  # with 0.10, norms that merely doubled made 1 alarm in 1,000 clean steps of small batches
MAD_TO_SD = 1.4826


@dataclass(frozen=True, slots=True)
class Alarm:
    """What stood out, by how much: value, the median of the steps before, robust z-score."""

    kind: SpikeKind
    value: float
    typical: float
    z: float


@dataclass(slots=True)
class Trail:
    """The last 64 values of one quantity, in order of arrival and in order of size."""

    floor: float
    recent: deque[float] = field(default_factory=deque)
    ranked: list[float] = field(default_factory=list)

    def median(self) -> float:
        """Return the upper median (NaN while empty)."""
        return self.ranked[len(self.ranked) // 2] if self.ranked else math.nan

    def z(self, value: float) -> float:
        """Return the robust z-score of ``value``; 0 where it is not even near an alarm."""
        distance = value - self.median()
        if not distance > ALARM_Z * self.floor:  # the usual case, without the deviation's cost
            return 0.0
        deviations = sorted(abs(other - self.median()) for other in self.ranked)
        return distance / max(MAD_TO_SD * deviations[len(deviations) // 2], self.floor)

    def add(self, value: float) -> None:
        """Append ``value`` and forget the oldest beyond the window."""
        if len(self.recent) == WINDOW:
            oldest = self.recent.popleft()
            del self.ranked[bisect_left(self.ranked, oldest)]
        self.recent.append(value)
        insort(self.ranked, value)


class Monitor:
    """Watches loss and gradient norm, step by step."""

    def __init__(self) -> None:
        self._loss, self._norm = Trail(LOSS_FLOOR), Trail(NORM_FLOOR)
        self._seen = 0

    def see(self, loss: float, norm: float) -> tuple[Alarm, ...]:
        """Take in one step and return what stood out: nothing, mostly."""
        self._seen += 1
        if not math.isfinite(loss):
            return (self._broken(SpikeKind.NON_FINITE_LOSS, loss, self._loss),)
        if not math.isfinite(norm):
            return (self._broken(SpikeKind.NON_FINITE_GRADIENT, norm, self._norm),)
        found = (
            self._judge(SpikeKind.LOSS, loss, math.log(loss + 1e-3), self._loss, math.inf),
            self._judge(SpikeKind.GRADIENT, norm, math.log(norm + 1e-12), self._norm, ALARM_NORM),
        )
        return tuple(alarm for alarm in found if alarm is not None)

    def _judge(self, kind: SpikeKind, value: float, logged: float, trail: Trail, most: float) -> Alarm | None:
        z, median = trail.z(logged), trail.median()
        trail.add(logged)
        if self._seen < FIRST_STEP or not (z > ALARM_Z or value > most):
            return None
        return Alarm(kind, value, math.exp(median), z)

    def _broken(self, kind: SpikeKind, value: float, trail: Trail) -> Alarm:
        return Alarm(kind, value, math.exp(trail.median()) if trail.ranked else math.nan, math.nan)
