"""Intervals of mean differences between models judged on the same rows: the paired bootstrap.

What is drawn is the patient: rows of one patient resemble each other, and drawn one by one they
would promise a narrower interval than the data can give (Field and Welsh 2007).
"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints

TIMES = 1_000
CELLS = 200_000
"""Random draws between two yields: a few milliseconds of work."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def below_zero(self) -> bool:
        """Whether the whole interval lies below 0."""
        return self.high < 0

    @property
    def above_zero(self) -> bool:
        """Whether the whole interval lies above 0."""
        return self.low > 0


def resampled_means(
    values: Floats, patients: Ints, seed: int, times: int = TIMES
) -> Generator[float, None, Floats]:
    """Return ``times`` bootstrap means [times, k] of each column of ``values`` [rows, k].

    Patients are drawn with replacement, each with all its rows (Efron 1979); the columns of a row
    are drawn together, so that the difference of two columns is a paired one. Yields the share done.
    """
    distinct, owner = np.unique(patients, return_inverse=True)
    sums = np.column_stack([np.bincount(owner, weights=column) for column in values.T])
    rows = np.bincount(owner).astype(np.float64)
    generator, n = np.random.default_rng(seed), distinct.size
    means = np.empty((times, values.shape[1]))
    block = max(1, CELLS // n)
    for start in range(0, times, block):
        size = min(block, times - start)
        drawn = generator.integers(0, n, (size, n)) + n * np.arange(size)[:, None]
        weights = np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n).astype(np.float64)
        means[start : start + size] = (weights @ sums) / (weights @ rows)[:, None]
        yield (start + size) / times
    return means


def interval(values: Floats, means: Floats) -> Interval:
    """Return the mean of ``values`` with the percentile interval of its bootstrap ``means``.

    >>> interval(np.array([1.0, 3.0]), np.linspace(0.0, 4.0, 401))
    Interval(value=2.0, low=0.1, high=3.9)
    """
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(float(np.mean(values)), float(low), float(high))
