"""Scores as a value: one line for each patient of the file, in its order, scored or not."""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from clinnet_gui.core.arrays import Bytes, Codes, Floats, Ints
from clinnet_gui.core.data.findings import Finding

NOTICE = "Research use; not a medical device"
"""Stands in every output, in the window and in About."""


class Status(IntEnum):
    """How far a patient's risk can be relied on; the gravest that applies."""

    SCORED = 0
    IMPUTED = 1  # a missing value was replaced by the training median, or by no level
    OUTSIDE = 2  # a value outside the training range, or a level that training never saw
    NOT_SCORED = 3  # set aside by the reader, or more than half of the predictors missing

    @property
    def text(self) -> str:
        """The word for it, in files and in the window."""
        return ("scored", "imputed", "outside experience", "not scored")[self]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The patients of one file with their risks; all arrays have one entry a row of the file.

    ``row`` (int64) counts from 1 below the header, rows set aside included; ``labels`` are the
    ids as the file spells them (empty where the model knows no id) under the name
    ``label_name``. ``risk`` (float64, 0..1) is NaN where not scored. ``status`` (int8) holds
    Status; ``reasons[reason[i]]`` names the columns concerned, never a value. ``model`` is a
    short hash of the network and its calibrator, ``when`` the time (ISO 8601, UTC); ``update`` says what
    update of another file the risks are under (empty: none).
    """

    source: str
    label_name: str
    labels: tuple[str, ...]
    row: Ints
    risk: Floats
    status: Bytes
    reason: Codes
    reasons: tuple[str, ...]
    threshold: float | None
    model: str
    when: str
    findings: tuple[Finding, ...] = ()
    update: str = ""

    @property
    def n(self) -> int:
        """How many rows the file has; as many as there are lines here."""
        return int(self.row.size)

    @property
    def flags(self) -> Bytes:
        """1 where risk >= threshold, 0 below it, -1 where there is no risk or no threshold."""
        if self.threshold is None:
            return np.full(self.n, -1, np.int8)
        known = ~np.isnan(self.risk)
        return np.where(known, self.risk >= self.threshold, -1).astype(np.int8)

    def label(self, index: int) -> str:
        """Return the id of one line, or its row number where there are no ids."""
        return self.labels[index] if self.labels else str(int(self.row[index]))

    def count(self, status: Status) -> int:
        """Return how many lines have that status."""
        return int((self.status == status).sum())

    def with_threshold(self, threshold: float | None) -> "Scores":
        """Return the same risks judged by another threshold."""
        return replace(self, threshold=threshold)
