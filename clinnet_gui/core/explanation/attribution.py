"""Attributions as a value: contributions in log-odds, one a patient and original column."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """What each original column added to the calibrated logit of each row.

    ``contributions`` (float64, [rows, columns], log-odds): one-hot, bin and missing-indicator
    inputs are summed back to their column. ``base`` (float64, one a row: rows may be judged by
    different networks) + sum over columns = ``logits``, up to ``completeness_error`` (one a row,
    absolute). ``rows`` are dataset positions. ``reference`` says what "base" is the logit of. For
    a beta or an isotonic calibrator the logit is the uncalibrated one (then ``calibrated`` is
    false). For a method that draws at random ``errors`` (log-odds, as ``contributions``) are standard
    errors and ``margins`` half the width of 95 % intervals (Student's t),
    else both are None. ``made_from`` is the fingerprint of fit and calibrator.
    """

    method: str
    columns: tuple[str, ...]
    rows: Ints
    base: Floats
    contributions: Floats
    logits: Floats
    reference: str
    made_from: str
    calibrated: bool = True
    errors: Floats | None = None
    margins: Floats | None = None

    @property
    def completeness_error(self) -> Floats:
        """|base + sum of contributions - logit|, one a row."""
        return np.asarray(np.abs(self.base + self.contributions.sum(axis=1) - self.logits))

    @property
    def importance(self) -> Floats:
        """Mean absolute contribution of each column, over the rows (log-odds)."""
        return np.asarray(np.abs(self.contributions).mean(axis=0))
