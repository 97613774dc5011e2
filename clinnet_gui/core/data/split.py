"""The split: which part of the work each row serves; a patient never stands in two parts."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from clinnet_gui.core.arrays import Bytes, Ints, fingerprint
from clinnet_gui.core.data.findings import Finding


class Part(IntEnum):
    """What a row is used for; the test rows stay covered until the analyst opens them."""

    TRAIN = 0
    EARLY_STOP = 1
    CALIBRATE = 2
    TEST = 3


FRACTIONS = (0.60, 0.10, 0.10, 0.20)
"""Share of the rows (of the patients, where an id repeats) in each Part."""


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One Part (int8) for each row of the dataset it was made for, and how it was drawn.

    ``counts`` and ``events`` hold one number a Part. ``findings`` warn of parts with too few.
    """

    parts: Bytes
    seed: int
    by_patient: bool
    counts: tuple[int, ...]
    events: tuple[int, ...]
    findings: tuple[Finding, ...] = ()

    def rows(self, part: Part) -> Ints:
        """Return the dataset positions (0..n-1, ascending) that serve ``part``."""
        return np.flatnonzero(self.parts == part)

    @property
    def fingerprint(self) -> str:
        """What a fit was computed from."""
        return fingerprint(self.parts)
