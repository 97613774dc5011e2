"""Sizes of a network and of its training, in whole numbers and without torch."""

from itertools import pairwise

from clinnet_gui.core.model.spec import Shortcut, Spec

NORM_PARAMETERS = 2
"""Scale and shift that BatchNorm learns for each unit."""


def parameter_count(spec: Spec, inputs: int) -> int:
    """Return how many numbers are learned: weights, biases, scales and shifts of BatchNorm; for
    each member a scale of each input and a head; one weight an input for the shortcut.

    >>> parameter_count(Spec(hidden=(2,), dropout=0.0), inputs=3)  # 3, 3*2 + 2, 2*2, 2 + 1
    18
    """
    widths = (inputs, *spec.hidden)
    blocks = sum(before * after + (1 + NORM_PARAMETERS) * after for before, after in pairwise(widths))
    shortcut = 0 if spec.shortcut is Shortcut.NONE else inputs
    return blocks + spec.members * (inputs + widths[-1] + 1) + shortcut


def steps_per_epoch(rows: int, batch: int) -> int:
    """Return into how many batches, equal to within one row, ``rows`` are divided.

    Never leaves a short last batch, so none of a single row, on which BatchNorm fails.

    >>> steps_per_epoch(513, 256)
    2
    """
    return max(1, min(round(rows / batch), rows // 2))
