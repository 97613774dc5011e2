"""The split: which part of the work each row serves; a patient never stands in two parts."""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TypeAlias

import numpy as np

from clinnet_gui.core.arrays import Bytes, Ints, fingerprint, once, read_only
from clinnet_gui.core.codec import since
from clinnet_gui.core.data.findings import Finding
from clinnet_gui.core.spelling import elided


class Part(IntEnum):
    """What a row is used for; the test rows stay covered until the analyst opens them.

    A cross-fitted row serves training, early stopping and calibration in turn: the rows of a fold
    are held out from one network and train the others (Stone 1974).
    """

    TRAIN = 0
    EARLY_STOP = 1
    CALIBRATE = 2
    TEST = 3
    CROSS_FITTED = 4


IN_ORDER = (Part.TRAIN, Part.EARLY_STOP, Part.CALIBRATE, Part.CROSS_FITTED, Part.TEST)
"""The parts as they are told, the test part last."""

FRACTIONS = (0.60, 0.10, 0.10, 0.20)
"""Share of the rows (of the patients, where an id repeats) in the first four Parts."""


MOST_TOLD = 3
"""Values of a column that are named where the test part is told."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Which patients make the test part where chance does not draw it: those with one of ``levels``
    in the column (another place), or, without levels, the latest by it (another time)."""

    column: str
    levels: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """Which patients these are, in few words."""
        if not self.levels:
            return f"latest by “{self.column}”"
        more = len(self.levels) - MOST_TOLD
        rest = f" and {more:,} more" if more > 0 else ""
        return f"“{self.column}” = {', '.join(map(elided, self.levels[:MOST_TOLD]))}{rest}"


AskedTest: TypeAlias = bool | Apart | None
"""A test part that is asked for, or none, or that of a column; None leaves it to the size of the data."""


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """The rows that train one network and those held out from it, by which it stops."""

    train: Ints
    held: Ints


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Split:
    """One Part (int8) for each row of the dataset it was made for, and how it was drawn.

    ``folds`` (int8) numbers the fold of each cross-fitted row from 0; -1 for all others.
    ``counts`` and ``events`` hold one number a Part. ``findings`` warn of parts with too few.
    ``apart`` says by which column the test part was set apart; None where it was drawn.
    """

    parts: Bytes
    folds: Bytes
    seed: int
    by_patient: bool
    counts: tuple[int, ...]
    events: tuple[int, ...]
    findings: tuple[Finding, ...] = ()
    apart: Apart | None = since(4, None)

    @property
    def crossed(self) -> bool:
        """Whether networks are trained and judged in turns, fold by fold."""
        return self.counts[Part.CROSS_FITTED] > 0

    @property
    def has_test(self) -> bool:
        """Whether rows were set aside for the one judgement at the end."""
        return self.counts[Part.TEST] > 0

    @property
    def asked_test(self) -> bool | Apart:
        """What test part it was drawn with, as ``make_split`` takes it."""
        return self.has_test if self.apart is None else self.apart

    @property
    def training_rows(self) -> int:
        """How many rows train one network (the fewest of all turns)."""
        return min(turn.train.size for turn in self.turns)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The trainings that the split asks for: one a fold, or a single one."""
        if not self.crossed:
            return (Turn(self.rows(Part.TRAIN), self.rows(Part.EARLY_STOP)),)
        training = (self.folds >= 0) | (self.parts == Part.TRAIN)
        numbers = range(int(self.folds.max()) + 1)
        return tuple(
            Turn(np.flatnonzero(training & (self.folds != fold)), np.flatnonzero(self.folds == fold))
            for fold in numbers
        )

    def rows(self, part: Part) -> Ints:
        """Return the dataset positions (0..n-1, ascending) that serve ``part``."""
        serving = self.parts == part
        if self.crossed and part in (Part.TRAIN, Part.EARLY_STOP, Part.CALIBRATE):
            serving = serving | (self.parts == Part.CROSS_FITTED)
        return np.flatnonzero(serving)

    def first_folds(self, count: int, y: Bytes) -> "Split":
        """Return the split of a cross-fitting that ended after ``count`` folds: the rows of the
        others have trained, and were never held out."""
        left = self.folds >= count
        parts = np.where(left, np.int8(Part.TRAIN), self.parts)
        folds = np.where(left, np.int8(-1), self.folds)
        return replace(
            self,
            parts=read_only(parts),
            folds=read_only(folds),
            counts=tuple(np.bincount(parts, minlength=len(Part)).tolist()),
            events=tuple(np.bincount(parts, weights=y, minlength=len(Part)).astype(np.int64).tolist()),
        )

    @property
    @once
    def fingerprint(self) -> str:
        """What a fit was computed from."""
        return fingerprint(self.parts, self.folds)
