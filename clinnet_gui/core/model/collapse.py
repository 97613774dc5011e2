"""The lesson of the linear stack: without an activation, many layers are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clinnet_gui.core.arrays import Floats, read_only

if TYPE_CHECKING:
    from torch import nn


def collapse(network: nn.Sequential) -> tuple[Floats, float]:
    """Return weight (float64, [inputs]) and bias of the one linear layer the network equals.

    Holds in eval mode, where BatchNorm is a factor and a shift for each unit and dropout does
    nothing: logit = x @ weight + bias. ValueError where a layer bends.
    """
    from torch import nn

    matrix: Floats | None = None
    shift: Floats = np.zeros(0)
    for layer in network:
        if isinstance(layer, nn.Linear):
            weight, bias = _numbers(layer.weight), _numbers(layer.bias)
            matrix, shift = (weight, bias) if matrix is None else (weight @ matrix, weight @ shift + bias)
        elif isinstance(layer, nn.BatchNorm1d):
            assert matrix is not None, "BatchNorm follows a linear layer"
            factor, offset = _folded(layer)
            matrix, shift = factor[:, None] * matrix, factor * shift + offset
        elif not isinstance(layer, nn.Dropout | nn.Flatten):
            raise ValueError("only a network without activations is one linear layer")
    assert matrix is not None, "a network has a head"
    return read_only(matrix[0]), float(shift[0])


def _folded(norm: nn.BatchNorm1d) -> tuple[Floats, Floats]:
    """BatchNorm in eval mode as factor and shift."""
    assert norm.running_mean is not None and norm.running_var is not None
    factor = _numbers(norm.weight) / np.sqrt(_numbers(norm.running_var) + norm.eps)
    return factor, _numbers(norm.bias) - factor * _numbers(norm.running_mean)


def _numbers(tensor: object) -> Floats:
    import torch

    assert isinstance(tensor, torch.Tensor)
    return tensor.detach().numpy().astype(np.float64)
