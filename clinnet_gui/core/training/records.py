"""What training yields while it runs; immutable, cheap, and free of torch."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Begun:
    """Training starts: what the plots need to draw their axes.

    ``null_loss`` is the validation log-loss of predicting the training prevalence.
    """

    steps: int
    steps_per_epoch: int
    epochs: int
    null_loss: float
    parameters: int


@dataclass(frozen=True, slots=True)
class Step:
    """One optimiser step. ``loss`` is the batch's log-loss; ``gradient_norm`` its L2 norm
    before clipping; either may be NaN or infinite (then the step was skipped)."""

    step: int
    epoch: int
    loss: float
    gradient_norm: float
    learning_rate: float


@dataclass(frozen=True, slots=True)
class Validated:
    """A look at the early-stop rows, ``step`` steps in. ``train_loss`` is the mean over the
    steps since the last look; ``best_step`` is the step of the best weights so far."""

    step: int
    epoch: int
    train_loss: float
    validation_loss: float
    best_step: int
    best_epoch: int
    best_loss: float


class SpikeKind(StrEnum):
    """What stood out."""

    LOSS = "loss"
    GRADIENT = "gradient norm"
    NON_FINITE_LOSS = "non-finite loss"
    NON_FINITE_GRADIENT = "non-finite gradient"


@dataclass(frozen=True, slots=True)
class Spike:
    """A step that stood out. ``value`` is the loss or the norm, ``typical`` the median of the
    steps before, ``z`` its robust z-score (NaN where not finite); ``rows`` are dataset
    positions of the batch's rows with the largest loss; ``cause`` names what points at it."""

    step: int
    epoch: int
    kind: SpikeKind
    value: float
    typical: float
    z: float
    rows: tuple[int, ...]
    cause: str = ""
    skipped: bool = False


class Stop(StrEnum):
    """Why training ended."""

    EARLY = "stopped early: no better validation loss"
    BUDGET = "all planned epochs done"
    ANALYST = "stopped by you"
    BROKEN = "too many steps were not finite"
