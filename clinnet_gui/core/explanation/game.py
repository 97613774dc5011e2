"""What the network would say if only some of a patient's columns were hers.

The other columns are those of a background patient; the worth of a coalition is the mean output over
them. The first layer is linear, so each column's part in it is computed once for a patient and once for
the background, and a coalition is a sum of such parts. In an order of the columns each coalition is the
one before and one part more. Many go through the layers behind as one matrix, whatever the number of
inputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinnet_gui.core.arrays import Bools, Floats, Ints
from clinnet_gui.core.explanation.columns import Columns
from clinnet_gui.core.explanation.layers import Stack

if TYPE_CHECKING:
    from torch import Tensor

_PRODUCTS = 2**27
"""Multiplications that are made at once: some 10 ms."""

_COPIED = 8
"""Multiplications that a unit of the first layer is worth where it is only copied and added."""


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
        players, units = self._columns.players.size, len(self._stack[0].bias)
        return max(1, _PRODUCTS // ((units * players + self._behind) * len(self._start)))

    @property
    def orders_at_once(self) -> int:
        """How many orders to walk at once."""
        players, units = self._columns.players.size, len(self._stack[0].bias)
        return max(1, _PRODUCTS // ((_COPIED * units + self._behind) * (players + 1)))

    @property
    def _behind(self) -> int:
        """Multiplications of the layers behind the first, for one patient."""
        return sum(layer.weight.numel() for layer in self._stack[1:])

    def against(self, x: Tensor) -> Tensor:
        """Return what the patient (float32 [inputs]) changes in the first layer, [players,
        backgrounds, units], a column at a time."""
        return self._of_columns(x[None]) - self._parts

    def worth(self, changes: Tensor, coalitions: Bools) -> Floats:
        """Return the mean output for each coalition (bool, [coalitions, players])."""
        import torch

        chosen = torch.from_numpy(coalitions).to(changes.dtype)
        moved = (chosen @ changes.flatten(1)).view(len(chosen), *self._start.shape)
        z = self._through(moved.add_(self._start).flatten(0, 1))
        found: Floats = z.view(len(chosen), -1).double().mean(dim=1).numpy()
        return found

    def walks(self, changes: Tensor, orders: Ints, starts: Ints) -> Floats:
        """Return the outputs along ``orders`` of the players [orders, players], each from one background
        patient (``starts`` [orders]), float64 [orders, players + 1]."""
        import torch

        parts, (count, players) = changes.flatten(0, 1), orders.shape
        backgrounds, units = self._start.shape
        z = self._start.new_empty(players + 1, count, units)
        torch.index_select(self._start, 0, torch.from_numpy(starts), out=z[0])
        for step, who in enumerate(torch.from_numpy(orders.T * backgrounds + starts)):
            torch.index_select(parts, 0, who, out=z[step + 1])
            z[step + 1].add_(z[step])
        found: Floats = self._through(z.flatten(0, 1)).view(players + 1, count).T.double().numpy()
        return found

    def _through(self, z: Tensor) -> Tensor:
        """The output of z of the first layer, [rows, 1]."""
        for before, layer in zip(self._stack, self._stack[1:], strict=False):
            z = layer.linear(before.out(z))
        return z

    def _of_columns(self, x: Tensor) -> Tensor:
        """Each column's part of the first layer, [players, patients, units]."""
        import torch

        weight = self._stack[0].weight
        parts = [x[:, own] @ weight[:, own].T for own in self._columns.owned]
        return torch.stack(parts) if parts else x.new_zeros(0, len(x), len(weight))
