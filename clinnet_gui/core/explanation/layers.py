"""A trained network taken apart: each member a stack of layers, each one linear map and one bend.

In eval mode BatchNorm is a factor and a shift for each unit, so it is folded into the linear
layer before it, and dropout does nothing; a member's scales are factors of the first weights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor, nn

    from clinnet_gui.core.model.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """z = x @ ``weight``.T + ``bias``, then ``bend`` (None: nothing, as behind the head).

    ``weight`` is [units, inputs], ``bias`` [units], of the network's precision (float32);
    ``slope`` is the derivative of ``bend``.
    """

    weight: Tensor
    bias: Tensor
    bend: Callable[[Tensor], Tensor] | None = None
    slope: Callable[[Tensor], Tensor] | None = None

    def linear(self, x: Tensor) -> Tensor:
        """Return z of x [rows, inputs], one column a unit."""
        import torch

        return torch.addmm(self.bias, x, self.weight.T)

    def out(self, z: Tensor) -> Tensor:
        """Return what the next layer sees of z."""
        return z if self.bend is None else self.bend(z)


Stack = tuple[Layer, ...]
"""Layers one behind the other, the last one a single unit without a bend."""


def stacks_of(network: Network) -> tuple[Stack, ...]:
    """Return stacks whose outputs add up to the network's logit: one a member, and one for the
    shortcut where there is one. TypeError for a module that is not known.

    A stack of k members bears the kth part of its logit: members are averaged.
    """
    import torch

    shared, members = _blocks(network.body), len(network.scale)
    weights, biases = network.head.weight.detach() / members, network.head.bias.detach() / members
    stacks: list[Stack] = []
    for scale, weight, bias in zip(network.scale.detach(), weights, biases, strict=True):
        first, *others = (*shared, Layer(weight[None], bias[None]))
        stacks.append((_scaled(first, scale), *others))
    if network.shortcut is not None:
        stacks.append((Layer(network.shortcut.detach()[None], torch.zeros_like(biases[:1])),))
    return tuple(stacks)


def _blocks(body: nn.Sequential) -> list[Layer]:
    """The layers that all members share."""
    from torch import nn

    layers: list[Layer] = []
    for module in body:
        if isinstance(module, nn.Linear):
            layers.append(Layer(module.weight.detach(), module.bias.detach()))
        elif isinstance(module, nn.BatchNorm1d):
            layers[-1] = _folded(layers[-1], module)
        elif not isinstance(module, nn.Dropout):
            layers[-1] = _bent(layers[-1], module)
    return layers


def _scaled(layer: Layer, scale: Tensor) -> Layer:
    """The layer with a factor for each of its inputs, in double precision on the way."""
    weight = layer.weight.double() * scale.double()
    return replace(layer, weight=weight.to(layer.weight.dtype))


def _folded(layer: Layer, norm: nn.BatchNorm1d) -> Layer:
    """The layer with the BatchNorm behind it folded in, in double precision on the way."""
    import torch

    assert norm.running_mean is not None and norm.running_var is not None
    factor = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
    shift = norm.bias.double() - factor * norm.running_mean.double()
    weight = factor[:, None] * layer.weight.double()
    bias = factor * layer.bias.double() + shift
    precision = layer.weight.dtype
    return Layer(weight.to(precision).detach(), bias.to(precision).detach())


def _bent(layer: Layer, module: nn.Module) -> Layer:
    import torch
    from torch import nn
    from torch.nn import functional

    def gelu_slope(z: Tensor) -> Tensor:
        density = torch.exp(-0.5 * z * z) * 0.3989422804014327  # of the standard normal
        return 0.5 * (1 + torch.erf(z * 0.7071067811865476)) + z * density

    def silu_slope(z: Tensor) -> Tensor:
        gate = torch.sigmoid(z)
        return gate * (1 + z * (1 - gate))

    bends: dict[type[nn.Module], tuple[Callable[[Tensor], Tensor], Callable[[Tensor], Tensor]]] = {
        nn.ReLU: (torch.relu, lambda z: (z > 0).to(z.dtype)),
        nn.GELU: (functional.gelu, gelu_slope),
        nn.SiLU: (functional.silu, silu_slope),
        nn.Tanh: (torch.tanh, lambda z: 1 - torch.tanh(z) ** 2),
    }
    if type(module) not in bends:
        raise TypeError(type(module).__name__)
    return Layer(layer.weight, layer.bias, *bends[type(module)])
