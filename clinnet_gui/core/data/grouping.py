"""Patients in groups by the values of one column; outcomes have no part in where it is cut."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Floats, Ints, distinct, read_only
from clinnet_gui.core.data.dataset import Dataset, Role
from clinnet_gui.core.data.table import Column, Kind

NOT_MEASURED = "not measured"
MOST_NAMED = 12
"""Levels that keep a group of their own, the most frequent; the others are pooled."""
FEW_VALUES = 6
"""A number with no more distinct values is taken as a category."""
THIRDS = (1 / 3, 2 / 3)
LARGEST_WHOLE = 1e15
"""Whole numbers below are exact as they are held, and spelled with each digit."""


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """The groups of ``column``: ``levels`` are their names, ``of`` (int64) the group of each row.
    ``note`` says how they were made, where that is not plain."""

    column: str
    levels: tuple[str, ...]
    of: Ints
    note: str = ""


def groupable(dataset: Dataset) -> tuple[Column, ...]:
    """Return the columns that can make groups, whether the network uses them or not: all but outcome
    and identifier, and those that are empty or name almost every row."""
    pairs = zip(dataset.table.columns, dataset.roles.of, strict=True)
    free = (column for column, role in pairs if role not in (Role.OUTCOME, Role.ID))
    return tuple(column for column in free if _makes_groups(column))


def _makes_groups(column: Column) -> bool:
    if column.kind is Kind.EMPTY:
        return False
    return column.kind is not Kind.TEXT or 2 * len(column.levels) <= column.codes.size


def grouped(
    column: Column,
    rows: Ints,
    cuts: tuple[float, ...] = (),
    *,
    few: int = FEW_VALUES,
    named: int = MOST_NAMED,
) -> Grouping:
    """Return the groups of ``rows`` (positions in the column) by its levels, or by intervals of a number.

    A number with more than ``few`` values is cut at ``cuts``, by default at the tertiles of these rows; each
    interval holds its upper end. Missing values are a group of their own, levels beyond the ``named`` most
    frequent another.
    """
    if column.kind in (Kind.NUMBER, Kind.DATE):
        values = column.values[rows]
        known = distinct(values[~np.isnan(values)])
        if cuts or known.size > few:
            return _of_numbers(column, values, cuts)
        codes = np.where(np.isnan(values), -1, np.searchsorted(known, values))
        return _of_levels(column.name, tuple(spelled(column, v) for v in known), codes, named)
    codes = column.codes[rows] if column.codes.size else np.full(rows.size, -1)
    return _of_levels(column.name, column.levels, codes, named)


def _of_levels(name: str, levels: tuple[str, ...], codes: NDArray[np.integer], named: int) -> Grouping:
    counts = np.bincount(codes[codes >= 0], minlength=len(levels))
    seen = np.flatnonzero(counts)
    own = seen
    if seen.size > named:
        frequent = sorted(seen.tolist(), key=lambda level: (-counts[level], levels[level]))
        own = np.sort(np.array(frequent[:named]))
    others = seen.size - own.size
    place = np.full(len(levels) + 1, own.size)
    place[own] = np.arange(own.size)
    place[-1] = own.size + bool(others)
    names = [levels[level] for level in own] + ([f"{others} other levels"] if others else [])
    note = f"The {named} most frequent of {seen.size} levels; the others together." if others else ""
    return _named(name, names, np.asarray(place[codes], dtype=np.int64), note)


def _of_numbers(column: Column, values: Floats, cuts: tuple[float, ...]) -> Grouping:
    known = values[~np.isnan(values)]
    edges = np.unique(cuts if cuts else np.quantile(known, THIRDS, method="lower"))
    of = np.searchsorted(edges, values, side="left")
    names = _intervals(column, edges.tolist())
    note = "" if cuts else "Cut at the tertiles of these rows."
    return _named(column.name, names, _missing_last(of, values, edges.size + 1), note)


def _missing_last(of: Ints, values: Floats, groups: int) -> Ints:
    return np.asarray(np.where(np.isnan(values), groups, of), dtype=np.int64)


def _intervals(column: Column, edges: list[float]) -> list[str]:
    unit = f" {column.unit}" if column.unit else ""
    ends = [spelled(column, edge) for edge in edges]
    between = [f"over {low} to {high}" for low, high in pairwise(ends)]
    return [name + unit for name in (f"up to {ends[0]}", *between, f"over {ends[-1]}")]


def spelled(column: Column, value: float) -> str:
    """Return a value of the column as it is read: a date as one, a number without its unit; whole numbers
    whole, for they may be codes that differ in their last digit."""
    if column.kind is Kind.DATE:
        return str(np.datetime64(int(value), "D"))
    return f"{value:.0f}" if abs(value) < LARGEST_WHOLE and value == round(value) else f"{value:.6g}"


def _named(column: str, names: list[str], of: Ints, note: str) -> Grouping:
    """The groups that have rows; the last position is that of missing values."""
    names = [*names, NOT_MEASURED]
    present = np.flatnonzero(np.bincount(of, minlength=len(names)))
    return Grouping(
        column,
        tuple(names[i] for i in present),
        read_only(np.searchsorted(present, of)),
        note,
    )
