"""One number a step: every one of them for export and lookup, and buckets of them for drawing."""

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.gui.widgets.training.buckets import Buckets


class Trace:
    """A series that grows; step 1 is its first number."""

    def __init__(self, geometric: bool = False) -> None:
        self.buckets = Buckets(geometric)
        self._values = np.empty(1024)

    @property
    def size(self) -> int:
        """How many steps there are."""
        return self.buckets.size

    @property
    def values(self) -> Floats:
        """All numbers, as they came (a view: do not keep it across ``extend``)."""
        return self._values[: self.size]

    def extend(self, values: Floats) -> None:
        """Add the numbers of the next steps."""
        start, end = self.size, self.size + values.size
        if end > self._values.size:
            grown = np.empty(max(end, 2 * self._values.size))
            grown[:start] = self.values
            self._values = grown
        self._values[start:end] = values
        self.buckets.extend(values)

    def at(self, step: int) -> float:
        """Return the number of a step, NaN where there is none."""
        return float(self._values[step - 1]) if 1 <= step <= self.size else float("nan")
