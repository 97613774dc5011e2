"""What is to be noted of a patient's measurements, beside the risk that came of them."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from clinnet_gui.core.arrays import Bools, Ints
from clinnet_gui.core.data.codes import Mark
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.training.fit import Trained

WORDS = ((Mark.OUTSIDE, "outside range"), (Mark.UNSEEN, "unseen level"), (Mark.IMPUTED, "not measured"))
"""The marks of new patients that are told here too, the gravest first."""

BRIEF = ("outside", "unseen", "{} n. m.")
"""The same where there is little room."""


@dataclass(frozen=True, slots=True, eq=False)
class Notes:
    """How many predictors of each patient bear each mark of WORDS (int64, [patients, marks])."""

    counts: Ints

    @classmethod
    def none(cls) -> Self:
        """Return the notes of no patient."""
        return cls(np.zeros((0, len(WORDS)), np.int64))

    @property
    def total(self) -> Ints:
        """How many predictors of each patient bear any of them."""
        return np.asarray(self.counts.sum(axis=1), dtype=np.int64)

    @property
    def outside(self) -> Bools:
        """Which patients have a value that no training row came near: out of range, or a new level."""
        marks = [number for number, (mark, _) in enumerate(WORDS) if mark is not Mark.IMPUTED]
        return np.asarray(self.counts[:, marks].any(axis=1))

    def text(self, patient: int) -> str:
        """Return what is to be noted of a patient, e.g. "1 outside range, 2 not measured"."""
        said = zip(self.counts[patient], WORDS, strict=True)
        return ", ".join(f"{number} {word}" for number, (_, word) in said if number)

    def brief(self, patient: int) -> str:
        """Return the gravest of it in a word, e.g. "outside" or "3 n. m."."""
        said = (word.format(n) for n, word in zip(self.counts[patient], BRIEF, strict=True) if n)
        return next(said, "")


def notes_of(encoder: Encoder, dataset: Dataset, rows: Ints) -> Notes:
    """Return the notes of the patients at these dataset positions, as the encoder sees them."""
    marks = encoder.marks(dataset.predictors, dataset.rows[rows])
    return Notes(np.stack([marks.count(mark) for mark, _ in WORDS], axis=1))


def notes_by_fold(trained: Trained, rows: Ints) -> Notes:
    """Return the notes of the patients at these dataset positions as the networks that judge them
    see them: a cross-fitted row is compared with what trained its own fold's network."""
    counts, folds = np.zeros((rows.size, len(WORDS)), np.int64), trained.split.folds[rows]
    for fold in np.unique(folds).tolist():
        encoder = trained.fit.encoder if fold < 0 else trained.fit.folds[fold].encoder
        here = folds == fold
        counts[here] = notes_of(encoder, trained.dataset, rows[here]).counts
    return Notes(counts)
