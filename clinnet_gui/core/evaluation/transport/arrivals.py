"""Patients from another file, with what happened to them, as a network is to be judged on them."""

from dataclasses import dataclass, replace

import numpy as np

from clinnet_gui.core.arrays import Bools, Bytes, Floats, Ints
from clinnet_gui.core.data.table import Column


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """The rows of a file that can be judged. ``columns`` are the encoder's, in its order, and hold all
    rows of the file; ``rows`` (int64, n) are the positions in them that are judged. ``y`` (0/1, n),
    ``logits`` (n, uncalibrated), ``patients`` (n) numbers the patients, all different without ids.
    ``outside`` and ``unseen`` (one a predictor) count cells beyond the training range and with a
    level that training never saw. ``known`` marks rows of patients whom the study knows by id,
    ``tested`` those of them who are in its test part; ``ids`` says whether both have ids at all."""

    columns: tuple[Column, ...]
    rows: Ints
    y: Bytes
    logits: Floats
    patients: Ints
    outside: Ints
    unseen: Ints
    known: Bools
    tested: Bools
    ids: bool

    def without(self, left_out: Bools) -> "Arrivals":
        """Return the rows that are not ``left_out`` (bool, n)."""
        kept = np.flatnonzero(~left_out)
        return replace(
            self,
            rows=self.rows[kept],
            y=self.y[kept],
            logits=self.logits[kept],
            patients=self.patients[kept],
            known=self.known[kept],
            tested=self.tested[kept],
        )
