"""The monitor: which steps stand out, and by how much.

Everything watched is put on the scale of a robust z-score, on which 5 makes an alarm (of a loss, 5.5).
"""

import math
from collections import deque
from dataclasses import dataclass

from clinnet_gui.core.training.records import SpikeKind
from clinnet_gui.core.training.spikes.signs import Signs, label_z, usual_events
from clinnet_gui.core.training.spikes.trail import Trail

FIRST_STEP = 20
"""Steps before it are not judged, unless they are not finite: all is still settling."""

ALARM, LOSS_ALARM = 5.0, 5.5
"""A loss must stand out a little more: a batch of hard rows is drawn now and then."""

QUIET = 16
"""Steps after an alarm in which what follows from it is not told again."""

LOSS_FLOOR, NORM_FLOOR = 0.04, 0.25
LOW_LOSS = 0.5
"""Share of the null loss below which a loss is no spike: where nearly all rows are told apart, one
hard row among easy ones makes a batch stand out."""

NORM_LIMIT = 50.0
RATIO_LIMIT, RATIO_LIMIT_OF_FIVE = 0.5, 0.1
RATIO_FLOOR, LEAST_RATIO = 0.20, 0.005
"""The update over the scheduled rate hardly changes from step to step; below the least it is harmless."""

RATE_LIMIT, EQUAL = 10.0, 1.001  # times the scheduled rate
LABEL_LIMIT = 6.0
HIGH = 3.0  # floors above the median: a loss that may be too high
CONTRARY_LIMIT = 5.0
DRIFT_LIMIT = 0.7
BEYOND = 999.0
"""What stands for a measure that is not finite."""

EXACT = (SpikeKind.INPUT, SpikeKind.LABELS, SpikeKind.MODE, SpikeKind.UPDATE)
"""Kinds that name what is wrong by themselves; the others are what it leads to."""

GRAVEST = (
    SpikeKind.NON_FINITE_LOSS,
    SpikeKind.NON_FINITE_GRADIENT,
    *EXACT,
    SpikeKind.LOSS,
    SpikeKind.GRADIENT,
    SpikeKind.STATISTICS,
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What stood out, by how much: value, what is usual, robust z-score (NaN where not finite)."""

    kind: SpikeKind
    value: float
    typical: float
    z: float


class Monitor:
    """Watches step by step. ``prevalence`` is that of the training rows, ``null_loss`` the
    log-loss of predicting it, by which a loss is called low."""

    def __init__(self, prevalence: float, null_loss: float) -> None:
        self._prevalence, self._null_loss = prevalence, null_loss
        self._loss = Trail(LOSS_FLOOR, 0.1 * null_loss + 1e-3, HIGH)
        self._norm, self._paces = Trail(NORM_FLOOR, 1e-12, ALARM), Trail(RATIO_FLOOR, 0.0, ALARM)
        self._ratios: deque[float] = deque(maxlen=5)
        self._seen = self._rows = 0
        self._told: dict[SpikeKind, int] = {}
        self._usual: dict[int, tuple[int, int]] = {}

    def see(self, signs: Signs) -> Alarm | None:
        """Take in one step and return what stood out most: nothing, mostly."""
        self._seen += 1
        found = () if self._is_calm(signs) else self.standing_out(signs)
        self._add(signs)
        for alarm in found:
            if self._is_news(alarm.kind):
                self._told[alarm.kind] = self._seen
                return alarm
        return None

    def _is_calm(self, s: Signs) -> bool:
        """Whether nothing of a step may stand out: what is asked of every step, so it is cheap."""
        return (
            s.loss <= self._loss.calm
            and s.norm <= self._norm.calm
            and s.norm <= NORM_LIMIT
            and s.ratio <= RATIO_LIMIT_OF_FIVE
            and _pace(s) <= self._paces.calm
            and s.rate <= s.scheduled * EQUAL
            and s.reach <= 1
            and s.drift <= DRIFT_LIMIT
            and self._is_usual(s.events, s.rows)
            and not s.has_wrong_mode
        )

    def standing_out(self, signs: Signs) -> tuple[Alarm, ...]:
        """Return all that stands out in a step, gravest first, without taking it in."""
        kinds = self._suspected(signs)
        if not kinds:
            return ()
        alarms = (self._alarm(kind, signs) for kind in GRAVEST if kind in kinds)
        return tuple(alarm for alarm in alarms if not alarm.z < _limit(alarm.kind))

    def measure(self, kind: SpikeKind, signs: Signs) -> float:
        """Return how far one thing stands out in a step, between -999 and 999."""
        value = self._measure(kind, signs)
        return min(max(value, -BEYOND), BEYOND) if math.isfinite(value) else BEYOND

    def is_high(self, loss: float, floors: float = HIGH) -> bool:
        """Return whether a loss may be too high: what is asked before looking closer."""
        if loss <= self._loss.calm or loss <= LOW_LOSS * self._null_loss:
            return False
        return self._loss.is_near(loss, floors)

    def forget(self) -> None:
        """Judge the next steps as those of a new training: its weights were put back."""
        self.__init__(self._prevalence, self._null_loss)  # type: ignore[misc]

    def _suspected(self, s: Signs) -> tuple[SpikeKind, ...]:
        """The kinds worth measuring."""
        if not math.isfinite(s.loss):
            broken: tuple[SpikeKind, ...] = (SpikeKind.NON_FINITE_LOSS,)
        elif not math.isfinite(s.norm):
            broken = (SpikeKind.NON_FINITE_GRADIENT,)
        elif self._seen < FIRST_STEP:
            return ()
        else:
            broken = ()
        found = list(broken)
        if not s.reach <= 1:
            found.append(SpikeKind.INPUT)
        if not self._is_usual(s.events, s.rows):
            found.append(SpikeKind.LABELS)
        if s.has_wrong_mode:
            found.append(SpikeKind.MODE)
        if broken:
            return tuple(found)
        if self._measure(SpikeKind.UPDATE, s) >= ALARM:
            found.append(SpikeKind.UPDATE)
        if self.is_high(s.loss, LOSS_ALARM) or s.contrary > CONTRARY_LIMIT:
            found.append(SpikeKind.LOSS)
        if s.norm > NORM_LIMIT or self._norm.is_near(s.norm, ALARM):
            found.append(SpikeKind.GRADIENT)
        if s.drift > DRIFT_LIMIT:
            found.append(SpikeKind.STATISTICS)
        return tuple(found)

    def _measure(self, kind: SpikeKind, s: Signs) -> float:
        match kind:
            case SpikeKind.LOSS | SpikeKind.NON_FINITE_LOSS:
                z = self._loss_z(s) if math.isfinite(s.loss) else math.inf
            case SpikeKind.GRADIENT | SpikeKind.NON_FINITE_GRADIENT:
                z = self._norm_z(s) if math.isfinite(s.norm) else math.inf
            case SpikeKind.UPDATE:
                limits = ALARM * max(s.ratio / RATIO_LIMIT, self._ratio_of_five(s), _rate_excess(s))
                z = max(limits, self._pace_z(s))
            case SpikeKind.INPUT:
                z = ALARM * s.reach
            case SpikeKind.LABELS:
                z = ALARM / LABEL_LIMIT * abs(label_z(s.events, s.rows, self._prevalence))
            case SpikeKind.MODE:
                z = 2 * ALARM * s.has_wrong_mode
            case SpikeKind.STATISTICS:
                z = ALARM * s.drift / DRIFT_LIMIT
        return z

    def _is_usual(self, events: float, rows: int) -> bool:
        """Whether a batch of ``rows`` may by chance hold so many events."""
        if rows not in self._usual:
            self._usual[rows] = usual_events(rows, self._prevalence, LABEL_LIMIT)
        least, most = self._usual[rows]
        return least <= events <= most

    def _pace_z(self, s: Signs) -> float:
        """How far the update stands out for its learning rate; 0 where it does not."""
        pace = _pace(s)
        if s.ratio < LEAST_RATIO or not self._paces.is_near(pace, ALARM):
            return 0.0
        return self._paces.z(pace)

    def _loss_z(self, s: Signs) -> float:
        return max(self._share(s) * self._loss.z(s.loss), LOSS_ALARM / CONTRARY_LIMIT * s.contrary)

    def _norm_z(self, s: Signs) -> float:
        return max(self._share(s) * self._norm.z(s.norm), ALARM * min(s.norm / NORM_LIMIT, 1.0))

    def _share(self, s: Signs) -> float:
        """What a short batch's z is worth: chance spreads it as the root of its rows."""
        return math.sqrt(min(1.0, s.rows / max(self._rows, 1)))

    def _alarm(self, kind: SpikeKind, s: Signs) -> Alarm:
        z = self._measure(kind, s)
        match kind:
            case SpikeKind.LOSS | SpikeKind.NON_FINITE_LOSS:
                value, typical = s.loss, self._loss.median()
            case SpikeKind.GRADIENT | SpikeKind.NON_FINITE_GRADIENT:
                value, typical = s.norm, self._norm.median()
            case SpikeKind.UPDATE:
                value, typical = s.ratio, sorted(self._ratios)[len(self._ratios) // 2]
            case SpikeKind.LABELS:
                value, typical = s.events / max(s.rows, 1), self._prevalence
            case SpikeKind.MODE:
                value, typical = float(s.wrong), 0.0
            case SpikeKind.INPUT:
                value, typical = s.reach, 1.0
            case SpikeKind.STATISTICS:
                value, typical = s.drift, 0.0
        broken = kind in (SpikeKind.NON_FINITE_LOSS, SpikeKind.NON_FINITE_GRADIENT)
        return Alarm(
            kind, value, typical, math.nan if broken else BEYOND if math.isnan(z) else min(z, BEYOND)
        )

    def _is_news(self, kind: SpikeKind) -> bool:
        """A step that broke is always told; what follows from what was told is not."""
        if kind in (SpikeKind.NON_FINITE_LOSS, SpikeKind.NON_FINITE_GRADIENT):
            return True
        before = (kind,) if kind in EXACT else tuple(self._told)
        return all(self._seen - self._told.get(one, -QUIET) >= QUIET for one in before)

    def _add(self, s: Signs) -> None:
        if math.isfinite(s.loss) and math.isfinite(s.norm):
            self._rows = max(self._rows, s.rows)
            self._loss.add(s.loss)
            self._norm.add(s.norm)
            self._ratios.append(s.ratio)
            self._paces.add(_pace(s))

    def _ratio_of_five(self, s: Signs) -> float:
        if len(self._ratios) < 4 or s.ratio <= RATIO_LIMIT_OF_FIVE:
            return 0.0
        return sorted([*list(self._ratios)[-4:], s.ratio])[2] / RATIO_LIMIT_OF_FIVE


def _limit(kind: SpikeKind) -> float:
    return LOSS_ALARM if kind is SpikeKind.LOSS else ALARM


def _pace(s: Signs) -> float:
    return (s.ratio + 1e-9) / max(s.scheduled, 1e-12)


def _rate_excess(s: Signs) -> float:
    """How much faster than scheduled, on a scale on which ten times is 1."""
    if s.rate <= s.scheduled * EQUAL:
        return 0.0
    return math.log(s.rate / s.scheduled) / math.log(RATE_LIMIT) if s.scheduled > 0 else 0.0
