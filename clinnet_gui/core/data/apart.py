"""A test part that chance does not draw: patients of another place, or of a later time.

Such a test asks more than one drawn at random, and what clinics ask: whether risks hold where, or
when, the network was not made (TRIPOD+AI, Collins et al., BMJ 2024;385:e078378). A patient stands
there whole: with one row in a chosen place, or by the first of several dates.
"""

import numpy as np

from clinnet_gui.core.arrays import Bools, Floats, Ints, distinct
from clinnet_gui.core.data.dataset import Dataset, Role
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.grouping import groupable, spelled
from clinnet_gui.core.data.questions import many
from clinnet_gui.core.data.split import FRACTIONS, Apart, Part
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.errors import SettingsRefused

LATEST_SHARE = FRACTIONS[Part.TEST]
"""Of the patients, as near as days or years of many patients allow."""

MOST_LEVELS = 1_000
WIDEST_CODES = 40
"""Whole numbers that span no more are taken as codes of places or of times."""

LEAST_TIMES = 3
"""Codes of times are so many at least: 0 and 1 say whether, not when."""

YEARS = (1900, 2100)


def placeable(dataset: Dataset) -> tuple[Column, ...]:
    """Return the columns whose values can be places: categories, and whole numbers like codes."""
    return tuple(column for column in groupable(dataset) if _names_places(column))


def datable(dataset: Dataset) -> tuple[Column, ...]:
    """Return the columns that can say when: dates, and whole numbers like years or their codes."""
    return tuple(column for column in groupable(dataset) if _says_when(column))


def levels(dataset: Dataset, column: Column) -> tuple[tuple[str, int], ...]:
    """Return the values of a column in the usable rows, each with its rows, in the column's order."""
    names, codes = _coded(column, dataset.rows)
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    return tuple((name, int(n)) for name, n in zip(names, counts, strict=True) if n)


def apart_rows(dataset: Dataset, apart: Apart) -> Bools:
    """Return for each row of the dataset whether it is set apart; SettingsRefused where the column is
    not there, lacks one of the values, or is the same for all."""
    column = _column(dataset, apart.column)
    patients, owner = np.unique(dataset.patients, return_inverse=True)
    if apart.levels:
        there = _placed(dataset, column, apart)
        ever = np.bincount(owner, weights=there, minlength=patients.size) > 0
    else:
        if not _says_when(column):
            raise _refused(f"“{column.name}” does not say when.", "Name a column of dates or of years.")
        ever = _late(_first(column.values[dataset.rows], owner, patients.size), column)
    if not ever.any() or ever.all():
        whom = "every patient" if ever.any() else "no patient"
        hint = "Choose other values, or another column."
        raise _refused(f"“{column.name}” would set {whom} apart.", hint)
    return np.asarray(ever[owner])


def since(dataset: Dataset, test: Bools, apart: Apart) -> str:
    """Return the first date (or year) of the rows set apart as the latest, as it is spelled."""
    column = _column(dataset, apart.column)
    return spelled(column, float(np.nanmin(column.values[dataset.rows[test]])))


def apart_findings(dataset: Dataset, apart: Apart, test: Bools) -> tuple[Finding, ...]:
    """Return what is to be known of a test part set apart by a column."""
    column, name = _column(dataset, apart.column), f"“{apart.column}”"
    found = list[Finding]()
    missing = int((~column.present[dataset.rows]).sum())
    if missing:
        saw = f"{many(missing, 'row')} without a value in {name} cannot be set apart by it."
        found.append(Finding("TEST_COLUMN_MISSING", Level.NOTE, saw, count=missing))
    if column in dataset.predictors:
        saw = f"{name} sets the test part apart and is a predictor: its values there were never learned."
        advice = "Set it to ignore on the Data page, unless that is what you want to try."
        found.append(Finding("TEST_COLUMN_PREDICTOR", Level.WARN, saw, advice=advice))
    along = _along(dataset, column, apart, test)
    if along:
        saw = f"{many(along, 'row')} with another value of {name} stand in the test part with their patients."
        found.append(Finding("TEST_ROWS_ALONG", Level.NOTE, saw, count=along))
    return tuple(found)


def _names_places(column: Column) -> bool:
    if column.kind is Kind.NUMBER:
        return _whole(column.values, 0.0, np.inf, WIDEST_CODES)
    return column.kind is not Kind.DATE and 2 <= len(column.levels) <= MOST_LEVELS


def _says_when(column: Column) -> bool:
    if column.kind is Kind.DATE:
        return True
    if column.kind is not Kind.NUMBER:
        return False
    years = _whole(column.values, *YEARS, YEARS[1] - YEARS[0])
    return years or _whole(column.values, 0.0, np.inf, WIDEST_CODES, LEAST_TIMES)


def _whole(values: Floats, low: float, high: float, widest: float, fewest: int = 2) -> bool:
    """Whether all that was measured are whole numbers between ``low`` and ``high``, ``fewest`` of them
    different at least."""
    known = values[~np.isnan(values)]
    if not known.size or known.min() < low or known.max() > high:
        return False
    if known.max() - known.min() > widest or (known != np.rint(known)).any():
        return False
    return distinct(known).size >= fewest


def _placed(dataset: Dataset, column: Column, apart: Apart) -> Bools:
    """Whether each row has one of the values; SettingsRefused where the column lacks one of them: a name
    that is mistyped would be told as if its patients were there."""
    names, codes = _coded(column, dataset.rows)
    wanted = set(apart.levels)
    chosen = np.array([name in wanted for name in names], bool)
    lacking = len(wanted) - int(chosen.sum())
    if lacking:
        lacks = f"“{column.name}” lacks {many(lacking, 'value')} of those named."
        raise _refused(lacks, "Spell them as in the column.")
    return np.append(chosen, False)[codes]  # a missing value is the last


def _coded(column: Column, rows: Ints) -> tuple[tuple[str, ...], Ints]:
    """The names of a column's values, and for each row the position of its own (-1: missing)."""
    if column.kind is Kind.EMPTY:
        return (), np.full(rows.size, -1)
    if column.kind not in (Kind.NUMBER, Kind.DATE):
        return column.levels, column.codes[rows].astype(np.int64)
    values = column.values[rows]
    found = distinct(column.values[~np.isnan(column.values)])
    codes = np.where(np.isnan(values), -1, np.searchsorted(found, values))
    return tuple(spelled(column, value) for value in found), codes


def _first(values: Floats, owner: Ints, patients: int) -> Floats:
    """The earliest value of each patient; NaN without any, who is never among the latest."""
    first = np.full(patients, np.inf)
    known = ~np.isnan(values)
    np.minimum.at(first, owner[known], values[known])
    return np.where(np.isinf(first), np.nan, first)


def _late(first: Floats, column: Column) -> Bools:
    """The patients from that date on which parts off a share as near to LATEST_SHARE as there is."""
    dates, counts = np.unique(first[~np.isnan(first)], return_counts=True)
    if dates.size < 2:
        raise _refused(f"“{column.name}” is the same for all.", "Choose one whose dates differ.")
    shares = np.cumsum(counts[::-1])[::-1] / counts.sum()
    cut = 1 + int(np.argmin(np.abs(shares[1:] - LATEST_SHARE)))
    return np.asarray(first >= dates[cut])


def _along(dataset: Dataset, column: Column, apart: Apart, test: Bools) -> int:
    """How many rows stand in the test part only because another row of their patient does."""
    if not apart.levels:
        return 0  # by their first date: whatever follows is later still
    return int((test & ~_placed(dataset, column, apart)).sum())


def _column(dataset: Dataset, name: str) -> Column:
    pairs = zip(dataset.table.columns, dataset.roles.of, strict=True)
    for column, role in pairs:
        if column.name == name and role not in (Role.OUTCOME, Role.ID):
            return column
    hint = "Choose a column that is neither outcome nor patient id."
    raise _refused(f"“{name}” cannot set a test part apart.", hint)


def _refused(message: str, hint: str) -> SettingsRefused:
    return SettingsRefused(message, hint, "TEST_COLUMN")
