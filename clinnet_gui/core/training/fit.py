"""The fit: a trained network as a value, with all that views and reports need of it."""

from dataclasses import dataclass
from enum import StrEnum

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.records import Repaired, Spike, Stop


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """The course of training, one entry a step (first block) and a look (second block);
    ``repairs`` are what the analyst had repaired on the way."""

    loss: Floats
    gradient_norm: Floats
    epoch: Ints
    validation_step: Ints
    train_loss: Floats
    validation_loss: Floats
    spikes: tuple[Spike, ...]
    null_loss: float
    best_step: int
    best_epoch: int
    steps_per_epoch: int
    repairs: tuple[Repaired, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """A model trained beside the network on the same rows; ``logits`` for every dataset row."""

    name: str
    logits: Floats


class Health(StrEnum):
    """The verdict's one word."""

    HEALTHY = "healthy"
    UNDERFIT = "underfit"
    OVERFIT = "overfit"
    NO_SIGNAL = "no better than the prevalence"
    UNSETTLED = "stopped before it settled"
    UNSURE = "too few events to tell"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How training went, against the null loss (that of predicting the prevalence).

    ``gap`` is validation minus training log-loss with its 95 % bootstrap interval; ``bound`` is
    the gap above which the fit counts as overfit; ``sentence`` says it, ``remedy`` what to try.
    """

    health: Health
    train_loss: float
    validation_loss: float
    null_loss: float
    gap: float
    gap_low: float
    gap_high: float
    bound: float
    sentence: str
    remedy: str

    @property
    def word(self) -> str:
        """The verdict in a few words, no more than its intervals bear."""
        if self.health is Health.NO_SIGNAL:
            return "not shown to be better than the prevalence"
        if self.health is Health.HEALTHY and self.gap_high > self.bound:
            return "no fault seen, overfitting not ruled out"
        return self.health.value


@dataclass(frozen=True, slots=True)
class Versions:
    """What produced the numbers, so that they can be produced again; ``device`` did the sums."""

    clinnet: str
    python: str
    torch: str
    numpy: str
    threads: int
    device: str = "cpu"


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """One trained network: that of a fold, or the only one of a split without folds.

    ``encoder`` was fitted on the rows that trained it; ``weights`` are safetensors bytes.
    """

    encoder: Encoder
    weights: bytes
    history: History
    stop: Stop


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What a training led to: one network, or one a fold, averaged on the logit.

    ``logits`` (float64) hold the uncalibrated logit of every dataset row: of a cross-fitted row by
    the network from which it was held out, of all others by the average. ``encoder`` was fitted
    on all rows that trained any of them: it knows the ranges and levels that were seen.
    ``made_from`` is the fingerprint of dataset, split and spec, by which a study knows whether
    the fit is out of date.
    """

    spec: Spec
    encoder: Encoder
    folds: tuple[Fold, ...]
    logits: Floats
    baselines: tuple[Baseline, ...]
    verdict: Verdict
    seconds: float
    versions: Versions
    made_from: str

    @property
    def stop(self) -> Stop:
        """Why training ended; of several folds the gravest reason."""
        return min((fold.stop for fold in self.folds), key=_GRAVEST.index)

    @property
    def steps(self) -> int:
        """How many steps were made in all."""
        return sum(int(fold.history.loss.size) for fold in self.folds)

    @property
    def spikes(self) -> tuple[Spike, ...]:
        """All that stood out, fold after fold."""
        return tuple(spike for fold in self.folds for spike in fold.history.spikes)


_GRAVEST = (Stop.BROKEN, Stop.ANALYST, Stop.BUDGET, Stop.EARLY)


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A fit together with the very rows and parts it was made from, so that its results stay
    true when the analyst goes on to change the data."""

    dataset: Dataset
    split: Split
    fit: Fit

    def logits(self, part: Part) -> Floats:
        """Return the uncalibrated logits of the rows of one part, in dataset order."""
        return self.fit.logits[self.split.rows(part)]

    def outcomes(self, part: Part) -> Bytes:
        """Return the outcomes (0/1) of the rows of one part, in dataset order."""
        return self.dataset.y[self.split.rows(part)]
