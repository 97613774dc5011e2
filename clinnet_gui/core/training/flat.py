"""A network's numbers in three flat tensors: parameters, their gradients, BatchNorm's statistics.

The layers hold views of them. So the gradient's norm, clipping, the optimiser's step, and the
copies that keep the best weights are each one operation on one tensor, however many layers there
are. Imports torch: import late.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from clinnet_gui.core.model.network import Network

ALIGNED = 16
"""Each view starts at a multiple of 64 bytes, as the matrix library likes it."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The numbers of a network at one moment."""

    parameters: Tensor
    statistics: Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """The weights of one linear layer and their gradients, as views of the flat tensors."""

    name: str
    weights: Tensor
    gradients: Tensor


class Flat:
    """The flat tensors of ``network``, whose layers are made to hold views of them.

    ``decayed``, ``plain`` and ``scale`` are the parts of the parameters as the optimiser takes
    them: weights of linear layers and shortcut, which weight decay shrinks; biases and
    BatchNorm's own, which it leaves; the scales of the inputs, which have a rate of their own.
    """

    def __init__(self, network: Network) -> None:
        linear: list[nn.Parameter] = [m.weight for m in network.modules() if isinstance(m, nn.Linear)]  # type: ignore[misc]
        decayed: list[nn.Parameter] = [*linear, *([] if network.shortcut is None else [network.shortcut])]
        kept = {id(p) for p in (*decayed, network.scale)}
        plain = [p for p in network.parameters() if id(p) not in kept]
        ends = [sum(map(_room, part)) for part in (decayed, plain, [network.scale])]
        self.parameters = torch.zeros(sum(ends), device=network.scale.device)
        self.gradients = torch.zeros_like(self.parameters)
        for parameter, start in _places([*decayed, *plain, network.scale]):
            view = _view(self.parameters, start, parameter)
            view.copy_(parameter.data)
            parameter.data = view
            parameter.grad = _view(self.gradients, start, parameter)
        self.decayed = self._part(0, ends[0])
        self.plain = self._part(ends[0], ends[0] + ends[1])
        self.scale = self._part(ends[0] + ends[1], sum(ends))
        self.statistics = _flat_statistics(network)
        self.matrices = _matrices(network)
        self._before = self.statistics.clone()

    def _part(self, start: int, end: int) -> nn.Parameter:
        part = nn.Parameter(self.parameters[start:end])
        part.grad = self.gradients[start:end]
        return part

    def remember_statistics(self) -> None:
        """Keep BatchNorm's statistics as they are before a forward pass."""
        self._before.copy_(self.statistics)

    def restore_statistics(self) -> None:
        """Undo what the last forward pass wrote into BatchNorm's statistics."""
        self.statistics.copy_(self._before)

    def snapshot(self) -> Snapshot:
        """Return a copy of parameters and statistics."""
        return Snapshot(self.parameters.clone(), self.statistics.clone())

    def restore(self, snapshot: Snapshot) -> None:
        """Put parameters and statistics back."""
        self.parameters.copy_(snapshot.parameters)
        self.statistics.copy_(snapshot.statistics)


def _matrices(network: Network) -> tuple[Matrix, ...]:
    found = []
    for name, layer in network.named_modules():
        if isinstance(layer, nn.Linear):
            assert layer.weight.grad is not None, "the layers hold views by now"
            found.append(Matrix(name.removeprefix("body."), layer.weight.data, layer.weight.grad))
    return tuple(found)


def _flat_statistics(network: Network) -> Tensor:
    """Make running means and variances views of one tensor; the counter of batches goes, as it
    costs an operation a layer and step and nothing reads it with a fixed momentum."""
    norms = [layer for layer in network.body if isinstance(layer, nn.BatchNorm1d)]
    flat = torch.zeros(sum(2 * _room(norm.weight) for norm in norms), device=network.scale.device)
    start = 0
    for norm in norms:
        for name in ("running_mean", "running_var"):
            view = _view(flat, start, norm.weight)
            view.copy_(getattr(norm, name))
            setattr(norm, name, view)
            start += _room(norm.weight)
        norm.num_batches_tracked = None
    return flat


def _room(tensor: Tensor) -> int:
    return -(-tensor.numel() // ALIGNED) * ALIGNED


def _places(tensors: Iterable[nn.Parameter]) -> Iterable[tuple[nn.Parameter, int]]:
    start = 0
    for tensor in tensors:
        yield tensor, start
        start += _room(tensor)


def _view(flat: Tensor, start: int, like: Tensor) -> Tensor:
    return flat[start : start + like.numel()].view(like.shape)
