"""Do the new patients resemble those the network learned from? Column by column, largest first.

The standardised difference is of ``core.statistics.standardised``; both groups' missing values are left
out of it and compared on their own.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.data.codes import OTHER, CategoryCode, Code
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.table import Column
from clinnet_gui.core.evaluation.transport.arrivals import Arrivals
from clinnet_gui.core.statistics.standardised import level_difference, mean_difference
from clinnet_gui.core.work import Progress, Work

LARGE = 0.25
"""An absolute standardised difference above this is called large (Rubin, Health Serv Outcomes Res Methodol
2001;2:169); above ``SMALL`` it is worth a look (Austin 2009)."""
SMALL = 0.1


@dataclass(frozen=True, slots=True)
class Shift:
    """One predictor before (all rows of the study) and now (the new rows).

    ``difference`` is standardised: of numbers now - before, of a category >= 0. ``what`` names
    what is compared, "mean" or the level whose share changed most, ``before`` and ``now`` its values,
    ``spread_before`` and ``spread_now`` standard deviations (NaN for shares). ``missing_before`` and
    ``missing_now`` are shares of rows; ``outside`` the share of the new values beyond the training range
    or, of a category, with a level that training never saw. NaN where not estimable.
    """

    name: str
    unit: str
    number: bool
    difference: float
    what: str
    before: float
    now: float
    spread_before: float
    spread_now: float
    missing_before: float
    missing_now: float
    outside: float

    @property
    def size(self) -> float:
        """The absolute difference, by which shifts are sorted; 0 where it cannot be estimated."""
        return 0.0 if math.isnan(self.difference) else abs(self.difference)


def shifts(dataset: Dataset, encoder: Encoder, arrivals: Arrivals) -> Work[tuple[Shift, ...]]:
    """Return one Shift for each predictor that the network uses, the largest difference first."""
    before = {column.name: column for column in dataset.predictors}
    found = []
    for place, code in enumerate(encoder.codes):
        counts = int(arrivals.outside[place] + arrivals.unseen[place])
        old = _Group(before[code.name], dataset.rows)
        found.append(_shift(code, old, _Group(arrivals.columns[place], arrivals.rows), counts))
        yield Progress("Comparing the patients", place / len(encoder.codes))
    return tuple(sorted(found, key=lambda shift: -shift.size))


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """The rows of a column that are compared."""

    column: Column
    rows: Ints

    @property
    def missing(self) -> float:
        here = self.column.present[self.rows]
        return 1 - float(here.mean()) if here.size else math.nan

    @property
    def values(self) -> Floats:
        """The finite numbers."""
        column = self.column
        found = column.values[self.rows] if column.values.size else np.zeros(0)
        return found[np.isfinite(found)]

    def counts(self, names: tuple[str, ...]) -> Ints:
        """How many rows have each level; the last name takes all others."""
        column, place = self.column, {name: i for i, name in enumerate(names[:-1])}
        of_level = np.array([place.get(level, len(names) - 1) for level in column.levels] or [0], np.int64)
        codes = column.codes[self.rows] if column.codes.size else np.full(self.rows.size, -1, np.int32)
        return np.bincount(of_level[codes[codes >= 0]], minlength=len(names))


def _shift(code: Code, old: _Group, new: _Group, strange: int) -> Shift:
    present = int(new.column.present.sum())
    figures = _of_levels(code, old, new) if isinstance(code, CategoryCode) else _of_numbers(old, new)
    return Shift(
        code.name,
        "" if isinstance(code, CategoryCode) else code.unit,
        not isinstance(code, CategoryCode),
        *figures,
        missing_before=old.missing,
        missing_now=new.missing,
        outside=strange / present if present else math.nan,
    )


def _of_numbers(old: _Group, new: _Group) -> tuple[float, str, float, float, float, float]:
    """Return difference, what is compared, before and now, and the two spreads."""
    before, now = old.values, new.values
    means = [float(one.mean()) if one.size else math.nan for one in (before, now)]
    spreads = [float(one.std(ddof=1)) if one.size > 1 else math.nan for one in (before, now)]
    return mean_difference(before, now), "mean", means[0], means[1], spreads[0], spreads[1]


def _of_levels(code: CategoryCode, old: _Group, new: _Group) -> tuple[float, str, float, float, float, float]:
    """The same of a category: levels that are rare or new count as one, as the network takes them."""
    names = (*code.levels, OTHER)
    first, second = old.counts(names), new.counts(names)
    if not first.sum() or not second.sum():
        return math.nan, "", math.nan, math.nan, math.nan, math.nan
    before, now = first / first.sum(), second / second.sum()
    at = int(np.abs(now - before).argmax())
    difference = level_difference(first, second)
    return difference, names[at], float(before[at]), float(now[at]), math.nan, math.nan
