"""How sure net benefit is: drawn once for all thresholds.

Where nobody has several rows, sensitivity, specificity and the share of events are drawn, each as Wilson's
interval bounds it. A bootstrap finds no missed case where none was seen: its intervals of work-ups avoided
held the truth in 28 of 100 samples (1,000 patients, 13 % with the event, at 1 %), these in 95. Where
patients have several rows they are drawn whole, by bootstrap.

Shown as uncertainty, without p-values: the chance that the model is the best of the three strategies
says what an interval of a difference would only suggest (Vickers et al., Diagn Progn Res 2023;7:11).
"""

import math
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Bytes, Floats, Ints, numbered, read_only
from clinnet_gui.core.evaluation.sure import UNKNOWN, Bounds, Sure, SureCost, SureCurve
from clinnet_gui.core.evaluation.utility import Costs
from clinnet_gui.core.statistics.folds import repeats
from clinnet_gui.core.statistics.proportions import score_share
from clinnet_gui.core.work import Progress, Work

Singles = NDArray[np.float32]

TIMES = 500
TEXT = "How sure net benefit is"
SCORED = "draws of sensitivity, specificity and prevalence by their score tests (Wilson)"
RESAMPLED = "bootstrap resamples of patients"
SAFE = 1e-6
"""A difference of net benefit that could be rounding is no difference."""


def sampled_thresholds() -> Floats:
    """Return the thresholds at which net benefit is resampled: every 0.1 percentage points, and every
    0.01 below 2 %, where the event is rare."""
    return np.unique(np.round(np.concatenate([np.arange(1, 200) / 10_000, np.arange(1000) / 1000]), 6))


@dataclass(frozen=True, slots=True, eq=False)
class BenefitSample:
    """What the draws say: shares flagged of events and of non-events (float32, [times, groups + 1],
    from flagging all to flagging nobody), ``prevalence`` of each draw, and which group of risks
    begins at each of ``thresholds``. ``net_benefit``, ``standardised`` and ``avoided`` (as in Sure) are
    bounded at each of them; ``failed`` draws had one class only. ``how`` says what was drawn."""

    thresholds: Floats
    group: Ints
    found: Singles
    alarms: Singles
    prevalence: Floats
    failed: int
    net_benefit: SureCurve
    standardised: SureCurve
    avoided: SureCurve
    how: str = SCORED

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
        own, gained, of_all, fewer, scaled = _percentiles(drawn)
        best = float((gain > SAFE).mean())
        return Sure(threshold, *own, *gained, best, gain.size, of_all, fewer, scaled, self.how)

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
    """Return ``times`` draws of the net benefit of ``risks`` (0..1, [n]) against ``y``; the cost hardly
    grows with n. Where some of the ``patients`` ([n]; each row its own where None) have several rows, draws
    are bootstrap resamples of patients, whatever became of them (Efron & Tibshirani 1993). Yields Progress.
    """
    thresholds = sampled_thresholds()
    cells, place = np.unique(np.searchsorted(thresholds, risks, side="right"), return_inverse=True)
    yield Progress(TEXT, 0.0)
    generator, repeated = np.random.default_rng(seed), patients is not None and repeats(patients)
    if patients is not None and repeated:
        flagged, share = yield from _resampled(y, place, patients, generator, times)
    else:
        flagged, share = yield from _scored(y, place, generator, times)
    # A risk in cell c reaches the first c thresholds: from threshold k on, cells beyond k are flagged.
    group = np.searchsorted(cells, np.arange(thresholds.size), side="right")
    found, alarms, none = read_only(flagged[:, 1]), read_only(flagged[:, 0]), SureCurve(*np.zeros((2, 0)))
    failed, how = times - share.size, RESAMPLED if repeated else SCORED
    sample = BenefitSample(thresholds, group, found, alarms, share, failed, none, none, none, how)
    model, standardised, avoided = yield from _bounds(sample)
    return replace(sample, net_benefit=model, standardised=standardised, avoided=avoided)


Drawn = tuple[Singles, Floats]
"""Shares flagged of non-events and of events, [draws, 2, groups + 1], and the share of events, [draws]."""


def _scored(y: Bytes, place: Ints, generator: np.random.Generator, times: int) -> Work[Drawn]:
    """Draw each share as its score test bounds it; nothing of one class only."""
    counts = _reaching([(place[y == label], None) for label in (0, 1)])
    others, events = counts[:, 0].tolist()
    if not (others and events):
        return np.zeros((0, 2, counts.shape[1]), np.float32), np.zeros(0)
    even = np.array([NormalDist().inv_cdf((time + 0.5) / times) for time in range(times)])
    z = np.stack([generator.permutation(even) for _ in range(3)])
    flagged = np.empty((times, 2, counts.shape[1]), np.float32)
    for of, whole in enumerate((others, events)):
        flagged[:, of] = score_share(counts[of], whole, z[of][:, None])
        yield Progress(TEXT, (of + 1) / 3)
    nobody, everyone = ~counts.any(axis=0), (counts == counts[:, :1]).all(axis=0)
    flagged[:, :, nobody], flagged[:, :, everyone] = 0.0, 1.0  # these are no estimates
    return flagged, score_share(events, others + events, z[2])


def _reaching(rows: list[tuple[Ints, Floats | None]]) -> Floats:
    """How many rows lie in each place or beyond, [2, places + 1], from the places and the weights (None: 1
    each) of non-events and of events."""
    size = 1 + max(int(place.max(initial=-1)) for place, _ in rows)
    here = np.stack([np.bincount(place, weights, size) for place, weights in rows])
    found = np.zeros((2, size + 1))
    found[:, :-1] = np.cumsum(here[:, ::-1], axis=1)[:, ::-1]
    return found


def _resampled(
    y: Bytes, place: Ints, patients: Ints, generator: np.random.Generator, times: int
) -> Work[Drawn]:
    """Draw patients with all their rows; draws of one class only are left out."""
    owner = numbered(patients)
    rows = [(place[of], owner[of]) for of in (y == 0, y == 1)]
    many, flagged, shares = int(owner.max()) + 1, [], []
    for time in range(times):
        drawn = np.bincount(generator.integers(0, many, many), minlength=many).astype(np.float64)
        counts = _reaching([(at, drawn[of]) for at, of in rows])
        if counts[:, 0].all():
            flagged.append((counts / counts[:, :1]).astype(np.float32))
            shares.append(float(counts[1, 0] / counts[:, 0].sum()))
        yield Progress(TEXT, time / times)
    size = int(place.max(initial=-1)) + 2
    return np.array(flagged, np.float32).reshape(-1, 2, size), np.array(shares)


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
            yield Progress(TEXT, 1.0)
    return [SureCurve(read_only(low), read_only(high)) for low, high in bounds]


def _percentiles(drawn: Floats) -> list[Bounds]:
    """The 95 % percentile interval of each column of ``drawn`` [times, columns]; unknown without any."""
    if not len(drawn):
        return [UNKNOWN] * drawn.shape[1]
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0).tolist()
    return list(zip(low, high, strict=True))
