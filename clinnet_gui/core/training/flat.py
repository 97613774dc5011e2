"""A network's numbers in three flat tensors: parameters, their gradients, BatchNorm's statistics.

The layers hold views of them. So the gradient's norm, clipping, the optimiser's step, and the
copies that keep the best weights are each one operation on one tensor, however many layers there
are. Imports torch: import late.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

ALIGNED = 16
"""Each view starts at a multiple of 64 bytes, as the matrix library likes it."""


MATRIX = 2
"""Only the weights of linear layers have two dimensions; only they decay."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The numbers of a network at one moment."""

    parameters: Tensor
    statistics: Tensor


class Flat:
    """The flat tensors of ``network``, whose layers are made to hold views of them.

    ``decayed`` and ``plain`` are the two halves of the parameters as the optimiser takes them:
    weights of linear layers, which weight decay shrinks, and all else, which it leaves.
    """

    def __init__(self, network: nn.Sequential) -> None:
        decayed = [p for p in network.parameters() if p.dim() == MATRIX]
        plain = [p for p in network.parameters() if p.dim() != MATRIX]
        cut = sum(map(_room, decayed))
        self.parameters = torch.zeros(cut + sum(map(_room, plain)))
        self.gradients = torch.zeros_like(self.parameters)
        for parameter, start in _places([*decayed, *plain]):
            view = _view(self.parameters, start, parameter)
            view.copy_(parameter.data)
            parameter.data = view
            parameter.grad = _view(self.gradients, start, parameter)
        self.decayed, self.plain = self._half(slice(0, cut)), self._half(slice(cut, None))
        self.statistics = _flat_statistics(network)
        self._before = self.statistics.clone()

    def _half(self, part: slice) -> nn.Parameter:
        half = nn.Parameter(self.parameters[part])
        half.grad = self.gradients[part]
        return half

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


def _flat_statistics(network: nn.Sequential) -> Tensor:
    """Make running means and variances views of one tensor; the counter of batches goes, as it
    costs an operation a layer and step and nothing reads it with a fixed momentum."""
    norms = [layer for layer in network if isinstance(layer, nn.BatchNorm1d)]
    flat = torch.zeros(sum(2 * _room(norm.weight) for norm in norms))
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
