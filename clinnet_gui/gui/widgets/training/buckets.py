"""A course of any length in at most 550 buckets, so that a redraw costs the same at every step.

Each bucket keeps the least, the greatest and the mean of its steps: a spike of one step survives
however wide the buckets have become. When they run out, neighbours merge and the width doubles.
"""

import numpy as np

from clinnet_gui.core.arrays import Floats

CAPACITY = 550
LEAST = 1e-12  # stands in for 0 where a logarithm is taken


class Buckets:
    """Numbers that arrive one a step, the first at step 1; what is not finite is left out.

    With ``geometric`` the mean is that of the logarithms: the typical size of numbers, all
    positive, that spread over decades.
    """

    def __init__(self, geometric: bool = False, capacity: int = CAPACITY) -> None:
        self._geometric = geometric
        self._capacity = capacity + capacity % 2
        self.width = 1
        self.size = 0
        self._low = np.full(self._capacity, np.inf)
        self._high = np.full(self._capacity, -np.inf)
        self._total = np.zeros(self._capacity)
        self._count = np.zeros(self._capacity, np.int64)

    def extend(self, values: Floats) -> None:
        """Add the values of the next steps."""
        while self.size + values.size > self._capacity * self.width:
            self._merge()
        finite = np.isfinite(values)
        index = (self.size + np.flatnonzero(finite)) // self.width
        kept = values[finite]
        np.minimum.at(self._low, index, kept)
        np.maximum.at(self._high, index, kept)
        np.add.at(self._total, index, np.log(np.maximum(kept, LEAST)) if self._geometric else kept)
        np.add.at(self._count, index, 1)
        self.size += values.size

    def _merge(self) -> None:
        half = self._capacity // 2
        for array, join, empty in (
            (self._low, np.minimum, np.inf),
            (self._high, np.maximum, -np.inf),
            (self._total, np.add, 0),
            (self._count, np.add, 0),
        ):
            array[:half] = join(array[0::2], array[1::2])
            array[half:] = empty
        self.width *= 2

    def _filled(self) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        return np.flatnonzero(self._count)

    def _steps(self) -> Floats:
        """The middle of each filled bucket, in steps."""
        start = self._filled() * self.width
        end = np.minimum(start + self.width, self.size)
        return np.asarray((start + end + 1) / 2, dtype=np.float64)

    def envelope(self) -> tuple[Floats, Floats]:
        """Return steps and values of a line that goes from the least to the greatest of every
        bucket; while a bucket is one step, of the values themselves."""
        filled, steps = self._filled(), self._steps()
        if self.width == 1:
            return steps, self._low[filled]
        pairs = np.stack((self._low[filled], self._high[filled]), axis=1)
        return np.repeat(steps, 2), pairs.reshape(-1)

    def smooth(self, span: int) -> tuple[Floats, Floats]:
        """Return steps and exponential moving average over about ``span`` steps, one point a
        bucket; the same curve, but for its sampling, at every width. It begins as the plain mean
        of what there is, so that the first steps do not weigh on the rest."""
        filled = self._filled()
        means = (self._total[filled] / self._count[filled]).tolist()
        kept = (1 - 1 / max(1.0, span)) ** self._count[filled]
        total, weight, averages = 0.0, 0.0, []
        for mean, keep in zip(means, kept.tolist(), strict=True):
            total = keep * total + (1 - keep) * mean
            weight = keep * weight + (1 - keep)
            averages.append(total / weight)
        smooth = np.array(averages)
        return self._steps(), np.exp(smooth) if self._geometric else smooth

    def middle(self) -> tuple[float, float]:
        """Return the range that holds the 1st to 99th percentile of the buckets; NaN if empty."""
        filled = self._filled()
        if not filled.size:
            return np.nan, np.nan
        low, high = np.quantile(self._low[filled], 0.01), np.quantile(self._high[filled], 0.99)
        return float(low), float(high)

    def extent(self) -> tuple[float, float]:
        """Return the least and the greatest value; NaN if empty."""
        filled = self._filled()
        if not filled.size:
            return np.nan, np.nan
        return float(self._low[filled].min()), float(self._high[filled].max())
