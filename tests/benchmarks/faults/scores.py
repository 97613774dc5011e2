"""Counts of runs to figures: shares with Wilson's intervals, by fault and by cause."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from clinnet_gui.core.training.records import Cause
from tests.benchmarks.faults.running import Run

CAUSES = (Cause.LEARNING_RATE, Cause.BAD_BATCH, Cause.EXPLOSION, Cause.NORMALISATION)


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``n``, with the 95 % interval of Wilson 1927."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        """The share; NaN of nothing."""
        return self.hits / self.n if self.n else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Its bounds."""
        if not self.n:
            return math.nan, math.nan
        z, n, p = 1.959964, self.n, self.value
        centre, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({low:.3f} to {high:.3f}) of {self.n}"


def recall(runs: Sequence[Run]) -> Share:
    """Faults that were seen within ten steps."""
    return Share(sum(run.found is not None for run in runs), len(runs))


def accuracy(runs: Sequence[Run]) -> Share:
    """Faults seen whose causes were all named, and no other."""
    found = [run for run in runs if run.found is not None]
    return Share(sum(run.is_right for run in found), len(found))


def proven(runs: Sequence[Run]) -> Share:
    """Faults seen that a replay took away."""
    found = [run for run in runs if run.found is not None]
    return Share(sum(run.is_proven for run in found), len(found))


def precision_of(cause: Cause, runs: Sequence[Run]) -> Share:
    """Of the diagnoses that name a cause, those where it was one."""
    named = [run for run in runs if cause in run.named]
    return Share(sum(cause in run.true for run in named), len(named))


def recall_of(cause: Cause, runs: Sequence[Run]) -> Share:
    """Of the faults with a cause, seen or not, those where it was named."""
    true = [run for run in runs if cause in run.true]
    return Share(sum(cause in run.named for run in true), len(true))


def macro_accuracy(runs: Sequence[Run]) -> float:
    """The mean over the causes of ``accuracy`` of the faults with that cause alone."""
    alone = [accuracy([run for run in runs if run.true == (cause,)]).value for cause in CAUSES]
    return statistics.mean(alone)
