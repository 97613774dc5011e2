"""Thresholds that look best on the rows they are picked on, and how far they flatter themselves.

They answer no clinical question: the Youden index weighs cases and non-cases as if both were equally
bad to get wrong. They are picked on rows that may serve the choice, and shown with what a bootstrap
says of them: how far the pick wanders, and its value on patients left out of the resample.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, ascending, numbered, starts
from clinnet_gui.core.data.ledger import Use, check_use
from clinnet_gui.core.evaluation.cases import Cases
from clinnet_gui.core.evaluation.decision import Calibrator, Route
from clinnet_gui.core.evaluation.utility import Costs
from clinnet_gui.core.statistics.proportions import Z95
from clinnet_gui.core.work import Progress, Work

TIMES = 200


@dataclass(frozen=True, slots=True)
class Explored:
    """The pick: its ``threshold``, and ``value`` there on the rows it was picked on.

    ``spread`` is the bootstrap's standard deviation of the threshold; ``in_bag`` the mean value of the
    resamples' picks on their own patients, ``out_of_bag`` on those left out: the gap is the optimism.
    ``out_low`` and ``out_high`` bound 95 % of the latter.
    ``failed`` of ``times`` resamples had one class only, or left out one class entirely.
    """

    route: Route
    threshold: float
    value: float
    spread: float
    in_bag: float
    out_of_bag: float
    times: int
    failed: int
    out_low: float = math.nan
    out_high: float = math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Where the threshold might as well lie: two standard errors to both sides, within 0..1."""
        reach = Z95 * self.spread
        return max(self.threshold - reach, 0.0), min(self.threshold + reach, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Ordered:
    """Patients by rising risk; ``starts``: the places where another risk begins."""

    y: Bytes
    owner: Ints
    risks: Floats
    starts: Ints
    miss: float
    alarm: float


def explore(found: Cases, calibrator: Calibrator, seed: int, costs: Costs | None = None) -> Work[Explored]:
    """Return the threshold of the largest Youden index (sensitivity + specificity - 1) or, where ``costs``
    are given, of the least expected cost a patient, with 200 bootstrap resamples of patients.

    ``found`` are cases for THRESHOLD. All NaN where they have one class only. Source of the bootstrap:
    Thiele & Hirschfeld, J Stat Softw 2021;98(11).
    """
    check_use(Use.THRESHOLD, found.use)
    route = Route.YOUDEN if costs is None else Route.EXPECTED_COST
    rows = _ordered(found, calibrator, costs)
    ones = np.ones(rows.y.size)
    place, value = _pick(rows, ones)
    if math.isnan(value):
        nothing = math.nan
        return Explored(route, nothing, nothing, nothing, nothing, nothing, 0, 0)
    drawn = np.empty((TIMES, 3))
    generator, patients = np.random.default_rng(seed), int(rows.owner.max()) + 1
    for time in range(TIMES):
        weights = np.bincount(generator.integers(0, patients, patients), minlength=patients)[rows.owner]
        at, inside = _pick(rows, weights.astype(np.float64))
        outside = _value(rows, (weights == 0).astype(np.float64))[at]
        drawn[time] = rows.risks[rows.starts[at]], inside, outside
        yield Progress("Trying the exploratory threshold on other patients", (time + 1) / TIMES)
    whole = drawn[~np.isnan(drawn).any(axis=1)]
    sign = 1.0 if costs is None else -1.0
    spread = float(whole[:, 0].std(ddof=1)) if len(whole) > 1 else math.nan
    inside, outside = (float(sign * whole[:, k].mean()) if len(whole) else math.nan for k in (1, 2))
    low, high = np.quantile(sign * whole[:, 2], (0.025, 0.975)) if len(whole) else (math.nan, math.nan)
    threshold, failed = float(rows.risks[rows.starts[place]]), TIMES - len(whole)
    ends = float(low), float(high)
    return Explored(route, threshold, sign * value, spread, inside, outside, TIMES, failed, *ends)


def _ordered(found: Cases, calibrator: Calibrator, costs: Costs | None) -> _Ordered:
    """The cases by rising calibrated risk; the Youden index is a cost in which each class weighs alike."""
    risks = calibrator.risk(found.logits)
    order = ascending(risks)
    risks = risks[order]
    owner = numbered(found.patients)[order]
    miss, alarm = (0.0, 0.0) if costs is None else (costs.miss, costs.alarm)
    return _Ordered(found.y[order], owner, risks, starts(risks), miss, alarm)


def _pick(rows: _Ordered, weights: Floats) -> tuple[int, float]:
    """The place of the best value among ``starts``, and that value; NaN where a class is missing."""
    values = _value(rows, weights)
    best = int(np.argmax(np.nan_to_num(values, nan=-math.inf)))
    return best, float(values[best])


def _value(rows: _Ordered, weights: Floats) -> Floats:
    """The value of flagging from each start on, the greater the better: the Youden index, or minus
    the expected cost."""
    events = np.concatenate(([0.0], np.cumsum(weights * (rows.y == 1))))
    others = np.concatenate(([0.0], np.cumsum(weights * (rows.y == 0))))
    if not (events[-1] and others[-1]):
        return np.full(rows.starts.size, math.nan)
    missed, spared = events[rows.starts], others[rows.starts]
    if not rows.miss:
        return np.asarray(spared / others[-1] - missed / events[-1])
    cost = missed * rows.miss + (others[-1] - spared) * rows.alarm
    return np.asarray(-cost / (events[-1] + others[-1]))
