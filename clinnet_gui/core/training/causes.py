"""What points at the cause of a spike, most exact evidence first.

Each piece of evidence looks at the circumstances of the step and says a sentence, or nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.data.codes import CLIP, Inputs
from clinnet_gui.core.data.encoder import Encoder, NumberCode

FAR = 8.0
"""Robust standard deviations from the median at which a cell may move a batch on its own."""

RARE_LABELS_Z = 6.0
HIGH_RATE = 1e-2


@dataclass(frozen=True, slots=True, eq=False)
class Circumstances:
    """The batch of the step: its encoded rows, outcomes and row losses, and what is usual."""

    encoder: Encoder
    x: Inputs
    y: Bytes
    losses: Floats
    prevalence: float
    learning_rate: float


Evidence = Callable[[Circumstances], str]


def cause_of(circumstances: Circumstances) -> str:
    """Return the sentence of the first evidence that speaks, or an empty text."""
    for evidence in EVIDENCE:
        if sentence := evidence(circumstances):
            return sentence
    return ""


def _non_finite_input(c: Circumstances) -> str:
    bad = np.flatnonzero(~np.isfinite(c.x).all(axis=0))
    if not bad.size:
        return ""
    return f"The batch holds cells of “{c.encoder.names[c.encoder.owners[bad[0]]]}” that are not finite."


def _label_rate(c: Circumstances) -> str:
    spread = np.sqrt(c.prevalence * (1 - c.prevalence) / c.y.size)
    rate = float(c.y.mean())
    if spread == 0 or abs(rate - c.prevalence) / spread < RARE_LABELS_Z:
        return ""
    return f"{rate:.0%} of this batch had the event; {c.prevalence:.0%} is usual."


def _far_cell(c: Circumstances) -> str:
    """The most extreme numeric cell of the row that lost most."""
    numeric = [isinstance(c.encoder.codes[owner], NumberCode) for owner in c.encoder.owners]
    if not any(numeric) or not np.isfinite(c.losses).any():
        return ""
    row = np.where(numeric, c.x[int(np.nanargmax(c.losses))], 0.0)
    column = int(np.argmax(np.abs(row)))
    distance = _unclipped(float(abs(row[column])))
    if distance < FAR:
        return ""
    name = c.encoder.names[c.encoder.owners[column]]
    far = f"{distance:.0f}" if distance < 1000 else "more than 1,000"
    return f"A cell of “{name}” lies {far} robust standard deviations from the median."


def _unclipped(z: float) -> float:
    """The inverse of the smooth clip."""
    share = min(z / CLIP, 1.0)
    return z / float(np.sqrt(max(1 - share * share, 1e-12)))


def _learning_rate(c: Circumstances) -> str:
    if c.learning_rate < HIGH_RATE:
        return ""
    return f"The learning rate, {c.learning_rate:.2g}, is high; try a tenth of it."


EVIDENCE: tuple[Evidence, ...] = (_non_finite_input, _label_rate, _far_cell, _learning_rate)
