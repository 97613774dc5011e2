"""What is to be trained: every setting of a network and its training, as one value."""

from dataclasses import dataclass
from enum import StrEnum

from clinnet_gui.core.arrays import fingerprint


class Activation(StrEnum):
    """The function between layers; with NONE the whole stack is one linear layer."""

    RELU = "relu"
    GELU = "gelu"
    SILU = "silu"
    TANH = "tanh"
    NONE = "none"


class Shortcut(StrEnum):
    """A way from the inputs straight to the logit, beside the layers: none; one that learns with
    them; or one that learns with them, after which the network is averaged, on the logit, with
    the ridge logistic regression of the same rows."""

    NONE = "none"
    ZERO = "zero"
    LOGISTIC = "logistic"


class Device(StrEnum):
    """Where the arithmetic is done."""

    CPU = "cpu"
    CUDA = "cuda"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A network and how it is trained.

    ``hidden`` widths from input to output (empty: logistic regression); ``dropout`` in [0, 1);
    ``members`` networks that share their layers, averaged on the logit; ``bins`` of the
    piecewise-linear encoding of numbers (0: none); ``batch`` rows a step; ``epochs`` at most;
    ``patience`` epochs without a better validation loss; ``clip_norm`` bound of the gradient's
    L2 norm; ``left_out`` are dataset positions that no batch holds. Source of the defaults: ``heuristics``.
    """

    hidden: tuple[int, ...]
    dropout: float
    activation: Activation = Activation.RELU
    members: int = 1
    bins: int = 0
    shortcut: Shortcut = Shortcut.NONE
    learning_rate: float = 1e-3
    weight_decay: float = 1e-2
    batch: int = 256
    epochs: int = 60
    patience: int = 9
    clip_norm: float = 1.0
    seed: int = 20251
    device: Device = Device.CPU
    left_out: tuple[int, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What a fit was computed from."""
        return fingerprint(repr(self))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a setting was suggested: the setting's field name, and a sentence."""

    setting: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The suggested settings with their reasons, and the settings in force (perhaps edited)."""

    suggested: Spec
    reasons: tuple[Reason, ...]
    spec: Spec

    @property
    def edited(self) -> bool:
        """Whether the analyst changed the suggestion."""
        return self.spec != self.suggested
