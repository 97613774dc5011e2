"""The network: members that share blocks of Linear, BatchNorm, activation and dropout.

A member is the same network with a scale of its own on each input and a head of its own
(TabM-mini: Gorishniy et al. 2024, arXiv 2410.24210); their logits are averaged. Beside the
layers a shortcut may lead from the inputs straight to the logit.
Imports torch: import late.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import torch
from torch import nn

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.model.spec import Activation, Shortcut, Spec

if TYPE_CHECKING:
    from torch import Generator, Tensor

SPREAD = 0.5
"""Standard deviation around 1 of the scales that several members begin with."""


PRODUCTS = 500_000_000
FEWEST_ROWS, MOST_ROWS = 8, 2_048
"""Of a forward pass without gradients, and its multiplications: some 30 ms."""


class Network(nn.Module):
    """Maps inputs [n, inputs] to logits: [n] as called, [n, members] by ``members``.

    ``scale`` is [members, inputs]; ``body`` holds the named blocks (``linear1``, ``norm1``,
    ``activation1``, ``dropout1``, ...), each layer an instance of its own, as attribution
    requires; ``head`` is Linear with one unit a member, of which each takes its own;
    ``shortcut`` is [inputs] or None.
    """

    def __init__(self, spec: Spec, inputs: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(spec.members, inputs))
        self.body = nn.Sequential()
        for i, (before, after) in enumerate(pairwise((inputs, *spec.hidden)), start=1):
            self.body.add_module(f"linear{i}", nn.Linear(before, after))
            self.body.add_module(f"norm{i}", nn.BatchNorm1d(after))
            if (activation := _activation(spec.activation)) is not None:
                self.body.add_module(f"activation{i}", activation)
            if spec.dropout > 0:
                self.body.add_module(f"dropout{i}", nn.Dropout(spec.dropout))
        self.head = nn.Linear((inputs, *spec.hidden)[-1], spec.members)
        self.shortcut = None if spec.shortcut is Shortcut.NONE else nn.Parameter(torch.zeros(inputs))

    @property
    def rows_at_once(self) -> int:
        """How many rows to send through at once, so that work yields often and memory is spared."""
        weights = len(self.scale) * sum(parameter.numel() for parameter in self.parameters())
        return min(MOST_ROWS, max(FEWEST_ROWS, PRODUCTS // weights))

    def members(self, x: Tensor) -> Tensor:
        """Return each member's logit [n, members] of ``x`` [n, inputs]."""
        n, members = x.shape[0], self.scale.shape[0]
        units: Tensor = self.body((x[:, None] * self.scale).flatten(0, 1))
        if members == 1:
            logits: Tensor = self.head(units)
        else:
            logits = (units.view(n, members, -1) * self.head.weight).sum(dim=2) + self.head.bias
        return logits if self.shortcut is None else logits + (x @ self.shortcut)[:, None]

    def average_with(self, shortcut: Floats, intercept: float) -> None:
        """Become the mean, on the logit, of this network and a linear model of its inputs."""
        assert self.shortcut is not None, "the spec asks for a shortcut"
        with torch.no_grad():
            self.head.weight.mul_(0.5)
            self.head.bias.add_(intercept).mul_(0.5)
            self.shortcut.add_(torch.from_numpy(shortcut)).mul_(0.5)

    def forward(self, x: Tensor) -> Tensor:
        """Return the mean of the members' logits, [n]."""
        return self.members(x).mean(dim=1)


def build(spec: Spec, inputs: int) -> Network:
    """Return the untrained network; its start follows from ``spec.seed`` alone.

    With ``Activation.NONE`` the blocks have no activation, and in eval mode all is one linear
    layer.
    """
    network = Network(spec, inputs)
    _start(network, torch.Generator().manual_seed(spec.seed))
    return network


def _activation(activation: Activation) -> nn.Module | None:
    kinds: dict[Activation, type[nn.Module]] = {
        Activation.RELU: nn.ReLU,
        Activation.GELU: nn.GELU,
        Activation.SILU: nn.SiLU,
        Activation.TANH: nn.Tanh,
    }
    return kinds[activation]() if activation in kinds else None


def _start(network: Network, generator: Generator) -> None:
    """He's start for the hidden layers (arXiv 1502.01852); a small head, so that risks begin alike."""
    for layer in network.body:
        if isinstance(layer, nn.Linear):
            _uniform(layer, 1.0, generator)
    _uniform(network.head, 0.1, generator)
    if network.scale.shape[0] > 1:
        nn.init.normal_(network.scale, 1.0, SPREAD, generator=generator)


def _uniform(layer: nn.Linear, share: float, generator: Generator) -> None:
    bound = share * math.sqrt(6 / layer.in_features)
    nn.init.uniform_(layer.weight, -bound, bound, generator=generator)
    nn.init.zeros_(layer.bias)
