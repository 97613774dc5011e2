"""The network: blocks of Linear, BatchNorm, activation and dropout, and a head of one unit."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from clinnet_gui.core.model.spec import Activation, Spec

if TYPE_CHECKING:
    from torch import Generator, nn


def build(spec: Spec, inputs: int) -> nn.Sequential:
    """Return the untrained network, which maps inputs [n, inputs] to logits [n].

    The layers are named children (``linear1``, ``norm1``, ``activation1``, ``dropout1``, ...,
    ``head``, and ``flat``, which turns the head's [n, 1] into [n]); each is an instance of its
    own, as attribution requires. The start weights follow from ``spec.seed`` alone. With
    ``Activation.NONE`` the blocks have no activation, and in eval mode all is one linear layer.
    """
    import torch
    from torch import nn

    network = nn.Sequential()
    for i, (before, after) in enumerate(pairwise((inputs, *spec.hidden)), start=1):
        network.add_module(f"linear{i}", nn.Linear(before, after))
        network.add_module(f"norm{i}", nn.BatchNorm1d(after))
        if (activation := _activation(spec.activation)) is not None:
            network.add_module(f"activation{i}", activation)
        if spec.dropout > 0:
            network.add_module(f"dropout{i}", nn.Dropout(spec.dropout))
    network.add_module("head", nn.Linear((inputs, *spec.hidden)[-1], 1))
    network.add_module("flat", nn.Flatten(0))
    _start(network, torch.Generator().manual_seed(spec.seed))
    return network


def _activation(activation: Activation) -> nn.Module | None:
    from torch import nn

    kinds: dict[Activation, type[nn.Module]] = {
        Activation.RELU: nn.ReLU,
        Activation.GELU: nn.GELU,
        Activation.SILU: nn.SiLU,
        Activation.TANH: nn.Tanh,
    }
    return kinds[activation]() if activation in kinds else None


def _start(network: nn.Sequential, generator: Generator) -> None:
    """He's start for the hidden layers (arXiv 1502.01852); a small head, so that risks begin alike."""
    from torch import nn

    for name, layer in network.named_children():
        if isinstance(layer, nn.Linear):
            bound = (0.1 if name == "head" else 1.0) * math.sqrt(6 / layer.in_features)
            nn.init.uniform_(layer.weight, -bound, bound, generator=generator)
            nn.init.zeros_(layer.bias)
