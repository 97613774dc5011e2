"""The signs of one step: all that is watched of it, as plain numbers."""

import math
from bisect import bisect_left, bisect_right
from typing import NamedTuple

FEWEST_ROWS = 8
"""Rows below which BatchNorm's mean and variance of a batch say too little."""


class Signs(NamedTuple):
    """What was read of a step; a tuple, as one is made at every step.

    ``loss`` and ``norm`` as in Step; ``rate`` is the learning rate that the optimiser used,
    ``scheduled`` the one it should have; ``ratio`` the largest ||dW|| / ||W|| of a hidden layer;
    ``drift`` the largest |log(var / var before)| of a BatchNorm layer's summed variances; ``reach`` the
    largest distance of a cell over three times what the training rows reach (NaN: not finite);
    ``rows`` and ``events`` count the batch; ``wrong`` layers were not in training mode; ``moved``
    says that BatchNorm's statistics had changed since the step before; ``contrary`` is how many
    standard deviations the outcomes contradict the network's ranking of the rows (0 where the loss
    is not even high).
    """

    step: int
    loss: float
    norm: float
    rate: float
    scheduled: float
    ratio: float
    drift: float
    reach: float
    rows: int
    events: float
    wrong: int
    moved: bool
    contrary: float = 0.0

    @property
    def has_wrong_mode(self) -> bool:
        """Whether BatchNorm could not do its work in this step."""
        return self.wrong > 0 or self.moved or self.rows < FEWEST_ROWS


def label_z(events: float, rows: int, prevalence: float) -> float:
    """Return how far a batch's share of events lies from the prevalence, as the signed root of
    its deviance: unlike the usual z it keeps its meaning where an event is rare.

    >>> round(label_z(64, 256, 0.25), 2), round(label_z(192, 256, 0.25), 1)
    (0.0, 16.8)
    """
    if rows == 0 or not 0 < prevalence < 1:
        return 0.0
    share = min(max(events / rows, 0.0), 1.0)
    deviance = 0.0
    for seen, usual in ((share, prevalence), (1 - share, 1 - prevalence)):
        if seen > 0:
            deviance += 2 * rows * seen * math.log(seen / usual)
    return math.copysign(math.sqrt(max(deviance, 0.0)), share - prevalence)


def usual_events(rows: int, prevalence: float, limit: float) -> tuple[int, int]:
    """Return the fewest and the most events of a batch whose label z is not beyond ``limit``.

    >>> usual_events(256, 0.25, 6.0)
    (27, 108)
    """
    counts = range(rows + 1)
    least = bisect_left(counts, -limit, key=lambda events: label_z(events, rows, prevalence))
    return least, bisect_right(counts, limit, key=lambda events: label_z(events, rows, prevalence)) - 1
