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


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A network and how it is trained.

    ``hidden`` widths from input to output (empty: logistic regression); ``dropout`` in [0, 1);
    ``batch`` rows a step; ``epochs`` at most; ``patience`` epochs without a better validation
    loss; ``clip_norm`` bound of the gradient's L2 norm. Source of the defaults: ``heuristics``.
    """

    hidden: tuple[int, ...]
    dropout: float
    activation: Activation = Activation.RELU
    learning_rate: float = 1e-3
    weight_decay: float = 1e-2
    batch: int = 256
    epochs: int = 60
    patience: int = 9
    clip_norm: float = 1.0
    seed: int = 20251

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
