"""The rows by which networks of one study are compared: those held out from training, never the
test rows. Their losses are taken after temperature scaling, as the verdict's are."""

from collections.abc import Generator

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.statistics.paired import resampled_means
from clinnet_gui.core.training.losses import PRIOR, best_slope, row_losses
from clinnet_gui.core.work import Progress, Work

SEED = 7_919
"""Of the bootstrap: the same draws for every comparison."""


def held_rows(split: Split) -> Ints:
    """Return the dataset positions that some network of the split did not see: out-of-fold rows
    where it is crossed, else the early-stop rows."""
    return split.rows(Part.EARLY_STOP)


def held_name(split: Split) -> str:
    """Return what these rows are called."""
    return "out-of-fold rows" if split.crossed else "early-stop rows"


def held_losses(y: Bytes, logits: Floats) -> Floats:
    """Return each row's log-loss at the best temperature of all of them."""
    return row_losses(y, best_slope(y, logits, PRIOR) * logits)


def resample(dataset: Dataset, rows: Ints, losses: Floats, text: str) -> Work[Floats]:
    """Return bootstrap means [times, k] of ``losses`` [rows, k], drawn by patient; yields Progress."""
    return (yield from _told(resampled_means(losses, dataset.patients[rows], SEED), text))


def _told(drawing: Generator[float, None, Floats], text: str) -> Work[Floats]:
    while True:
        try:
            share = next(drawing)
        except StopIteration as end:
            return np.asarray(end.value)
        yield Progress(text, share)
