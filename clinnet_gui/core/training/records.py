"""What training yields while it runs; immutable, cheap, and free of torch."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Begun:
    """The training of a network starts: what the plots need to draw their axes.

    ``null_loss`` is the validation log-loss of predicting the training prevalence. ``fold`` of
    ``folds`` counts from 1; the steps of each fold count from 1 again.
    """

    steps: int
    steps_per_epoch: int
    epochs: int
    null_loss: float
    parameters: int
    fold: int = 1
    folds: int = 1


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
    UPDATE = "size of the update"
    INPUT = "a cell of the batch"
    LABELS = "the batch's share of events"
    MODE = "BatchNorm's mode"
    STATISTICS = "BatchNorm's statistics"
    NON_FINITE_LOSS = "non-finite loss"
    NON_FINITE_GRADIENT = "non-finite gradient"


class Cause(StrEnum):
    """What makes a step stand out."""

    LEARNING_RATE = "learning rate too high"
    BAD_BATCH = "bad batch"
    EXPLOSION = "gradient explosion"
    NORMALISATION = "BatchNorm in the wrong mode"
    UNKNOWN = "cause not found"


class Damage(StrEnum):
    """How much a step that stood out did to the network, measured on rows held out."""

    NONE = "no lasting damage"
    PASSING = "damage that mends by itself"
    LASTING = "lasting damage"


class Remedy(StrEnum):
    """What one click can do about it."""

    NONE = "nothing needs to be done"
    SKIP_ROWS = "leave the rows out of training"
    WINSORISE = "pull the cells in to the range of the others"
    LOWER_RATE = "lower the learning rate"
    RESTORE = "go back to the weights before"
    RESTORE_MODE = "put BatchNorm back into its mode"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that points at a cause, as a sentence that holds no value of a patient."""

    cause: Cause
    sentence: str


@dataclass(frozen=True, slots=True)
class Replay:
    """The window of the spike made again with one ``change``: how far the spike stood out in
    truth (``before``) and after the change (``after``), as robust z-scores; ``gone``."""

    change: str
    cause: Cause
    before: float
    after: float
    gone: bool


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a spike comes from, gravest first, what points there, and the replays that prove it.

    ``proof`` is the sentence of the replay that removed the spike (empty: none did); ``columns``
    are the predictors it names; ``remedy`` is what its button does.
    """

    causes: tuple[Cause, ...]
    evidence: tuple[Evidence, ...]
    replays: tuple[Replay, ...]
    proof: str
    columns: tuple[str, ...]
    damage: Damage
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class Spike:
    """A step that stood out. ``value`` is the loss or the norm, ``typical`` the median of the
    steps before, ``z`` its robust z-score (NaN where not finite); ``rows`` are dataset
    positions of the batch's rows that are suspected; ``diagnosis`` names the cause.
    ``fold`` counts from 1, as in Begun."""

    step: int
    epoch: int
    kind: SpikeKind
    value: float
    typical: float
    z: float
    rows: tuple[int, ...]
    skipped: bool = False
    fold: int = 1
    diagnosis: Diagnosis | None = None

    @property
    def cause(self) -> str:
        """What is known of the cause, as text: its name with the proof, else with the evidence."""
        if self.diagnosis is None:
            return ""
        names = " and ".join(self.diagnosis.causes)
        sentences = " ".join(one.sentence for one in self.diagnosis.evidence)
        return f"{names.capitalize()}. {self.diagnosis.proof or sentences}".rstrip()


@dataclass(frozen=True, slots=True)
class Repaired:
    """The analyst had a spike repaired at ``step`` of ``fold``: from here on ``remedy`` is in force.

    Where it is one of ``rows``, it holds in the later of the ``folds`` too: a row that is wrong in one
    is wrong in all. ``rows`` is empty for other remedies.
    """

    step: int
    fold: int
    spike_step: int
    remedy: Remedy
    rows: tuple[int, ...]
    folds: int = 1

    @property
    def scope(self) -> str:
        """Where it holds, as text."""
        if not self.rows or self.folds == 1:
            return "from here on"
        return "in this fold and those still to come" if self.fold < self.folds else "in this fold, the last"


class Repair(Exception):
    """Thrown at a yield of a training: apply the remedy of the spike at ``step`` of ``fold`` (0:
    the one that is running) and go on. Where the spike is out of reach, the Repaired that
    answers it has the remedy NONE."""

    def __init__(self, step: int, remedy: Remedy, fold: int = 0) -> None:
        super().__init__(step, remedy, fold)
        self.step, self.remedy, self.fold = step, remedy, fold


class Stop(StrEnum):
    """Why training ended."""

    EARLY = "stopped early: no better validation loss"
    BUDGET = "all planned epochs done"
    ANALYST = "stopped by you"
    BROKEN = "too many steps were not finite"
