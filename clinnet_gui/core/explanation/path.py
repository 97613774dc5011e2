"""Integrated gradients (Sundararajan et al. 2017, arXiv 1703.01365), from one reference patient.

The gradient of the logit is averaged along the straight way from the reference's inputs to the
patient's, and multiplied by their difference. The average is a sum over steps, so the
contributions miss the logit by a completeness error; steps are doubled until it is small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinnet_gui.core.explanation.layers import Layer

if TYPE_CHECKING:
    from torch import Tensor

FIRST_STEPS = 64
MOST_STEPS = 1024
TOLERANCE = 1e-3
"""Completeness error (log-odds) that is good enough to stop doubling."""


def integrated_gradients(layers: tuple[Layer, ...], reference: Tensor, x: Tensor) -> Tensor:
    """Return what each input added to one patient's logit, float32 [inputs].

    ``reference`` and ``x`` are float32 [inputs].
    """
    import torch

    ends = _logits(layers, torch.stack((reference, x)))
    steps = FIRST_STEPS
    while True:
        found = (x - reference) * _mean_gradient(layers, reference, x, steps)
        missed = abs(float(found.double().sum()) - float(ends[1] - ends[0]))
        if missed <= TOLERANCE or steps >= MOST_STEPS:
            return found
        steps *= 2


def _mean_gradient(layers: tuple[Layer, ...], reference: Tensor, x: Tensor, steps: int) -> Tensor:
    """Return the mean of the logit's gradient at the middle of each step."""
    import torch

    at = (torch.arange(steps) + 0.5) / steps
    inputs = reference + at[:, None] * (x - reference)
    slopes: list[Tensor | None] = []
    for layer in layers:
        z = layer.linear(inputs)
        slopes.append(None if layer.slope is None else layer.slope(z))
        inputs = layer.out(z)
    passed = layers[-1].weight.expand(steps, -1)
    for layer, slope in zip(layers[-2::-1], slopes[-2::-1], strict=True):
        passed = (passed if slope is None else passed * slope) @ layer.weight
    return passed.mean(dim=0)


def _logits(layers: tuple[Layer, ...], x: Tensor) -> Tensor:
    for layer in layers:
        x = layer.out(layer.linear(x))
    return x.double()[:, 0]
