"""Rows that are twins, patients with several rows, and who is one patient."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Bytes, Ints, distinct
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.questions import located
from clinnet_gui.core.data.table import Column, Kind, RawTable
from clinnet_gui.core.work import Progress, Work

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_BEYOND_CHANCE = 10  # times as many equal rows as chance makes, before rows without id count as twins


@dataclass(frozen=True, slots=True, eq=False)
class Twins:
    """For each row the number of its group of equal rows (``groups``, int64: outcome left out),
    and for each row its patient (``patients``, int64). ``identified``: an id column said so."""

    groups: Ints
    patients: Ints
    identified: bool


def twins(columns: Iterable[Column], identifier: Column | None, rows: Ints) -> Work[Twins]:
    """Group rows that are equal in every column but the outcome.

    ``columns`` are all but outcome and id. A patient is an identifier's text, a row without
    one stands for itself; without an id column equal rows are one patient, so that twins never
    stand in two parts of the split, unless few or coarse columns make equal rows by chance.
    """
    mixed: NDArray[np.uint64] = np.zeros(rows.size, dtype=np.uint64)
    chance = rows.size * (rows.size - 1) / 2  # pairs expected to be equal if columns were independent
    for column in columns:
        mixed = _mix(mixed, _words(column)[rows])
        chance *= float(np.square(np.bincount(column.cells.codes[rows]) / max(rows.size, 1)).sum())
        yield Progress("Looking for equal rows")
    if identifier is None:
        groups = _numbered(mixed)
        if rows.size - distinct(groups).size <= _BEYOND_CHANCE * chance:
            groups = np.arange(rows.size)
        return Twins(groups, groups, False)
    names = _names(identifier)[rows]
    yield Progress("Counting patients")
    groups = _numbered(_mix(mixed, names))
    yield Progress("Counting patients")
    return Twins(groups, _numbered(names), True)


def _mix(mixed: NDArray[np.uint64], words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Fold one more column into the rows' 64-bit hash (multiply and shift, modulo 2^64)."""
    mixed = (mixed ^ (words * _MIX)) * _MIX
    return mixed ^ (mixed >> _SHIFT)


def _words(column: Column) -> NDArray[np.uint64]:
    """Return a 64-bit word for each row's value, the same for equal values."""
    if column.kind in (Kind.NUMBER, Kind.DATE):
        return (column.values + 0.0).view(np.uint64)
    if column.kind is Kind.EMPTY:
        return np.zeros(column.cells.codes.size, dtype=np.uint64)
    return column.codes.astype(np.int64).view(np.uint64) + np.uint64(1)


def _names(identifier: Column) -> NDArray[np.uint64]:
    """Return a word for each row's patient; a row without an id gets a word of its own."""
    absent = ~identifier.present
    words = _words(identifier).copy()
    words[absent] = np.arange(absent.sum(), dtype=np.uint64) + np.uint64(2**63 + 1)
    return words


def _numbered(words: NDArray[np.uint64]) -> Ints:
    """Number the groups of equal words from 0, in the order of first sight."""
    _, first, inverse = np.unique(words, return_index=True, return_inverse=True)
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    return rank[inverse]


def twin_findings(raw: RawTable, found: Twins, rows: Ints, y: Bytes) -> list[Finding]:
    """Return the warnings about equal rows, contradicting twins and repeated patients."""
    size = np.bincount(found.groups)
    events = np.bincount(found.groups, weights=y).astype(np.int64)
    torn = (events > 0) & (events < size)
    first = _first(found.groups)
    again = (~first) & ~torn[found.groups]
    findings = []
    if again.any():
        findings.append(located(_equal(found.identified), raw, rows[again]))
    if torn.any():
        findings.append(located(_contradicting(), raw, rows[torn[found.groups]]))
    if found.identified and (repeated := _repeated(found, first)):
        findings.append(repeated)
    return findings


def _first(groups: Ints) -> NDArray[np.bool_]:
    first = np.zeros(groups.size, dtype=bool)
    first[np.unique(groups, return_index=True)[1]] = True
    return first


def _repeated(found: Twins, first: NDArray[np.bool_]) -> Finding | None:
    """Warn of patients with several rows that are no twins of one another."""
    visits = np.bincount(found.patients[first])
    several = int((visits > 1).sum())
    if not several:
        return None
    return Finding(
        "REPEATED_PATIENT",
        Level.WARN,
        f"More than one row for {several:,} of {visits.size:,} patients.",
        "The split is drawn by patient: no patient stands in two parts.",
        "Check that each row's outcome belongs to that row's moment.",
        count=several,
    )


def _equal(identified: bool) -> Finding:
    return Finding(
        "DUPLICATE_ROWS",
        Level.WARN,
        "Some rows are equal to an earlier one in every column.",
        "They are kept; twins never stand in two parts of the split.",
        "Remove them in the source if they are the same stay, exported twice."
        if identified
        else "Remove them in the source if they are the same patient; an id column would tell.",
    )


def _contradicting() -> Finding:
    return Finding(
        "CONFLICTING_DUPLICATES",
        Level.WARN,
        "Some rows are equal in every column but the outcome.",
        "They are kept, in one part of the split.",
        "One of the two outcomes may be wrong: check them in the source.",
    )
