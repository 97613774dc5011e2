"""What a network looks like in boxes and words, worked out apart from any drawing."""

from dataclasses import dataclass
from math import log2

from clinnet_gui.core.model.spec import Activation, Shortcut, Spec

NAMES = {
    Activation.RELU: "ReLU",
    Activation.GELU: "GELU",
    Activation.SILU: "SiLU",
    Activation.TANH: "tanh",
    Activation.NONE: "no activation",
}


@dataclass(frozen=True, slots=True)
class Box:
    """One layer: its units, what it is, what happens after it; ``height`` from 0 to 1. Of
    ``copies`` each member has its own."""

    units: int
    title: str
    lines: tuple[str, ...]
    height: float
    copies: int = 1


def boxes(spec: Spec, inputs: int) -> tuple[Box, ...]:
    """Return the layers from the inputs to the logit, drawn higher the wider they are."""
    widths = (inputs, *spec.hidden, 1)
    most = max(2.0, *map(float, widths))
    heights = [0.18 + 0.82 * log2(max(1, width)) / log2(most) for width in widths]
    after = ["batch norm", NAMES[spec.activation]]
    if spec.dropout > 0:
        after.append(f"dropout {spec.dropout:.0%}")
    several = spec.members > 1
    first = Box(inputs, "inputs", _entering(spec), heights[0], spec.members)
    hidden = [
        Box(width, f"layer {i}", tuple(after), height)
        for i, (width, height) in enumerate(zip(spec.hidden, heights[1:-1], strict=True), start=1)
    ]
    last = (f"mean of {spec.members} logits", "→ risk") if several else ("logit → risk",)
    return (first, *hidden, Box(1, "output", last, heights[-1], spec.members))


def _entering(spec: Spec) -> tuple[str, ...]:
    """What becomes of the columns before the first layer."""
    lines = [f"value, {spec.bins} bins" if spec.bins else "encoded"]
    return (*lines, f"scaled {spec.members} ways") if spec.members > 1 else tuple(lines)


def collapsed(spec: Spec) -> bool:
    """Whether several layers amount to one, because nothing bends between them."""
    return spec.activation is Activation.NONE and bool(spec.hidden)


def with_path(spec: Spec) -> bool:
    """Whether a linear path stands beside layers that bend: beside others it adds nothing new."""
    return spec.shortcut is not Shortcut.NONE and bool(spec.hidden) and not collapsed(spec)


def describe(spec: Spec, inputs: int) -> str:
    """Return the network in one sentence, and one each for what stands beside the layers."""
    said = [_layers(spec, inputs)]
    if with_path(spec):
        said.append("A linear path leads from the inputs straight to the logit.")
    if spec.members > 1:
        said.append(
            f"{spec.members} members share the layers, each with its own scale of the inputs and its own "
            "output; their logits are averaged."
        )
    if spec.shortcut is Shortcut.LOGISTIC:
        said.append("The whole is averaged, on the logit, with a ridge logistic regression.")
    return " ".join(said)


def _layers(spec: Spec, inputs: int) -> str:
    if not spec.hidden:
        return f"{inputs:,} inputs go straight to the logit: logistic regression."
    widths = " → ".join(f"{width:,}" for width in (inputs, *spec.hidden, 1))
    if collapsed(spec):
        return (
            f"{widths}, but without an activation the {len(spec.hidden) + 1} layers multiply out to one "
            f"linear layer of {inputs:,} weights and a bias: logistic regression, however deep it looks."
        )
    after = f"batch norm, {NAMES[spec.activation]}" + (
        f", dropout {spec.dropout:.0%}" if spec.dropout else ""
    )
    return f"{widths}, with {after} after each hidden layer."
