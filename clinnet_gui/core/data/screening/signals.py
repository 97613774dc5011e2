"""Signals: columns that are samples of one curve, so that their order means something.

Samples of a curve are named alike and counted, are of one size, resemble their neighbours more
than other samples, and the less, the further apart they are. Thresholds: chosen between ECG and
PPG recordings, which pass, and tables of measurements with counted names, which do not.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.data.table import Column, Kind

FEWEST_SAMPLES = 32
MOST_DECADES = 1.0
LEAST_NEIGHBOURS, LEAST_RATIO, LEAST_FALL = 0.4, 1.4, 0.2
MOST_ROWS, MOST_SAMPLES = 1_000, 512
"""Rows and columns that are looked at, spread evenly: more would not change the answer."""

_COUNTED = re.compile(r"(.*?)(\d+)\D*")


@dataclass(frozen=True, slots=True)
class Curve:
    """The longest run of like-named, counted numeric columns, and how like a curve they are.

    ``decades`` is the spread of their scales (log10), ``neighbours`` and ``others`` the mean
    absolute correlation of adjacent and of all other pairs, ``fall`` the correlation of that
    with the distance. NaN where there are fewer than 32 columns.
    """

    stem: str
    samples: int
    decades: float = np.nan
    neighbours: float = np.nan
    others: float = np.nan
    fall: float = np.nan

    @property
    def is_signal(self) -> bool:
        """Whether all signs of a curve are there."""
        return (
            self.samples >= FEWEST_SAMPLES
            and self.decades < MOST_DECADES
            and self.neighbours > LEAST_NEIGHBOURS
            and self.neighbours >= LEAST_RATIO * self.others
            and self.fall < -LEAST_FALL
        )


def curve_of(columns: Iterable[Column], rows: Ints) -> Curve:
    """Return the best candidate for a curve among ``columns``, judged on ``rows``."""
    stem, family = _longest(columns)
    if len(family) < FEWEST_SAMPLES:
        return Curve(stem, len(family))
    chosen = rows[np.unique(np.linspace(0, rows.size - 1, min(MOST_ROWS, rows.size)).astype(int))]
    kept = np.unique(np.linspace(0, len(family) - 1, min(MOST_SAMPLES, len(family))).astype(int))
    values = _filled(np.column_stack([family[i].values[chosen] for i in kept]))
    values = values[:, values.std(axis=0) > 0]
    if values.shape[1] < FEWEST_SAMPLES:
        return Curve(stem, len(family))
    scales, correlation = values.std(axis=0), np.abs(np.corrcoef(values, rowvar=False))
    one, other = np.triu_indices(values.shape[1], 1)
    lag, found = other - one, correlation[one, other]
    return Curve(
        stem=stem,
        samples=len(family),
        decades=float(np.log10(scales.max() / scales.min())),
        neighbours=float(found[lag == 1].mean()),
        others=float(found[lag > 1].mean()),
        fall=float(np.corrcoef(lag, found)[0, 1]),
    )


def _longest(columns: Iterable[Column]) -> tuple[str, list[Column]]:
    """The longest run of numeric columns whose names differ in a rising number only."""
    families: dict[str, tuple[list[Column], int]] = {}
    for column in columns:
        counted = _COUNTED.fullmatch(column.name)
        if column.kind is not Kind.NUMBER or counted is None:
            continue
        stem, number = counted[1], int(counted[2])
        family, last = families.get(stem, ([], -1))
        if number > last:
            families[stem] = ([*family, column], number)
    best = max(families.items(), key=lambda item: len(item[1][0]), default=("", ([], 0)))
    return best[0], best[1][0]


def _filled(values: Floats) -> Floats:
    """Missing cells become their column's mean, which adds nothing to a correlation."""
    finite = np.where(np.isfinite(values), values, np.nan)
    known = np.isfinite(finite)
    means = np.where(known.any(axis=0), np.nansum(finite, axis=0) / np.maximum(known.sum(axis=0), 1), 0.0)
    return np.asarray(np.where(known, finite, means))
