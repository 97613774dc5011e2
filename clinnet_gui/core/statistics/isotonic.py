"""Isotonic regression of outcomes on a score: the non-decreasing step function closest to them.

Pool adjacent violators (Ayer et al., Ann Math Stat 1955); equal scores are pooled first.
"""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, ascending, starts


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """The fit at each distinct score, ascending: ``scores`` [k], how many rows bear each
    (``counts`` [k]), and ``levels`` [k] in 0..1."""

    scores: Floats
    counts: Ints
    levels: Floats

    def at(self, scores: Floats) -> Floats:
        """Return the level of each of the fitted ``scores`` (they must be among those fitted)."""
        return np.asarray(self.levels[np.searchsorted(self.scores, scores)])

    @property
    def corners(self) -> Ints:
        """The places in ``scores`` where a step begins or ends: between them the level stands still."""
        change = np.flatnonzero(np.diff(self.levels) != 0)
        return np.unique(np.concatenate(([0], change, change + 1, [self.levels.size - 1])))


def fit_isotonic(scores: Floats, y: Bytes) -> Steps:
    """Return the isotonic fit of y (0/1) on ``scores`` (any finite numbers, same length > 0).

    >>> fit_isotonic(np.array([1.0, 2.0, 3.0]), np.array([0, 1, 0], np.int8)).levels.tolist()
    [0.0, 0.5, 0.5]
    """
    order = ascending(scores)
    events_below = np.concatenate(([0], np.cumsum(y[order], dtype=np.int64)))
    return fit_sorted(scores[order], np.arange(y.size + 1), events_below)


def fit_sorted(scores: Floats, rows_below: Ints, events_below: Ints) -> Steps:
    """Return the fit on ascending ``scores`` ([n]) from the rows and the events among the first i of
    them ([n + 1])."""
    from scipy.optimize import isotonic_regression

    begins = starts(scores)
    bounds = np.append(begins, scores.size)
    counts, events = np.diff(rows_below[bounds]), np.diff(events_below[bounds])
    fitted = isotonic_regression(events / counts, weights=counts)
    return Steps(scores[begins], counts, np.asarray(fitted.x, dtype=np.float64))
