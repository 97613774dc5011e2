"""Describing the patients, by outcome or by part of the split.

Rows of the test part are not described until they were opened: before that only their number is.
"""

import math
from collections.abc import Sequence
from itertools import compress

import numpy as np

from clinnet_gui.core.arrays import Codes, Floats, Ints, distinct
from clinnet_gui.core.data.characteristics import (
    ALL,
    EVENT,
    NO_EVENT,
    By,
    Characteristic,
    Characteristics,
    Counts,
    Group,
    Numbers,
    Summary,
)
from clinnet_gui.core.data.columns.number import text_of
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.split import IN_ORDER, Part, Split
from clinnet_gui.core.data.splitting import PART_NAMES
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.statistics.differences import (
    UNKNOWN,
    Difference,
    of_categories,
    of_means,
    of_shares,
)
from clinnet_gui.core.work import Progress, Work


def describe_patients(dataset: Dataset, split: Split, by: By, opened: bool) -> Work[Characteristics]:
    """Return the characteristics of the dataset's rows; test rows stay covered unless ``opened``.

    By outcome: all rows that are open, those without and those with the event. By part: each part
    of the split that holds rows.
    """
    groups, rows = (
        _by_outcome(dataset, split, opened) if by is By.OUTCOME else _by_part(dataset, split, opened)
    )
    compared = (1, 2) if by is By.OUTCOME else tuple(i for i, g in enumerate(groups) if not g.covered)
    found = []
    for i, column in enumerate(dataset.predictors):
        found.append((yield from _characteristic(column, dataset.rows, rows, compared)))
        yield Progress("Describing the patients", (i + 1) / len(dataset.predictors))
    return Characteristics(by, groups, compared, tuple(found))


def _by_outcome(dataset: Dataset, split: Split, opened: bool) -> tuple[tuple[Group, ...], list[Ints | None]]:
    seen = np.ones(dataset.n, bool) if opened else split.parts != Part.TEST
    rows = [np.flatnonzero(seen & kept) for kept in (dataset.y >= 0, dataset.y == 0, dataset.y == 1)]
    groups = (_group(name, dataset, of) for name, of in zip((ALL, NO_EVENT, EVENT), rows, strict=True))
    return tuple(groups), list(rows)


def _by_part(dataset: Dataset, split: Split, opened: bool) -> tuple[tuple[Group, ...], list[Ints | None]]:
    groups, rows = [], list[Ints | None]()
    for part in IN_ORDER:
        of = np.flatnonzero(split.parts == part)
        if of.size:
            covered = part is Part.TEST and not opened
            groups.append(_group(PART_NAMES[part], dataset, of, covered))
            rows.append(None if covered else of)
    return tuple(groups), rows


def _group(name: str, dataset: Dataset, rows: Ints, covered: bool = False) -> Group:
    patients = int(np.count_nonzero(np.bincount(dataset.patients[rows])))
    events = None if covered else int(dataset.y[rows].sum())
    return Group(name, int(rows.size), patients, events, covered)


def _characteristic(
    column: Column, usable: Ints, rows: Sequence[Ints | None], compared: tuple[int, ...]
) -> Work[Characteristic]:
    """Describe a column in each group; one group a step, so that a long column does not hold the window."""
    known = [None if of is None else usable[of] for of in rows]
    levels, codes = _as_categories(column)
    summaries = list[Summary | None]()
    for of in known:
        if of is None:
            summaries.append(None)
        else:
            summaries.append(
                _numbers(column.values[of]) if codes is None else _counts(codes[of], len(levels))
            )
        yield Progress("Describing the patients")
    levels, summaries = _without_empty(levels, summaries)
    open_ones = [s for i in compared if (s := summaries[i]) is not None]
    pairs = [(a, b) for i, a in enumerate(open_ones) for b in open_ones[i + 1 :]]
    return Characteristic(
        column.name,
        column.unit,
        levels,
        tuple(summaries),
        _largest([_difference(a, b) for a, b in pairs]),
        _largest([of_shares((a.missing, b.missing), (_rows(a), _rows(b))) for a, b in pairs]),
    )


def _as_categories(column: Column) -> tuple[tuple[str, ...], Codes | None]:
    """Return levels and codes of a column of categories, or of numbers that are two at most: 0 and 1
    are a yes and no, whose mean nobody reads."""
    if column.kind is not Kind.NUMBER:
        return column.levels, column.codes
    if not _has_two(column.values):
        return (), None
    found = distinct(column.values[column.present])
    codes = np.searchsorted(found, column.values).astype(np.int32)
    codes[~column.present] = -1
    return tuple(text_of(value) for value in found.tolist()), codes


def _has_two(values: Floats) -> bool:
    """Whether at most two different numbers occur; most columns tell within their first rows."""
    for some in (values[:1_000], values):
        present = some[~np.isnan(some)]
        if present.size and not ((present == present.min()) | (present == present.max())).all():
            return False
    return bool((~np.isnan(values)).any())


def _numbers(values: Floats) -> Numbers:
    present = values[~np.isnan(values)]
    missing = int(values.size - present.size)
    if not present.size:
        return Numbers(0, missing, *(math.nan,) * 5)
    lower, median, upper = np.quantile(present, (0.25, 0.5, 0.75)).tolist()
    deviation = float(present.std(ddof=1)) if present.size > 1 else math.nan
    return Numbers(int(present.size), missing, float(present.mean()), deviation, median, lower, upper)


def _counts(codes: Codes, levels: int) -> Counts:
    counts = np.bincount(codes + 1, minlength=levels + 1)
    return Counts(int(counts[1:].sum()), int(counts[0]), tuple(counts[1:].tolist()))


def _without_empty(
    levels: tuple[str, ...], summaries: list[Summary | None]
) -> tuple[tuple[str, ...], list[Summary | None]]:
    """Leave out the levels that no open row has."""
    counted = [s.of for s in summaries if isinstance(s, Counts)]
    held = [any(counts) for counts in zip(*counted, strict=True)]
    if all(held):
        return levels, summaries
    kept = [
        Counts(s.n, s.missing, tuple(compress(s.of, held))) if isinstance(s, Counts) else s for s in summaries
    ]
    return tuple(compress(levels, held)), kept


def _difference(first: Summary, second: Summary) -> Difference:
    """How far two groups differ in one column; of two levels it bears the sign of the second."""
    if isinstance(first, Numbers) and isinstance(second, Numbers):
        return of_means((first.mean, second.mean), (first.deviation, second.deviation), (first.n, second.n))
    assert isinstance(first, Counts) and isinstance(second, Counts)
    if len(first.of) == 2:
        return of_shares((first.of[1], second.of[1]), (first.n, second.n))
    return of_categories(np.array(first.of), np.array(second.of))


def _largest(found: list[Difference]) -> Difference:
    """The largest difference, whatever its sign; of one pair its own."""
    told = [difference for difference in found if not math.isnan(difference.value)]
    return max(told, key=lambda difference: abs(difference.value), default=UNKNOWN)


def _rows(summary: Summary) -> int:
    return summary.n + summary.missing
