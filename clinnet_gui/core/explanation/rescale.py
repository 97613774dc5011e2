"""DeepSHAP: DeepLIFT's rescale rule, averaged over background patients.

Shrikumar et al. 2017 (arXiv 1704.02685): through an activation f the difference from the
reference passes with the multiplier (f(x) - f(b)) / (x - b), where x is the patient and b the
reference; everything linear passes its weights. Lundberg and Lee 2017 (arXiv 1705.07874):
average over references. Because the layers are known, a block of patients and all backgrounds
go through as plain matrix products, without a graph; the numbers are those of shap's
DeepExplainer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clinnet_gui.core.explanation.columns import Columns, Real
from clinnet_gui.core.explanation.layers import Layer, Stack

if TYPE_CHECKING:
    from torch import Tensor

_NEAR = 3e-4
_NEAR_A_KINK = 1e-6
"""Where patient and background differ by less, rounding would spoil the quotient: the multiplier
is then the mean of the two derivatives. ReLU's jumps, so there only at the very spot, and the
background's."""

_MANY = 32
"""Patients from which summing the background by column beforehand is worth its time."""

_MOST_TERMS = 2**25
"""Products of first weights and background inputs that may be summed beforehand (30 ms)."""


class Rescale:
    """The rule for one stack and one background (float32 [backgrounds, inputs]); ``patients`` is how
    many will be explained in all."""

    patients_at_once = 8
    """Some 10 ms of work."""

    def __init__(self, stack: Stack, background: Tensor, columns: Columns, patients: int) -> None:
        self._stack = stack
        self._columns = columns
        self._centre = background.mean(dim=0)
        self._apart = background - self._centre
        self._before = _activations(stack, background)
        self._spread = self._by_column() if len(stack) > 1 and patients >= _MANY else None

    @property
    def base(self) -> float:
        """The mean output for the background."""
        return float(self._before[-1].double().mean())

    def contributions(self, x: Tensor) -> Real:
        """Return what each column added to the output for each patient, [patients, columns].

        ``x`` is [patients, inputs] and gives the precision. The cost grows with patients times
        backgrounds.
        """
        weight, apart = self._stack[0].weight, x - self._centre
        if len(self._stack) == 1:
            return self._columns.sums((apart * weight).numpy())
        passed = self._passed(x)
        to_centre = self._columns.sums((apart * (passed.mean(dim=1) @ weight)).numpy())
        return np.asarray(to_centre - self._from_centre(passed))

    def _passed(self, x: Tensor) -> Tensor:
        """The product of all multipliers and weights behind the first weights, [patients,
        backgrounds, units]."""
        patients, backgrounds = x.shape[0], self._apart.shape[0]
        stack, here = self._stack, _activations(self._stack, x)
        passed = x.new_ones(()).expand(patients * backgrounds, 1)
        for above, layer, z, before in zip(
            stack[:0:-1], stack[-2::-1], here[-2::-1], self._before[-2::-1], strict=True
        ):
            passed = (passed @ above.weight) * _multipliers(layer, z, before).flatten(0, 1)
        return passed.view(patients, backgrounds, -1)

    def _from_centre(self, passed: Tensor) -> Real:
        """What the background's distance from its centre would have added, averaged, by column."""
        backgrounds = self._apart.shape[0]
        if self._spread is None:
            inputs = (passed @ self._stack[0].weight) * self._apart
            return self._columns.sums(inputs.mean(dim=1).numpy())
        found: Real = ((passed.flatten(1, 2) @ self._spread) / backgrounds).numpy()
        return found

    def _by_column(self) -> Tensor | None:
        """First weights times background inputs, summed by column, [backgrounds * units, columns]:
        for a piecewise-linear encoding a tenth of the work. None where it would take too long."""
        import torch

        weight, apart = self._stack[0].weight.numpy(), self._apart.numpy()
        if weight.size * len(apart) > _MOST_TERMS:
            return None
        spread = np.empty((len(apart), len(weight), self._columns.count), weight.dtype)
        for one, row in zip(spread, apart, strict=True):
            one[:] = self._columns.sums(weight * row)
        return torch.from_numpy(spread).flatten(0, 1)


def _activations(stack: Stack, x: Tensor) -> list[Tensor]:
    """Return z of every layer."""
    found: list[Tensor] = []
    for layer in stack:
        z = layer.linear(x)
        found.append(z)
        x = layer.out(z)
    return found


def _multipliers(layer: Layer, z: Tensor, before: Tensor) -> Tensor:
    """Return the multiplier of each unit, [patients, backgrounds, units]."""
    import torch

    if layer.bend is None or layer.slope is None:
        return torch.ones(()).expand(z.shape[0], *before.shape)
    apart = z[:, None] - before
    rise = layer.bend(z)[:, None] - layer.bend(before)
    if layer.bend is torch.relu:
        return torch.where(apart.abs() < _NEAR_A_KINK, layer.slope(before), rise.div_(apart))
    slope = 0.5 * (layer.slope(z)[:, None] + layer.slope(before))
    return torch.where(apart.abs() < _NEAR, slope, rise.div_(apart))
