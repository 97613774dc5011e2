"""Networks as training leaves them, and the same written out for shap: one path a member."""

from __future__ import annotations

import copy
import warnings

import numpy as np
import torch
from torch import Tensor, nn

from clinnet_gui.core.model.network import Network, build
from clinnet_gui.core.model.spec import Activation, Shortcut, Spec

INPUTS = 12


def made(
    hidden: tuple[int, ...], activation: Activation, members: int = 1, shortcut: Shortcut = Shortcut.NONE
) -> Network:
    """A network whose every BatchNorm, scale, head and shortcut has numbers of its own."""
    spec = Spec(hidden=hidden, dropout=0.2, activation=activation, members=members, shortcut=shortcut, seed=3)
    network = build(spec, INPUTS)
    draw = torch.Generator().manual_seed(4)
    for layer in network.body:
        if isinstance(layer, nn.BatchNorm1d):
            layer.running_mean = torch.randn(layer.num_features, generator=draw)
            layer.running_var = torch.rand(layer.num_features, generator=draw) + 0.5
            layer.weight.data = torch.rand(layer.num_features, generator=draw) + 0.5
            layer.bias.data = torch.randn(layer.num_features, generator=draw)
    network.scale.data = torch.rand(network.scale.shape, generator=draw) + 0.5
    network.head.bias.data = torch.randn(members, generator=draw)
    if network.shortcut is not None:
        network.shortcut.data = torch.randn(INPUTS, generator=draw)
    return network.eval()


def patients(n: int, seed: int) -> Tensor:
    """Patients some of whose inputs are 0 or 1, as one-hot inputs are."""
    draw = torch.Generator().manual_seed(seed)
    x = torch.randn(n, INPUTS, generator=draw)
    x[:, 6:] = (x[:, 6:] > 0).float()
    return x


def shap_values(network: Network, background: Tensor, x: Tensor) -> np.ndarray:
    """What shap's DeepExplainer says of the network written out, [patients, inputs]."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap

        return np.asarray(shap.DeepExplainer(_Unrolled(network), background).shap_values(x))[..., 0]


class _Unrolled(nn.Module):
    """The network without a layer that is used twice: shap follows each only once. Scales become
    linear maps, and each member has a copy of the body."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        members = len(network.scale)
        self.paths = nn.ModuleList(_path(network, member) for member in range(members))
        self.mean = _linear(torch.full((1, members), 1 / members, dtype=network.scale.dtype))
        self.shortcut = None if network.shortcut is None else _linear(network.shortcut.detach()[None])

    def forward(self, x: Tensor) -> Tensor:
        logit: Tensor = self.mean(torch.cat([path(x) for path in self.paths], dim=1))
        return logit if self.shortcut is None else logit + self.shortcut(x)


def _path(network: Network, member: int) -> nn.Sequential:
    head = _linear(network.head.weight.detach()[member : member + 1])
    head.bias.data = network.head.bias.detach()[member : member + 1]
    scale = _linear(torch.diag(network.scale.detach()[member]))
    return nn.Sequential(scale, *copy.deepcopy(network.body), head)


def _linear(weight: Tensor) -> nn.Linear:
    layer = nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype)
    layer.weight.data, layer.bias.data = weight.clone(), torch.zeros_like(layer.bias)
    return layer
