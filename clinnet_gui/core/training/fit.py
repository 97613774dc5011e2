"""The fit: a trained network as a value, with all that views and reports need of it."""

from dataclasses import dataclass
from enum import StrEnum

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.records import Spike, Stop


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """The course of training, one entry a step (first block) and a look (second block)."""

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


@dataclass(frozen=True, slots=True)
class Versions:
    """What produced the numbers, so that they can be produced again."""

    clinnet: str
    python: str
    torch: str
    numpy: str
    threads: int


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A trained network. ``weights`` are safetensors bytes; ``logits`` (float64) hold the
    uncalibrated logit of every dataset row; ``made_from`` is the fingerprint of dataset, split
    and spec, by which a study knows whether the fit is out of date."""

    spec: Spec
    encoder: Encoder
    weights: bytes
    history: History
    logits: Floats
    baselines: tuple[Baseline, ...]
    verdict: Verdict
    stop: Stop
    seconds: float
    versions: Versions
    made_from: str


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
