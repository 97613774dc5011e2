"""The data-role ledger: which rows a fit may touch. A fit that is handed other rows is refused.

A row of a four-part split serves one use; a cross-fitted row serves learning, stopping and
calibrating in turn, always out of fold. A test row serves no fit at all. Rows of another file serve
recalibration alone, and only where they are nobody's of the study. Encoders, weights,
baselines, calibrators and thresholds get their rows from here, so that a mistake in a caller is an
error with a code and not a figure that flatters.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from clinnet_gui.core.arrays import Bools, Ints
from clinnet_gui.core.data.split import Part, Split, Turn
from clinnet_gui.core.errors import RolesBroken


class Use(StrEnum):
    """What rows are asked for, as a refusal calls it."""

    LEARN = "learning"
    STOP = "early stopping"
    CALIBRATE = "recalibration"
    THRESHOLD = "the choice of a threshold"


SERVING = {
    Use.LEARN: (Part.TRAIN, Part.CROSS_FITTED),
    Use.STOP: (Part.EARLY_STOP, Part.CROSS_FITTED),
    Use.CALIBRATE: (Part.CALIBRATE, Part.CROSS_FITTED),
    Use.THRESHOLD: (Part.CALIBRATE, Part.CROSS_FITTED),
}
"""The parts whose rows serve each use; no use of a fit is served by TEST."""


@dataclass(frozen=True, slots=True, eq=False)
class Admitted:
    """Dataset positions that serve a use; RolesBroken where one of them does not: whoever holds
    such a value holds rows that were checked."""

    split: Split
    use: Use
    rows: Ints

    def __post_init__(self) -> None:
        """Look every row up."""
        unknown = int((self.rows >= self.split.parts.size).sum())
        if unknown:
            raise _refusal(f"{unknown:,} rows that the split does not know were handed to {self.use}.")
        wrong = self.rows[~np.isin(self.split.parts[self.rows], SERVING[self.use])]
        if wrong.size:
            raise _broken(self.split, self.use, wrong)


@dataclass(frozen=True, slots=True, eq=False)
class Outsiders:
    """Rows of another file, all of which are asked to serve ``use``: recalibration, and nothing else.
    RolesBroken where one of them is a patient of the study (``same``, bool [n]): that one has its role
    there, and may be of the covered test."""

    use: Use
    same: Bools

    def __post_init__(self) -> None:
        """Look every row up."""
        if self.use is not Use.CALIBRATE:
            raise _refusal(f"Rows of another file were handed to {self.use}.")
        known = int(self.same.sum())
        if known:
            raise _refusal(f"{known:,} rows of patients of the study were handed to {self.use} as another's.")


def admitted(split: Split, use: Use) -> Admitted:
    """Return all rows of the split that serve a use."""
    return Admitted(split, use, np.flatnonzero(np.isin(split.parts, SERVING[use])))


def check_use(asked: Use, found: Use) -> None:
    """Raise RolesBroken where rows that were admitted for one use are handed to another."""
    if asked is not found:
        raise _refusal(f"Rows that were given out for {found} were handed to {asked}.")


def check_turn(split: Split, turn: Turn) -> Turn:
    """Return the turn, whose rows serve what it uses them for; RolesBroken where they do not, or where
    a network would be stopped by rows that trained it or by rows of several folds."""
    Admitted(split, Use.LEARN, turn.train)
    Admitted(split, Use.STOP, turn.held)
    trains = np.zeros(split.parts.size, bool)
    trains[turn.train] = True
    both = int(trains[turn.held].sum())
    if both:
        raise _refusal(f"{both:,} rows were handed to {Use.STOP} that had trained the same network.")
    if (split.folds[turn.held] != split.folds[turn.held[:1]]).any():
        raise _refusal(f"Rows of several folds were handed to {Use.STOP} of one network.")
    return turn


def _broken(split: Split, use: Use, wrong: Ints) -> RolesBroken:
    counts = np.bincount(split.parts[wrong], minlength=len(Part))
    said = (f"{counts[part]:,} {part.name.lower().replace('_', '-')}" for part in Part if counts[part])
    return _refusal(f"Rows of a wrong role were handed to {use}: {' and '.join(said)} rows.")


def _refusal(message: str) -> RolesBroken:
    hint = "Nothing was fitted. This is a fault of the program: please report it with what you did."
    return RolesBroken(message, hint, "ROW_ROLE")
