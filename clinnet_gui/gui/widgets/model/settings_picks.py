"""The settings of which one of a few is picked: how each is called, and what its options say."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from clinnet_gui.core.model.heuristics import BINS, QUALITY_MEMBERS, SMALL_MEMBERS, in_quality
from clinnet_gui.core.model.spec import Activation, Device, Shortcut, Spec

Value = str | int

TIMES = "2 to 7"
"""How many times as long as with one member a step of QUALITY_MEMBERS takes: measured on the CPU
from layers of 64 and 32 units on 8 inputs to 256, 128, 64 and 32 on 300."""


def _nothing(_: Spec) -> str:
    return ""


def _members_cost(spec: Spec) -> str:
    if spec.members == 1:
        return ""
    times = TIMES if spec.members == QUALITY_MEMBERS else f"up to {spec.members}"
    return f"a step takes {times} times as long as with 1 member, the wider the layers the longer"


@dataclass(frozen=True, slots=True)
class Pick:
    """One setting: its name in Spec, its words, and its options as (value, words).

    ``other`` words a value that is none of the options: a study may come from elsewhere.
    ``remark`` is what is to be known of the value in force, or nothing.
    """

    setting: str
    name: str
    hint: str
    options: tuple[tuple[Value, str], ...]
    read: Callable[[Spec], Value]
    write: Callable[[Spec, Value], Spec]
    other: str = "{}"
    remark: Callable[[Spec], str] = _nothing

    def words(self, spec: Spec) -> str:
        """Return what the setting in ``spec`` is called."""
        value = self.read(spec)
        return dict(self.options).get(value, self.other.format(value))


ACTIVATION = Pick(
    "activation",
    "Activation",
    "what bends between the layers",
    (
        (Activation.RELU, "ReLU"),
        (Activation.GELU, "GELU"),
        (Activation.SILU, "SiLU"),
        (Activation.TANH, "tanh"),
        (Activation.NONE, "none (linear)"),
    ),
    lambda spec: spec.activation,
    lambda spec, value: replace(spec, activation=Activation(str(value))),
)

SHORTCUT = Pick(
    "shortcut",
    "Linear path",
    "one weight an input, straight to the logit, beside the layers; or beside that the average with a "
    "logistic regression of the same rows",
    (
        (Shortcut.NONE, "off"),
        (Shortcut.ZERO, "on"),
        (Shortcut.LOGISTIC, "on, with logistic"),
    ),
    lambda spec: spec.shortcut,
    lambda spec, value: replace(spec, shortcut=Shortcut(str(value))),
)

QUALITY = Pick(
    "members",
    "Quality",
    "members share the layers; their logits are averaged",
    (
        (1, "standard, 1 member"),
        (SMALL_MEMBERS, f"steady, {SMALL_MEMBERS} members"),
        (QUALITY_MEMBERS, f"high, {QUALITY_MEMBERS} members"),
    ),
    lambda spec: spec.members,
    lambda spec, value: in_quality(spec, int(value)),
    "{} members",
    _members_cost,
)

ENCODING = Pick(
    "bins",
    "Numbers",
    "a number enters as its value, or also as its place among bins of equally many rows",
    ((0, "value"), (BINS, f"value and {BINS} bins")),
    lambda spec: spec.bins,
    lambda spec, value: replace(spec, bins=int(value)),
    "value and {} bins",
)

DEVICE = Pick(
    "device",
    "Computed on",
    "the same results within rounding; a GPU pays with wide networks and many rows",
    ((Device.CPU, "CPU"), (Device.CUDA, "GPU")),
    lambda spec: spec.device,
    lambda spec, value: replace(spec, device=Device(str(value))),
)

PICKS = (ACTIVATION, SHORTCUT, QUALITY, ENCODING, DEVICE)
