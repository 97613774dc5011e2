"""What the network would say if only some of a patient's columns were hers.

The other columns are those of each background patient in turn; the worth of a coalition is the
mean output. The first layer is linear, so each column's part in it is computed once for a
patient and once for the background, and a coalition is a sum of such parts: all its background
patients go through the layers behind as one matrix, whatever the number of inputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinnet_gui.core.arrays import Bools, Floats
from clinnet_gui.core.explanation.columns import Columns
from clinnet_gui.core.explanation.layers import Stack

if TYPE_CHECKING:
    from torch import Tensor

_PRODUCTS = 2**27
"""Multiplications that are made at once: some 10 ms."""


class Game:
    """The game of one stack and one background (float32 [backgrounds, inputs]); players are the
    columns that own inputs, in their order."""

    def __init__(self, stack: Stack, background: Tensor, columns: Columns) -> None:
        self._stack, self._columns = stack, columns
        self._start = stack[0].linear(background)
        self._parts = self._of_columns(background)

    @property
    def at_once(self) -> int:
        """How many coalitions to ask for at once."""
        first, behind = self._columns.players.size, self._stack[1:]
        units = len(self._stack[0].bias)
        products = units * first + sum(layer.weight.numel() for layer in behind)
        return max(1, _PRODUCTS // (products * len(self._start)))

    def against(self, x: Tensor) -> Tensor:
        """Return what the patient (float32 [inputs]) changes in the first layer, [players,
        backgrounds, units], a column at a time."""
        return self._of_columns(x[None]) - self._parts

    def worth(self, changes: Tensor, coalitions: Bools) -> Floats:
        """Return the mean output for each coalition (bool, [coalitions, players])."""
        import torch

        chosen = torch.from_numpy(coalitions).to(changes.dtype)
        moved = (chosen @ changes.flatten(1)).view(len(chosen), *self._start.shape)
        z = moved.add_(self._start).flatten(0, 1)
        for before, layer in zip(self._stack, self._stack[1:], strict=False):
            z = layer.linear(before.out(z))
        found: Floats = z.view(len(chosen), -1).double().mean(dim=1).numpy()
        return found

    def _of_columns(self, x: Tensor) -> Tensor:
        """Each column's part of the first layer, [players, patients, units]."""
        import torch

        weight = self._stack[0].weight
        parts = [x[:, own] @ weight[:, own].T for own in self._columns.owned]
        return torch.stack(parts) if parts else x.new_zeros(0, len(x), len(weight))
