"""Whether a training went on long enough to be judged: in steps, not in epochs.

An epoch of a small table is a few steps, so that a fixed number of epochs would call a network
underfit that has hardly begun.
"""

import numpy as np

from clinnet_gui.core.training.fit import Fold
from clinnet_gui.core.training.records import Stop

ENOUGH_STEPS = 2_000
LEAST_GAIN = 1e-3
"""Share by which the validation loss must still fall in an epoch for training to be called too short."""


def has_settled(fold: Fold) -> bool:
    """Return whether the network was given its time: all of its plan or patience, 2,000 steps, or as
    many as it took until its validation loss fell by less than 0.1 % an epoch."""
    return fold.stop is Stop.BUDGET or has_levelled(fold)


def has_levelled(fold: Fold) -> bool:
    """Return whether more steps would have given little: as ``has_settled``, but that the end of a
    plan of fewer than 2,000 steps says nothing about it."""
    steps = int(fold.history.loss.size)
    return fold.stop is Stop.EARLY or steps >= ENOUGH_STEPS or _gain(fold) < LEAST_GAIN


def _gain(fold: Fold) -> float:
    """By which share the best validation loss fell in the last epoch; infinite within the first."""
    history = fold.history
    best = np.minimum.accumulate(np.nan_to_num(history.validation_loss, nan=np.inf))
    before = np.flatnonzero(history.validation_step <= history.loss.size - history.steps_per_epoch)
    if not before.size or not np.isfinite(best[before[-1]]):
        return np.inf
    return float(1 - best[-1] / best[before[-1]])
