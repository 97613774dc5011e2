"""Integrated gradients (Sundararajan et al. 2017, arXiv 1703.01365), from one reference patient.

The gradient of the logit is averaged along the straight way from the reference's inputs to the
patient's, and multiplied by their difference. The average is a sum over steps, so the
contributions miss the logit by a completeness error; steps are doubled until it is small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinnet_gui.core.explanation.columns import Columns, Real
from clinnet_gui.core.explanation.layers import Stack

if TYPE_CHECKING:
    from torch import Tensor

FIRST_STEPS = 64
MOST_STEPS = 1024
TOLERANCE = 1e-3
"""Completeness error (log-odds) of a network that is good enough to stop doubling."""


class Path:
    """The ways of one stack from one reference (float32 [inputs]); ``tolerance`` is the stack's
    share of TOLERANCE."""

    patients_at_once = 1
    """Some 10 ms of work, 30 at the most steps."""

    def __init__(self, stack: Stack, reference: Tensor, columns: Columns, tolerance: float) -> None:
        self._stack = stack
        self._reference = reference
        self._columns = columns
        self._tolerance = tolerance

    @property
    def base(self) -> float:
        """The output for the reference."""
        return float(_outputs(self._stack, self._reference[None])[0])

    def contributions(self, x: Tensor) -> Real:
        """Return what each column added to the output for each patient, [patients, columns], from
        ``x`` float32 [patients, inputs]."""
        import torch

        ways = [integrated_gradients(self._stack, self._reference, one, self._tolerance) for one in x]
        return self._columns.sums(torch.stack(ways).numpy())


def integrated_gradients(stack: Stack, reference: Tensor, x: Tensor, tolerance: float = TOLERANCE) -> Tensor:
    """Return what each input added to the stack's output for one patient, float32 [inputs].

    ``reference`` and ``x`` are float32 [inputs].
    """
    import torch

    ends = _outputs(stack, torch.stack((reference, x)))
    steps = FIRST_STEPS
    while True:
        found = (x - reference) * _mean_gradient(stack, reference, x, steps)
        missed = abs(float(found.double().sum()) - float(ends[1] - ends[0]))
        if missed <= tolerance or steps >= MOST_STEPS:
            return found
        steps *= 2


def _mean_gradient(stack: Stack, reference: Tensor, x: Tensor, steps: int) -> Tensor:
    """Return the mean of the output's gradient at the middle of each step."""
    import torch

    at = (torch.arange(steps) + 0.5) / steps
    inputs = reference + at[:, None] * (x - reference)
    slopes: list[Tensor | None] = []
    for layer in stack:
        z = layer.linear(inputs)
        slopes.append(None if layer.slope is None else layer.slope(z))
        inputs = layer.out(z)
    passed = stack[-1].weight.expand(steps, -1)
    for layer, slope in zip(stack[-2::-1], slopes[-2::-1], strict=True):
        passed = (passed if slope is None else passed * slope) @ layer.weight
    return passed.mean(dim=0)


def _outputs(stack: Stack, x: Tensor) -> Tensor:
    for layer in stack:
        x = layer.out(layer.linear(x))
    return x.double()[:, 0]
