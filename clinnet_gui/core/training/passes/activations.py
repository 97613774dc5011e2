"""Activations and their derivatives, by the very operations that autograd calls.

Imports torch: import late.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from clinnet_gui.core.training.passes.layers import Layer

_aten = torch.ops.aten
_relu_backward, _gelu_backward = _aten.threshold_backward.grad_input, _aten.gelu_backward.default
_silu_backward, _tanh_backward = _aten.silu_backward.default, _aten.tanh_backward.default


class Relu:
    """``nn.ReLU``, in place: BatchNorm before it keeps its own input, not its output."""

    _units: Tensor

    def forward(self, units: Tensor) -> Tensor:
        """Return the units, the negative ones set to 0."""
        self._units = torch.relu_(units)
        return self._units

    def backward(self, gradient: Tensor) -> Tensor:
        """Return the gradient where the unit was positive."""
        _relu_backward(gradient, self._units, 0, grad_input=gradient)
        return gradient


class Gelu:
    """``nn.GELU`` in its exact form."""

    _units: Tensor

    def forward(self, units: Tensor) -> Tensor:
        """Return units times the normal distribution function of them."""
        self._units = units
        return functional.gelu(units)

    def backward(self, gradient: Tensor) -> Tensor:
        """Return the gradient by the units."""
        found: Tensor = _gelu_backward(gradient, self._units)
        return found


class Silu:
    """``nn.SiLU``."""

    _units: Tensor

    def forward(self, units: Tensor) -> Tensor:
        """Return units times their sigmoid."""
        self._units = units
        return functional.silu(units)

    def backward(self, gradient: Tensor) -> Tensor:
        """Return the gradient by the units."""
        found: Tensor = _silu_backward(gradient, self._units)
        return found


class Tanh:
    """``nn.Tanh``."""

    _units: Tensor

    def forward(self, units: Tensor) -> Tensor:
        """Return the hyperbolic tangent of the units."""
        self._units = torch.tanh_(units)
        return units.clone()  # dropout overwrites what it is given

    def backward(self, gradient: Tensor) -> Tensor:
        """Return the gradient by the units."""
        found: Tensor = _tanh_backward(gradient, self._units)
        return found


def activation(module: nn.Module) -> Layer:
    """Return the layer that does what ``module`` does; TypeError where there is none."""
    kinds: dict[type[nn.Module], type[Layer]] = {nn.ReLU: Relu, nn.GELU: Gelu, nn.SiLU: Silu, nn.Tanh: Tanh}
    if type(module) not in kinds:
        raise TypeError(f"no passes are written for {type(module).__name__}")
    return kinds[type(module)]()
