"""A batch through the network and its gradient back: ``Network.members`` without autograd.

The layers are those of the network, in its memory and in the modes that they are in; a test
holds every gradient against autograd's, to the bit. Imports torch: import late.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from clinnet_gui.core.model.network import Network
from clinnet_gui.core.training.dropout import ByteDropout
from clinnet_gui.core.training.passes.activations import activation
from clinnet_gui.core.training.passes.ends import Heads, Path, Scale, ScaledLinear, ScaledLinears
from clinnet_gui.core.training.passes.layers import Dropout, Layer, Linear, Norm
from clinnet_gui.core.training.passes.masks import Masks


class Passes:
    """Forward and backward of ``network``, whose parameters' gradients lie in flat tensors."""

    def __init__(self, network: Network) -> None:
        self._members = network.scale.shape[0]
        self._masks = Masks(network.body, network.scale.device)
        self._layers = _layers(network, self._masks)
        self._path = None if network.shortcut is None else Path(network.shortcut)

    def forward(self, x: Tensor) -> Tensor:
        """Return each member's logit [n, members] of the batch ``x`` [n, inputs]."""
        self._masks.draw(x.shape[0] * self._members)
        units = x
        for layer in self._layers:
            units = layer.forward(units)
        return units if self._path is None else units + self._path.forward(x)[:, None]

    def backward(self, gradient: Tensor) -> None:
        """Write the gradient of every parameter, from that by the logits [n, members]."""
        if self._path is not None:
            self._path.backward(gradient)
        for layer in reversed(self._layers):
            gradient = layer.backward(gradient)


def cross_entropy(logits: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Return the mean log-loss of logits [n, members] and its gradient by them, for outcomes [n]."""
    y = y[:, None].expand_as(logits)
    loss = functional.binary_cross_entropy_with_logits(logits, y)
    return loss, torch.sigmoid(logits).sub_(y).div_(logits.numel())


def _layers(network: Network, masks: Masks) -> tuple[Layer, ...]:
    """All layers from the scales to the heads."""
    start, others = _start(network)
    end = Heads(network.head) if network.scale.shape[0] > 1 else Linear(network.head)
    return start, *(_layer(module, masks) for module in others), end


def _start(network: Network) -> tuple[Layer, list[nn.Module]]:
    """The layer that holds the scales, and the modules after it."""
    first, *others = network.body or (None,)
    if not isinstance(first, nn.Linear):
        return Scale(network.scale), []
    kind = ScaledLinear if network.scale.shape[0] == 1 else ScaledLinears
    return kind(first, network.scale), others


def _layer(module: nn.Module, masks: Masks) -> Layer:
    if isinstance(module, nn.Linear):
        return Linear(module)
    if isinstance(module, nn.BatchNorm1d):
        return Norm(module)
    if isinstance(module, ByteDropout):
        return Dropout(masks, masks.dropouts.index(module))
    return activation(module)
