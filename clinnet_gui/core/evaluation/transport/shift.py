"""Do the new patients resemble those the network learned from? Column by column, largest first.

The standardised difference is of ``core.statistics.standardised``, its interval of
``core.statistics.differences``; both groups' missing values are left out of it and compared on their own.
Where patients have several rows, intervals count patients: the widest that their likeness can make them.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints, distinct
from clinnet_gui.core.data.codes import OTHER, CategoryCode, Code
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.table import Column
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.transport.arrivals import Arrivals
from clinnet_gui.core.statistics.differences import with_interval
from clinnet_gui.core.statistics.folds import repeats
from clinnet_gui.core.statistics.proportions import wilson
from clinnet_gui.core.statistics.standardised import level_difference, mean_difference
from clinnet_gui.core.work import Progress, Work

LARGE = 0.25
"""An absolute standardised difference above this is called large (Rubin, Health Serv Outcomes Res Methodol
2001;2:169); above ``SMALL`` it is worth a look (Austin 2009)."""
SMALL = 0.1
FORMULA = "(mean here − mean in the study) / √((SD² + SD²) / 2)"
MEAN = "mean"
DISTANCE = "Mahalanobis distance of the shares of the levels"


@dataclass(frozen=True, slots=True)
class Shift:
    """One predictor before (all rows of the study) and now (the new rows).

    ``difference`` is standardised: of numbers now - before, of a category >= 0; infinite, without an
    interval, where two constants differ. ``what`` names what is compared: "mean", or the level whose share
    changed most, or "1" of numbers that are 0 or 1. ``before`` and ``now`` are its values, ``spread_before``
    and ``spread_now`` standard deviations (NaN for shares). ``missing_before`` and ``missing_now`` are shares
    of rows; ``outside`` the share of the new values beyond the training range or, of a category, with a level
    that training never saw. NaN where not estimable.
    """

    name: str
    unit: str
    number: bool
    difference: Measure
    what: str
    before: float
    now: float
    spread_before: float
    spread_now: float
    missing_before: Measure
    missing_now: Measure
    outside: Measure

    @property
    def of_shares(self) -> bool:
        """Whether shares are compared: of a category, or of numbers that are 0 or 1."""
        return not self.number or self.what != MEAN

    @property
    def size(self) -> float:
        """The absolute difference, by which shifts are sorted; 0 where it cannot be estimated."""
        return abs(self.difference.value) if self.difference.estimable else 0.0

    def beyond(self, bound: float) -> bool:
        """Return whether the whole interval lies beyond ``bound`` standard deviations, either way."""
        return self.difference.low > bound or self.difference.high < -bound or math.isinf(self.size)


def shifts(dataset: Dataset, encoder: Encoder, arrivals: Arrivals) -> Work[tuple[Shift, ...]]:
    """Return one Shift for each predictor that the network uses, the largest difference first."""
    before = {column.name: column for column in dataset.predictors}
    theirs, ours = (one if repeats(one) else None for one in (dataset.patients, arrivals.patients))
    found = []
    for place, code in enumerate(encoder.codes):
        counts = int(arrivals.outside[place] + arrivals.unseen[place])
        old = _Group(before[code.name], dataset.rows, theirs)
        found.append(_shift(code, old, _Group(arrivals.columns[place], arrivals.rows, ours), counts))
        yield Progress("Comparing the patients", place / len(encoder.codes))
    return tuple(sorted(found, key=lambda shift: -shift.size))


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """The rows of a column that are compared, and whose they are where patients repeat."""

    column: Column
    rows: Ints
    patients: Ints | None

    @property
    def missing(self) -> Measure:
        """The share of the rows without a value."""
        here = self.column.present[self.rows]
        return self.share(int(here.size - here.sum()), here.size, "share of rows without a value")

    @property
    def measured(self) -> int:
        """How many rows have a value or, where patients repeat, how many patients."""
        here = self.column.present[self.rows]
        return int(here.sum()) if self.patients is None else distinct(self.patients[here]).size

    def share(self, part: int, whole: int, name: str) -> Measure:
        """Return a share of rows with its Wilson interval, of as many patients as there are."""
        if not whole:
            return Measure(math.nan, method=name)
        least = 1.0 if self.patients is None else distinct(self.patients).size / self.rows.size
        low, high = wilson(part * least, whole * least)
        return Measure(part / whole, float(low), float(high), f"{name}; Wilson interval", whole)

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
    beyond = "share of the values that training never saw"
    return Shift(
        code.name,
        "" if isinstance(code, CategoryCode) else code.unit,
        not isinstance(code, CategoryCode),
        *figures,
        missing_before=old.missing,
        missing_now=new.missing,
        outside=new.share(strange, present, beyond),
    )


Figures = tuple[Measure, str, float, float, float, float]
"""Difference, what is compared, before and now, and the two spreads."""


def _of_numbers(old: _Group, new: _Group) -> Figures:
    before, now = old.values, new.values
    difference = _measure(mean_difference(before, now), old, new, FORMULA)
    return difference, *mean_or_share(before, now)


def mean_or_share(before: Floats, now: Floats) -> tuple[str, float, float, float, float]:
    """Return what is compared of numbers, its value in both, and both spreads: means, or shares of 1 where
    all numbers are 0 or 1.

    >>> mean_or_share(np.array([0.0, 1.0]), np.array([1.0]))
    ('1', 0.5, 1.0, nan, nan)
    """
    both = (before, now)
    with np.errstate(over="ignore", invalid="ignore"):
        means = [float(one.mean()) if one.size else math.nan for one in both]
        spreads = [float(one.std(ddof=1)) if one.size > 1 else math.nan for one in both]
    if all(one.size and np.isin(one, (0.0, 1.0)).all() for one in both):
        return "1", means[0], means[1], math.nan, math.nan
    return MEAN, means[0], means[1], spreads[0], spreads[1]


def _of_levels(code: CategoryCode, old: _Group, new: _Group) -> Figures:
    """The same of a category: levels that are rare or new count as one, as the network takes them."""
    names = (*code.levels, OTHER)
    first, second = old.counts(names), new.counts(names)
    if not first.sum() or not second.sum():
        return Measure(math.nan, method=DISTANCE), "", math.nan, math.nan, math.nan, math.nan
    before, now = first / first.sum(), second / second.sum()
    at = int(np.abs(now - before).argmax())
    difference = _measure(level_difference(first, second), old, new, DISTANCE)
    difference = replace(difference, low=max(0.0, difference.low))
    return difference, names[at], float(before[at]), float(now[at]), math.nan, math.nan


def _measure(value: float, old: _Group, new: _Group, method: str) -> Measure:
    """The difference with its interval."""
    found, n = with_interval(value, (old.measured, new.measured)), new.measured
    return Measure(value, found.low, found.high, f"{method}; interval of Hedges and Olkin", n)
