"""The training patients who are most like one patient, and how they fared."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, distinct, read_only, without
from clinnet_gui.core.explanation.likeness import profiles
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work

SIMILAR = 5
"""How many are shown."""

_CELLS = 400_000
"""Cells compared between two yields: some 10 ms."""


@dataclass(frozen=True, slots=True, eq=False)
class Similar:
    """The rows (dataset positions) most like ``position``, nearest first and one a patient, their
    ``distances`` (see ``likeness``) and ``outcomes``; ``compared`` rows were looked through."""

    position: int
    rows: Ints
    distances: Floats
    outcomes: Bytes
    compared: int


def trained_on(trained: Trained, position: int) -> Ints:
    """Return the rows (dataset positions, ascending) that trained the networks which judge a row."""
    split, fold = trained.split, int(trained.split.folds[position])
    turns = split.turns if fold < 0 else split.turns[fold : fold + 1]
    rows = distinct(np.concatenate([turn.train for turn in turns]))
    return without(rows, trained.fit.spec.left_out)


def similar_patients(trained: Trained, position: int, count: int = SIMILAR) -> Work[Similar]:
    """Return the ``count`` training patients most like the one at ``position`` (dataset position).

    They are looked for among the rows that trained the networks which judge that patient; the
    patient's own rows are left out, and of another patient's rows the nearest counts.
    """
    dataset, encoder = trained.dataset, trained.fit.encoder
    rows = trained_on(trained, position)
    rows = rows[dataset.patients[rows] != dataset.patients[position]]
    one = profiles(encoder, dataset.predictors, dataset.rows[[position]])
    away, chunk = np.empty(rows.size), max(1, _CELLS // max(1, len(encoder.codes)))
    for at in range(0, rows.size, chunk):
        block = slice(at, at + chunk)
        away[block] = profiles(encoder, dataset.predictors, dataset.rows[rows[block]]).apart(one)
        yield Progress("Looking for similar patients", at / rows.size)
    nearest = _nearest(away, dataset.patients[rows], count)
    found = rows[nearest]
    return Similar(
        position, read_only(found), read_only(away[nearest]), read_only(dataset.y[found]), rows.size
    )


def _nearest(away: Floats, patients: Ints, count: int) -> Ints:
    """Positions of the nearest rows, one a patient; of equal ones the first."""
    left, found = away.copy(), list[int]()
    while len(found) < count and left.size and np.isfinite(left.min()):
        found.append(int(left.argmin()))
        left[patients == patients[found[-1]]] = np.inf
    return np.array(found, np.int64)
