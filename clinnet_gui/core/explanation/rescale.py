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

from clinnet_gui.core.explanation.layers import Layer

if TYPE_CHECKING:
    from torch import Tensor

_NEAR = 3e-4
_NEAR_A_KINK = 1e-6
"""Where patient and background differ by less, rounding would spoil the quotient: the multiplier
is then the mean of the two derivatives. ReLU's jumps, so there only at the very spot, and the
background's."""


class Rescale:
    """The rule for one network and one background (float32 [backgrounds, inputs])."""

    def __init__(self, layers: tuple[Layer, ...], background: Tensor) -> None:
        self._layers = layers
        self._background = background
        self._before = _activations(layers, background)

    @property
    def base(self) -> float:
        """The mean logit of the background."""
        return float(self._before[-1].double().mean())

    def contributions(self, x: Tensor) -> Tensor:
        """Return what each input added to the logit of each patient.

        ``x`` float32 [patients, inputs]; float32 [patients, inputs] comes back. The cost grows
        with patients times backgrounds.
        """
        patients, backgrounds = x.shape[0], self._background.shape[0]
        here = _activations(self._layers, x)
        passed = self._layers[-1].weight.expand(patients * backgrounds, -1)
        for layer, z, before in zip(self._layers[-2::-1], here[-2::-1], self._before[-2::-1], strict=True):
            passed = (passed * _multipliers(layer, z, before).flatten(0, 1)) @ layer.weight
        difference = x[:, None] - self._background
        return (passed.view(patients, backgrounds, -1) * difference).mean(dim=1)


def _activations(layers: tuple[Layer, ...], x: Tensor) -> list[Tensor]:
    """Return z of every layer."""
    found: list[Tensor] = []
    for layer in layers:
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
