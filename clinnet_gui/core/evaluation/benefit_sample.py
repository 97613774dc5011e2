"""How sure net benefit is: a bootstrap of patients, once for all thresholds.

Events and non-events are drawn alike: within outcomes the share of events would stand still, and an
interval of net benefit (400 patients, 27 % with the event, at 20 %) holds the truth in 62 of 100 samples.

Shown as uncertainty, without p-values: the chance that the model is the best of the three strategies
says what an interval of a difference would only suggest (Vickers et al., Diagn Progn Res 2023;7:11).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Bytes, Floats, Ints, numbered, read_only
from clinnet_gui.core.evaluation.sure import UNKNOWN, Bounds, Sure, SureCost, SureCurve
from clinnet_gui.core.evaluation.utility import Costs
from clinnet_gui.core.statistics.folds import repeats
from clinnet_gui.core.work import Progress, Work

Singles = NDArray[np.float32]

TIMES = 500
SAFE = 1e-6
"""A difference of net benefit that could be rounding is no difference."""


def sampled_thresholds() -> Floats:
    """Return the thresholds at which net benefit is resampled: every 0.1 percentage points, and every
    0.01 below 2 %, where the event is rare."""
    return np.unique(np.round(np.concatenate([np.arange(1, 200) / 10_000, np.arange(1000) / 1000]), 6))


@dataclass(frozen=True, slots=True, eq=False)
class BenefitSample:
    """What the resamples say: shares flagged of events and of non-events (float32, [times, groups + 1],
    from flagging all to flagging nobody), ``prevalence`` of each resample, and which group of risks
    begins at each of ``thresholds``. ``net_benefit``, ``standardised`` and ``avoided`` (as in Sure) are
    bounded at each of them; ``failed`` resamples had one class only."""

    thresholds: Floats
    group: Ints
    found: Singles
    alarms: Singles
    prevalence: Floats
    failed: int
    net_benefit: SureCurve
    standardised: SureCurve
    avoided: SureCurve

    def at(self, threshold: float, prevalence: float | None = None) -> Sure:
        """Return how sure the net benefit at a threshold is, at the rows' own prevalence or another."""
        at = self._nearest(threshold)
        model, everyone = self.benefit(slice(at, at + 1), prevalence)
        if not model.size:
            nothing = math.nan
            return Sure(float(self.thresholds[at]), nothing, nothing, nothing, nothing, nothing, 0)
        threshold, gain = float(self.thresholds[at]), model - np.maximum(everyone, 0.0)
        share = self.prevalence[:, None] if prevalence is None else prevalence
        with np.errstate(invalid="ignore", divide="ignore"):
            avoided = 100 * (model - everyone) * (1 - threshold) / threshold
        drawn = np.hstack([model, gain, everyone, avoided, model / share])
        bounds = _percentiles(drawn)
        best = float((gain > SAFE).mean())
        return Sure(threshold, *bounds[0], *bounds[1], best, gain.size, *bounds[2:])

    def cost_at(self, threshold: float, costs: Costs, prevalence: float | None = None) -> SureCost:
        """Return how sure the expected cost a patient is, as ``utility.expected_cost`` defines it."""
        column = self.group[self._nearest(threshold)]
        share = self.prevalence if prevalence is None else np.full(len(self.found), prevalence)
        missed, alarms = (1 - self.found[:, column]) * share, self.alarms[:, column] * (1 - share)
        model = missed * costs.miss + alarms * costs.alarm
        everyone, nobody = (1 - share) * costs.alarm, share * costs.miss
        saved = np.minimum(everyone, nobody) - model
        return SureCost(*_percentiles(np.column_stack([model, everyone, nobody, saved])))

    def _nearest(self, threshold: float) -> int:
        """The place of the sampled threshold next to this one."""
        right = int(np.searchsorted(self.thresholds, threshold).clip(1, self.thresholds.size - 1))
        nearer = threshold - self.thresholds[right - 1] < self.thresholds[right] - threshold
        return right - int(nearer)

    def benefit(self, of: slice, prevalence: float | None) -> tuple[Floats, Floats]:
        """Net benefit of the model and of flagging everyone, [times, thresholds]."""
        share = self.prevalence[:, None] if prevalence is None else np.full((len(self.found), 1), prevalence)
        odds = self.thresholds[of] / (1 - self.thresholds[of])
        column = self.group[of]
        model = self.found[:, column] * share - self.alarms[:, column] * (1 - share) * odds
        return model, share - (1 - share) * odds


def sample_benefit(
    y: Bytes, risks: Floats, seed: int, patients: Ints | None = None, times: int = TIMES
) -> Work[BenefitSample]:
    """Return ``times`` bootstrap resamples of the net benefit of ``risks`` (0..1, [n]) against ``y``.

    Drawn are patients (``patients``, [n]; each row its own where None), whatever became of them (Efron &
    Tibshirani 1993). Where nobody has several rows, only how many events and non-events fall between
    two thresholds matters, and that is drawn at once: the cost does not grow with n. Yields Progress.
    """
    thresholds = sampled_thresholds()
    cells, place = np.unique(np.searchsorted(thresholds, risks, side="right"), return_inverse=True)
    counts = np.empty((times, 2, cells.size))
    draw = _drawing(y, place, patients, np.random.default_rng(seed))
    for time in range(times):
        counts[time] = draw()
        yield Progress("Resampling net benefit", time / times)
    totals = counts.sum(axis=2)
    judged = (totals > 0).all(axis=1)
    flagged = np.zeros((int(judged.sum()), 2, cells.size + 1), np.float32)
    flagged[:, :, :-1] = (
        np.cumsum(counts[judged][:, :, ::-1], axis=2)[:, :, ::-1] / totals[judged][:, :, None]
    )
    share = totals[judged, 1] / totals[judged].sum(axis=1)
    # A risk in cell c reaches the first c thresholds: from threshold k on, cells beyond k are flagged.
    group = np.searchsorted(cells, np.arange(thresholds.size), side="right")
    found, alarms, none = read_only(flagged[:, 1]), read_only(flagged[:, 0]), SureCurve(*np.zeros((2, 0)))
    failed = times - int(judged.sum())
    sample = BenefitSample(thresholds, group, found, alarms, share, failed, none, none, none)
    model, standardised, avoided = yield from _bounds(sample)
    return replace(sample, net_benefit=model, standardised=standardised, avoided=avoided)


def _drawing(
    y: Bytes, place: Ints, patients: Ints | None, generator: np.random.Generator
) -> Callable[[], Floats]:
    """Return what draws a resample: how many non-events and events lie in each place, [2, places]."""
    size = int(place.max(initial=-1)) + 1
    labels = [y == 0, y == 1]
    if patients is None or not repeats(patients):
        shares = np.concatenate([np.bincount(place[of], minlength=size) for of in labels]) / max(y.size, 1)
        return lambda: generator.multinomial(y.size, shares).reshape(2, size).astype(np.float64)
    owner = numbered(patients)
    rows, many = [(place[of], owner[of]) for of in labels], int(owner.max()) + 1

    def draw() -> Floats:
        times = np.bincount(generator.integers(0, many, many), minlength=many).astype(np.float64)
        return np.stack([np.bincount(at, weights=times[of], minlength=size) for at, of in rows])

    return draw


def _bounds(sample: BenefitSample) -> Work[list[SureCurve]]:
    """The intervals of net benefit, as it is, as a share of a perfect model's, and in work-ups avoided, over
    all thresholds, some of them at a time."""
    bounds = np.full((3, 2, sample.thresholds.size), math.nan)
    for start in range(0, sample.thresholds.size if len(sample.found) else 0, 100):
        of = slice(start, start + 100)
        model, everyone = sample.benefit(of, None)
        t = sample.thresholds[of]
        with np.errstate(invalid="ignore", divide="ignore"):
            avoided = 100 * (model - everyone) * (1 - t) / t
        drawn = (model, model / sample.prevalence[:, None], np.where(t > 0, avoided, np.nan))
        for place, values in enumerate(drawn):
            bounds[place, :, of] = np.quantile(values, (0.025, 0.975), axis=0)
            yield Progress("Resampling net benefit", 1.0)
    return [SureCurve(read_only(low), read_only(high)) for low, high in bounds]


def _percentiles(drawn: Floats) -> list[Bounds]:
    """The 95 % percentile interval of each column of ``drawn`` [times, columns]; unknown without any."""
    if not len(drawn):
        return [UNKNOWN] * drawn.shape[1]
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0).tolist()
    return list(zip(low, high, strict=True))
