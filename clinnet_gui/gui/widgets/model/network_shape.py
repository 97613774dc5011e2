"""What a network looks like in boxes and words, worked out apart from any drawing."""

from dataclasses import dataclass
from math import log2

from clinnet_gui.core.model.spec import Activation, Spec

NAMES = {
    Activation.RELU: "ReLU",
    Activation.GELU: "GELU",
    Activation.SILU: "SiLU",
    Activation.TANH: "tanh",
    Activation.NONE: "no activation",
}


@dataclass(frozen=True, slots=True)
class Box:
    """One layer: its units, what it is, what happens after it; ``height`` from 0 to 1."""

    units: int
    title: str
    lines: tuple[str, ...]
    height: float


def boxes(spec: Spec, inputs: int) -> tuple[Box, ...]:
    """Return the layers from the inputs to the logit, drawn higher the wider they are."""
    widths = (inputs, *spec.hidden, 1)
    most = max(2.0, *map(float, widths))
    heights = [0.18 + 0.82 * log2(max(1, width)) / log2(most) for width in widths]
    after = ["batch norm", NAMES[spec.activation]]
    if spec.dropout > 0:
        after.append(f"dropout {spec.dropout:.0%}")
    first = Box(inputs, "inputs", ("encoded",), heights[0])
    hidden = [
        Box(width, f"layer {i}", tuple(after), height)
        for i, (width, height) in enumerate(zip(spec.hidden, heights[1:-1], strict=True), start=1)
    ]
    return (first, *hidden, Box(1, "output", ("logit → risk",), heights[-1]))


def collapsed(spec: Spec) -> bool:
    """Whether several layers amount to one, because nothing bends between them."""
    return spec.activation is Activation.NONE and bool(spec.hidden)


def describe(spec: Spec, inputs: int) -> str:
    """Return the network in one sentence."""
    if not spec.hidden:
        return f"{inputs:,} inputs go straight to the logit: logistic regression."
    widths = " → ".join(f"{width:,}" for width in (inputs, *spec.hidden, 1))
    if collapsed(spec):
        return (
            f"{widths}, but without an activation the {len(spec.hidden) + 1} layers multiply out to one "
            f"linear layer of {inputs:,} weights and a bias: logistic regression, however deep it looks."
        )
    after = f"batch norm, {NAMES[spec.activation]} and dropout {spec.dropout:.0%}"
    return f"{widths}, with {after} after each hidden layer."
