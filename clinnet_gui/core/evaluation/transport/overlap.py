"""Are these the study's own patients? Told by their ids, and by rows that agree in every predictor.

The outcome is not compared: with a longer follow-up the same patient has another, and who is taken for a
patient of the covered test must not depend on what became of the test patients.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Bools, Ints
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.data.table import Column
from clinnet_gui.core.evaluation.transport.arrivals import Arrivals
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work

TELLING = 0.01
"""Share of identical rows from which they are taken for the same patients, and only where that is more
than twice as often as rows of the study agree with one another."""

Hashes = NDArray[np.uint64]
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """``known`` rows bear the id of a patient of the study (``ids``: whether both have ids at all);
    ``identical`` further rows agree with one of the study in every predictor. ``same``
    (bool, n) marks those taken for the study's patients, ``tested`` those among them whose row of the
    study is in its test part."""

    ids: bool
    known: int
    identical: int
    same: Bools
    tested: Bools

    @property
    def count(self) -> int:
        """Rows taken for patients of the study."""
        return int(self.same.sum())

    def without(self, left_out: Bools, known: Bools) -> "Overlap":
        """Return what remains without the rows ``left_out``, some of them ``known`` by id (bool, n)."""
        by_id, alike = int((left_out & known).sum()), int((left_out & ~known).sum())
        kept = (self.same[~left_out], self.tested[~left_out])
        return Overlap(self.ids, self.known - by_id, self.identical - alike, *kept)


def overlap(trained: Trained, arrivals: Arrivals) -> Work[Overlap]:
    """Look for the study's patients among the new ones."""
    dataset = trained.dataset
    before = {column.name: column for column in dataset.predictors}
    named = arrivals.columns
    old = yield from _hashed(tuple(before[column.name] for column in named), dataset.rows, named)
    new = yield from _hashed(named, arrivals.rows, named)
    alike = np.isin(new, old) & ~arrivals.known
    _, counts = np.unique(old, return_counts=True)
    twins = float(counts[counts > 1].sum()) / max(old.size, 1)
    share = float(alike.sum()) / max(int((~arrivals.known).sum()), 1)
    telling = bool(arrivals.columns) and share >= TELLING and share > 2 * twins
    same = arrivals.known | alike if telling else arrivals.known
    tested = arrivals.tested | (same & np.isin(new, old[trained.split.parts == Part.TEST]))
    return Overlap(arrivals.ids, int(arrivals.known.sum()), int(alike.sum()), same, tested)


def _hashed(columns: tuple[Column, ...], rows: Ints, named: tuple[Column, ...]) -> Work[Hashes]:
    """Return one number a row that differs where a cell does; levels are numbered as in ``named``."""
    found = np.zeros(rows.size, np.uint64)
    for place, (column, like) in enumerate(zip(columns, named, strict=True)):
        found = _mixed(found * _MIX + _cells(column, rows, like))
        yield Progress("Looking for patients of the study", place / len(columns))
    return found


def _cells(column: Column, rows: Ints, like: Column) -> Hashes:
    if column.values.size:
        values = column.values[rows] + 0.0  # -0.0 and 0.0 are one number
        values[np.isnan(values)] = np.nan  # of the many NaN one
        return np.asarray(values.view(np.uint64))
    order = {level: place for place, level in enumerate(like.levels, 1)}
    further = len(order) + 1  # levels that the new patients do not have cannot agree with theirs
    of_level = np.array([*(order.get(level, further) for level in column.levels), 0], np.uint64)
    codes = column.codes[rows] if column.codes.size else np.full(rows.size, -1)
    return of_level[codes]


def _mixed(values: Hashes) -> Hashes:
    """Spread each bit over all others (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
