"""The patients of one group drawn anew, again and again, and what its measures then are.

A large group is first counted in cells: rows of the same outcome and the same side of the threshold whose
risks stand beside each other. Where nobody has two rows, how many of each cell a sample holds is
multinomial, so that a sample costs the same however many patients there are. Of 300,000 rows in 1,000
ranks the AUROC changes by less than 1e-5, a thousandth of its standard error.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints, ascending, numbered, starts
from clinnet_gui.core.evaluation.groups.cohort import Cohort
from clinnet_gui.core.statistics.folds import repeats

NAMES = ("AUROC", "O:E", "prevalence", "sensitivity", "specificity", "PPV", "share flagged")
RATIOS = ("O:E",)
WITHOUT_THRESHOLD = 3
"""The first so many need no threshold."""

COUNTED_ROWS, RANKS = 5_000, 1_000
"""Above so many rows a group is counted in cells, of so many ranks of the risk."""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """What a group is drawn from, by ascending risk: its rows, or cells of them.

    ``ties`` are where each distinct risk (or rank) begins, ``flagged`` is 1 where the threshold flags;
    ``counts`` rows are in each unit. ``owner`` [rows] numbers the patient of each row from 0, None where
    nobody has two; ``unit`` [rows] is the unit of each row, None where rows are units.
    """

    y: Floats
    risks: Floats
    ties: Ints
    flagged: Floats
    counts: Floats
    owner: Ints | None
    unit: Ints | None


def units_of(part: Cohort, threshold: float | None) -> Units:
    """Return the rows of a group, one a unit."""
    order = ascending(part.risks)
    risks, patients = part.risks[order], part.patients[order]
    ties = starts(risks)
    flagged = part.flagging[order] >= (2.0 if threshold is None else threshold)
    owner = numbered(patients) if repeats(patients) else None
    y, ones = part.y[order].astype(np.float64), np.ones(risks.size)
    return Units(y, risks, ties, flagged.astype(np.float64), ones, owner, None)


def counted(rows: Units) -> Units:
    """Return rows that are units, counted in cells where they are many."""
    n = rows.risks.size
    if n <= COUNTED_ROWS:
        return rows
    # equal risks share a rank: that of the first of them
    rank = np.repeat(rows.ties * RANKS // n, np.diff(np.append(rows.ties, n)))
    cell = (4 * rank + 2 * rows.y + rows.flagged).astype(np.int64)
    present = np.flatnonzero(np.bincount(cell))
    unit = np.searchsorted(present, cell)
    counts = np.bincount(unit).astype(np.float64)
    ties = np.flatnonzero(np.concatenate(([True], np.diff(present // 4) > 0)))
    risks = np.bincount(unit, weights=rows.risks) / counts
    y, flagged = (present // 2 % 2).astype(np.float64), (present % 2).astype(np.float64)
    return Units(y, risks, ties, flagged, counts, rows.owner, None if rows.owner is None else unit)


def samples(units: Units, generator: np.random.Generator) -> Iterator[Floats | None]:
    """Draw as many patients as there are, with replacement, without end: yield how many rows of each unit
    a sample holds; of patients with several rows in two steps, None after the first."""
    n, own = int(units.counts.sum()), units.owner
    patients = n if own is None else int(own.max()) + 1
    while True:
        if own is None and n > units.counts.size:
            yield generator.multinomial(n, units.counts / n).astype(np.float64)
            continue
        times = np.bincount(generator.integers(0, patients, patients), minlength=patients).astype(np.float64)
        if own is None:
            yield times
            continue
        yield None
        rows = times[own]
        if units.unit is not None:
            rows = np.bincount(units.unit, rows, units.counts.size).astype(np.float64)
        yield rows


def measures(units: Units, rows: Floats) -> Floats:
    """Return NAMES (O:E as its logarithm) of a sample that holds so many ``rows`` of each unit; NaN for
    what it cannot give."""
    ill = rows * units.y
    well = rows - ill
    events, others = float(ill.sum()), float(well.sum())
    tied_ill, tied_well = np.add.reduceat(ill, units.ties), np.add.reduceat(well, units.ties)
    above = float((tied_ill * (np.cumsum(tied_well) - tied_well / 2)).sum())
    caught, alarms = float((ill * units.flagged).sum()), float((well * units.flagged).sum())
    expected = float((rows * units.risks).sum())
    return np.array(
        [
            _share(above, events * others),
            math.log(events / expected) if events and expected else math.nan,
            _share(events, events + others),
            _share(caught, events),
            1 - _share(alarms, others),
            _share(caught, caught + alarms),
            _share(caught + alarms, events + others),
        ]
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan
