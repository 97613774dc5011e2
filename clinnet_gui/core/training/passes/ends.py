"""Where the network begins and ends: the scales of the inputs, and the members' heads.

Imports torch: import late.
"""

import torch
from torch import Tensor, nn

from clinnet_gui.core.training.passes.layers import numbers
from clinnet_gui.core.training.passes.room import Room


class ScaledLinear:
    """The first linear layer of a single member, with the scales of the inputs in its weights.

    (x * scale) @ W.T is x @ (W * scale).T, and so the scales' gradient follows from that of the
    scaled weights: neither the scaled inputs nor the gradient by the inputs, a third of the
    layer's products, are ever made. Input [n, inputs], output [n, units].
    """

    def __init__(self, layer: nn.Linear, scale: nn.Parameter) -> None:
        self._weight, self._weight_gradient = numbers(layer.weight)
        self._bias, self._bias_gradient = numbers(layer.bias)
        self._scale, gradient = numbers(scale)
        self._scale_gradient = gradient[0]
        self._x, self._scaled = self._scale, torch.empty_like(self._weight)
        self._out = Room(layer.out_features, self._scale.device)

    def forward(self, x: Tensor) -> Tensor:
        """Return the units of each row."""
        self._x = x
        torch.mul(self._weight, self._scale, out=self._scaled)
        return torch.addmm(self._bias, x, self._scaled.t(), out=self._out.of(x.shape[0]))

    def backward(self, gradient: Tensor) -> Tensor:
        """Write the gradients of weights, bias and scales; nothing lies before them."""
        scaled = torch.mm(gradient.t(), self._x)
        torch.sum(scaled * self._weight, 0, out=self._scale_gradient)
        torch.mul(scaled, self._scale, out=self._weight_gradient)
        torch.sum(gradient, 0, out=self._bias_gradient)
        return gradient


class ScaledLinears:
    """The same of several members, who share the layer but not the scales, as one product: [n,
    inputs] to [n * members, units], the members of a row one after the other."""

    def __init__(self, layer: nn.Linear, scale: nn.Parameter) -> None:
        self._weight, self._weight_gradient = numbers(layer.weight)
        self._bias, self._bias_gradient = numbers(layer.bias)
        values, self._scale_gradient = numbers(scale)
        self._x, self._members, self._scale = values, values.shape[0], values[:, None]
        self._scaled = values.new_empty(self._members, *self._weight.shape)
        self._out = Room(self._members * layer.out_features, values.device)

    def forward(self, x: Tensor) -> Tensor:
        """Return each member's units of each row."""
        self._x, bias = x, self._bias.repeat(self._members)
        weights = torch.mul(self._weight, self._scale, out=self._scaled).flatten(0, 1)
        units = torch.addmm(bias, x, weights.t(), out=self._out.of(x.shape[0]))
        return units.view(x.shape[0] * self._members, -1)

    def backward(self, gradient: Tensor) -> Tensor:
        """Write the gradients of weights, bias and scales."""
        by_member = gradient.view(self._x.shape[0], -1)
        scaled = torch.mm(by_member.t(), self._x).view_as(self._scaled)
        torch.sum(scaled * self._weight, 1, out=self._scale_gradient)
        torch.sum(scaled.mul_(self._scale), 0, out=self._weight_gradient)
        torch.sum(by_member.sum(0).view(self._members, -1), 0, out=self._bias_gradient)
        return gradient


class Scale:
    """The scales alone, for a network without hidden layers: [n, inputs] to [n * members, inputs]."""

    def __init__(self, scale: nn.Parameter) -> None:
        self._scale, self._gradient = numbers(scale)
        self._x = self._scale

    def forward(self, x: Tensor) -> Tensor:
        """Return the inputs of each member."""
        self._x = x
        return (x[:, None] * self._scale).flatten(0, 1)

    def backward(self, gradient: Tensor) -> Tensor:
        """Write the gradient of the scales."""
        by_member = gradient.view(self._x.shape[0], *self._scale.shape)
        torch.sum(by_member * self._x[:, None], 0, out=self._gradient)
        return gradient


class Heads:
    """The heads of several members: [n * members, units] to [n, members]."""

    def __init__(self, head: nn.Linear) -> None:
        self._weight, self._weight_gradient = numbers(head.weight)
        self._bias, self._bias_gradient = numbers(head.bias)
        self._units = self._weight

    def forward(self, units: Tensor) -> Tensor:
        """Return each member's logit by its own head."""
        self._units = units.view(-1, *self._weight.shape)
        return (self._units * self._weight).sum(2).add_(self._bias)

    def backward(self, gradient: Tensor) -> Tensor:
        """Return the gradient by the units."""
        torch.sum(gradient, 0, out=self._bias_gradient)
        gradient = gradient[:, :, None]
        torch.sum(gradient * self._units, 0, out=self._weight_gradient)
        return (gradient * self._weight).flatten(0, 1)


class Path:
    """The shortcut: [n, inputs] to [n], one weight an input."""

    def __init__(self, shortcut: nn.Parameter) -> None:
        self._weight, self._gradient = numbers(shortcut)
        self._x = self._weight

    def forward(self, x: Tensor) -> Tensor:
        """Return what the shortcut adds to every member's logit."""
        self._x = x
        return torch.mv(x, self._weight)

    def backward(self, gradient: Tensor) -> None:
        """Write the weights' gradient from that by the logits [n, members]."""
        torch.mv(self._x.t(), gradient.sum(1), out=self._gradient)
