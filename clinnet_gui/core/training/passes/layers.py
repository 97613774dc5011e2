"""Layers of the body: what autograd would do, without its graph and in little memory.

Each ``forward`` keeps what its ``backward`` needs; ``backward`` takes the loss's gradient by the
layer's output, writes the gradients of its own parameters where they lie, and returns the
gradient by its input. Layers may overwrite what they are given: only a linear layer needs its
input again, and nothing writes there between. All runs under ``torch.no_grad``. Imports torch:
import late.
"""

from typing import Protocol

import torch
from torch import Tensor, nn

from clinnet_gui.core.training.passes.masks import Masks
from clinnet_gui.core.training.passes.room import Room

_norm, _norm_backward = (
    torch.ops.aten.native_batch_norm.out,
    torch.ops.aten.native_batch_norm_backward.default,
)


class Layer(Protocol):
    """One layer: units [rows, width before] to units [rows, width after], and back."""

    def forward(self, units: Tensor) -> Tensor:
        """Return the layer's output."""
        ...

    def backward(self, gradient: Tensor) -> Tensor:
        """Return the gradient by the layer's input."""
        ...


def numbers(parameter: Tensor) -> tuple[Tensor, Tensor]:
    """Return a parameter's numbers and where its gradient is written."""
    assert parameter.grad is not None, "flat tensors hold the gradients"
    return parameter.data, parameter.grad


class Linear:
    """``nn.Linear``."""

    def __init__(self, layer: nn.Linear) -> None:
        self._weight, self._weight_gradient = numbers(layer.weight)
        self._bias, self._bias_gradient = numbers(layer.bias)
        self._transposed, self._units = self._weight.t(), self._weight
        self._out = Room(layer.out_features, self._weight.device)
        self._back = Room(layer.in_features, self._weight.device)

    def forward(self, units: Tensor) -> Tensor:
        """Return units @ weight.T + bias."""
        self._units = units
        return torch.addmm(self._bias, units, self._transposed, out=self._out.of(units.shape[0]))

    def backward(self, gradient: Tensor) -> Tensor:
        """Return the gradient by the units."""
        torch.mm(gradient.t(), self._units, out=self._weight_gradient)
        torch.sum(gradient, 0, out=self._bias_gradient)
        return torch.mm(gradient, self._weight, out=self._back.of(gradient.shape[0]))


class Norm:
    """``nn.BatchNorm1d``, in the mode that it is in when the batch passes."""

    def __init__(self, layer: nn.BatchNorm1d) -> None:
        assert layer.running_mean is not None and layer.running_var is not None
        self._layer, self._momentum, self._eps = layer, layer.momentum or 0.0, layer.eps
        self._weight, self._weight_gradient = numbers(layer.weight)
        self._bias, self._bias_gradient = numbers(layer.bias)
        self._statistics = (layer.running_mean, layer.running_var)
        self._batch = (torch.empty_like(self._weight), torch.empty_like(self._weight))
        self._training, self._units = True, self._weight
        self._out = Room(layer.num_features, self._weight.device)

    def forward(self, units: Tensor) -> Tensor:
        """Return the units normalised; while training, move the running statistics."""
        self._units, self._training = units, self._layer.training
        out, (mean, scale) = self._out.of(units.shape[0]), self._batch
        _norm(
            units, self._weight, self._bias, *self._statistics, self._training, self._momentum, self._eps,
            out=out, save_mean=mean, save_invstd=scale,
        )  # fmt: skip
        return out

    def backward(self, gradient: Tensor) -> Tensor:
        """Return the gradient by the units."""
        gradient, weight, bias = _norm_backward(
            gradient, self._units, self._weight, *self._statistics, *self._batch,
            self._training, self._eps, (True, True, True),
        )  # fmt: skip
        self._weight_gradient.copy_(weight)
        self._bias_gradient.copy_(bias)
        return gradient


class Dropout:
    """``ByteDropout``, with the same units dropped as by itself."""

    def __init__(self, masks: Masks, place: int) -> None:
        self._masks, self._place = masks, place
        self._mask: Tensor | None = None

    def forward(self, units: Tensor) -> Tensor:
        """Return the units that are kept, scaled up."""
        self._mask = self._masks.of(self._place)
        return units if self._mask is None else units.mul_(self._mask)

    def backward(self, gradient: Tensor) -> Tensor:
        """Return the gradient by the units."""
        return gradient if self._mask is None else gradient.mul_(self._mask)
