"""The lesson of the linear stack: without an activation, many layers are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clinnet_gui.core.arrays import Floats, read_only

if TYPE_CHECKING:
    from torch import nn

    from clinnet_gui.core.model.network import Network


def collapse(network: Network) -> tuple[Floats, float]:
    """Return weight (float64, [inputs]) and bias of the one linear layer the network equals.

    Holds in eval mode, where BatchNorm is a factor and a shift for each unit and dropout does
    nothing: logit = x @ weight + bias. ValueError where a layer bends. The members' scales, their
    heads and the shortcut are linear too, and so is the mean of the members.
    """
    matrix, shift = _collapsed_body(network.body, network.scale.shape[1])
    heads, biases = _numbers(network.head.weight), _numbers(network.head.bias)
    weight = ((heads @ matrix) * _numbers(network.scale)).mean(axis=0)
    if network.shortcut is not None:
        weight = weight + _numbers(network.shortcut)
    return read_only(weight), float((heads @ shift + biases).mean())


def _collapsed_body(body: nn.Sequential, inputs: int) -> tuple[Floats, Floats]:
    """The product of the blocks, [units, inputs], and its shift."""
    from torch import nn

    matrix, shift = np.eye(inputs), np.zeros(inputs)
    for layer in body:
        if isinstance(layer, nn.Linear):
            weight, bias = _numbers(layer.weight), _numbers(layer.bias)
            matrix, shift = weight @ matrix, weight @ shift + bias
        elif isinstance(layer, nn.BatchNorm1d):
            factor, offset = _folded(layer)
            matrix, shift = factor[:, None] * matrix, factor * shift + offset
        elif not isinstance(layer, nn.Dropout):
            raise ValueError("only a network without activations is one linear layer")
    return matrix, shift


def _folded(norm: nn.BatchNorm1d) -> tuple[Floats, Floats]:
    """BatchNorm in eval mode as factor and shift."""
    assert norm.running_mean is not None and norm.running_var is not None
    factor = _numbers(norm.weight) / np.sqrt(_numbers(norm.running_var) + norm.eps)
    return factor, _numbers(norm.bias) - factor * _numbers(norm.running_mean)


def _numbers(tensor: object) -> Floats:
    import torch

    assert isinstance(tensor, torch.Tensor)
    return tensor.detach().numpy().astype(np.float64)
