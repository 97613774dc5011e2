"""How far one patient's risk moves between refits that never trained on that patient.

The instability of Riley & Collins (Biometrical Journal 2023;65:2200302) takes all refits, of which some
63 % drew the patient and know what happened. What is told of a single risk is to hold for the next patient
like this one, so here only the others count.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.validation.ground import Ground
from clinnet_gui.core.evaluation.validation.refits import SPANNED

FEWEST = 5
"""Fewer refits tell nothing of how far a risk moves."""


@dataclass(frozen=True, slots=True)
class Stability:
    """One patient: of ``refits`` in all so many (``unseen``) did not draw the patient, and their risks go
    from ``low`` to ``high``: 95 % of them lie there where they are ``many``, else all do. ``flips`` is the
    share of them that put the patient on the other side of the threshold (NaN without one)."""

    refits: int
    unseen: int
    low: float
    high: float
    flips: float

    @property
    def many(self) -> bool:
        """Whether the ends leave out the outermost 5 %."""
        return self.unseen >= SPANNED


def stability_of(ground: Ground, position: int, risk: float, threshold: float | None) -> Stability | None:
    """Return how far the risk of the patient at a dataset position moves; ``risk`` is the one that is shown.

    None for a row that was not sampled (a test row), and where fewer than FEWEST refits passed the
    patient over.
    """
    rows = ground.original.rows
    place = int(np.searchsorted(rows, position))
    if place == rows.size or rows[place] != position:
        return None
    found: Floats = ground.network.refitted[ground.unseen[:, place], place].astype(np.float64)
    if found.size < FEWEST:
        return None
    ends = (0.025, 0.975) if found.size >= SPANNED else (0.0, 1.0)
    low, high = np.quantile(found, ends)
    flips = math.nan
    if threshold is not None:
        flips = float(((found >= threshold) != (risk >= threshold)).mean())
    return Stability(len(ground.numbers), int(found.size), float(low), float(high), flips)
