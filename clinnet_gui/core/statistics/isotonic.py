"""Isotonic regression of outcomes on a score: the non-decreasing step function closest to them.

Pool adjacent violators (Ayer et al., Ann Math Stat 1955); equal scores are pooled first.
"""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """The fit at each distinct score, ascending: ``scores`` [k] and ``levels`` [k] in 0..1."""

    scores: Floats
    levels: Floats

    def at(self, scores: Floats) -> Floats:
        """Return the level of each of the fitted ``scores`` (they must be among those fitted)."""
        return np.asarray(self.levels[np.searchsorted(self.scores, scores)])


def fit_isotonic(scores: Floats, y: Bytes) -> Steps:
    """Return the isotonic fit of y (0/1) on ``scores`` (any finite numbers, same length > 0).

    >>> fit_isotonic(np.array([1.0, 2.0, 3.0]), np.array([0, 1, 0], np.int8)).levels.tolist()
    [0.0, 0.5, 0.5]
    """
    from scipy.optimize import isotonic_regression

    distinct, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    events = np.bincount(place, weights=y, minlength=distinct.size)
    fitted = isotonic_regression(events / counts, weights=counts)
    return Steps(distinct, np.asarray(fitted.x, dtype=np.float64))
