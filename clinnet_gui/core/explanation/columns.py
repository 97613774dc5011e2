"""From inputs back to columns: what the inputs of one column contributed is added up."""

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Ints

Real = NDArray[np.floating]


class Columns:
    """Which inputs belong to which column.

    ``owners`` holds for each input the position (0..count - 1) of its column and never falls; a
    column may own no input.

    >>> Columns(np.array([0, 0, 2]), 3).sums(np.array([[1.0, 2.0, 4.0]]))
    array([[3., 0., 4.]])
    """

    def __init__(self, owners: Ints, count: int) -> None:
        self.inputs, self.count = int(owners.size), count
        self._starts = np.flatnonzero(np.diff(owners, prepend=-1))
        self._present = owners[self._starts]

    @property
    def players(self) -> Ints:
        """The positions of the columns that own inputs, ascending."""
        return self._present

    @property
    def owned(self) -> tuple[slice, ...]:
        """The inputs of each of ``players``."""
        ends = np.append(self._starts, self.inputs).tolist()
        return tuple(map(slice, ends, ends[1:]))

    def sums(self, values: Real) -> Real:
        """Return the sums over each column's inputs, [..., count], of ``values`` [..., inputs]."""
        found = np.zeros((*values.shape[:-1], self.count), values.dtype)
        if self.inputs:
            found[..., self._present] = np.add.reduceat(values, self._starts, axis=-1)
        return found
