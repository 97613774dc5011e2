"""A numeric column's distinct numbers, counted once for every look at them."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.data.table import Column


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """A column's distinct numbers in ascending order and the rows that hold each."""

    values: Floats
    counts: Ints

    @property
    def rows(self) -> int:
        """How many rows hold a number."""
        return int(self.counts.sum())


def spread_of(column: Column) -> Spread:
    """Return a numeric column's distinct numbers."""
    values, counts = np.unique(column.values[np.isfinite(column.values)], return_counts=True)
    return Spread(values, counts)
