"""The area under the ROC curve from counts, and leaks through the order of rows or identifiers."""

import math

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.data.columns.survey import mapped
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.work import Progress, Work

GIVES_AWAY = 0.95
"""AUROC of the row order or of an identifier's order from which the order carries the outcome."""
_DOING = "Looking at the order of identifiers"


def auroc_of_groups(events: Ints, others: Ints) -> float:
    """Return the AUROC of ascending groups from their counts, ties one half; 0.5 with one class.

    >>> auroc_of_groups(np.array([0, 2]), np.array([2, 0]))
    1.0
    """
    n1, n0 = float(events.sum()), float(others.sum())
    if not n1 or not n0:
        return 0.5
    below = np.cumsum(others) - others
    return float((events * (below + others / 2)).sum() / (n1 * n0))


def auroc_of_values(values: Floats, y: Bytes) -> float:
    """Return the AUROC of numbers for y = 1, rows of NaN left out."""
    kept = ~np.isnan(values)
    _, groups = np.unique(values[kept], return_inverse=True)
    return auroc_of_groups(*counts(groups, y[kept], int(groups.max(initial=-1)) + 1))


def counts(groups: Ints, y: Bytes, size: int) -> tuple[Ints, Ints]:
    """Return the events and the non-events of each of ``size`` groups."""
    total = np.bincount(groups, minlength=size)
    events = np.bincount(groups[y == 1], minlength=size)
    return events, total - events


def order_leak(y: Bytes) -> Finding | None:
    """Warn where the rows stand in the order of the outcome."""
    value = auroc_of_groups((y == 1).astype(np.int64), (y == 0).astype(np.int64))
    if max(value, 1 - value) < GIVES_AWAY:
        return None
    return Finding(
        "ORDER_LEAK",
        Level.WARN,
        "The rows stand in the order of the outcome.",
        "The order is not used; the split is drawn at random.",
        "Numbers given in this order (row, sample, visit) would give the outcome away.",
    )


def identifier_leak(column: Column, rows: Ints, y: Bytes, ordered: bool) -> Work[Finding | None]:
    """Warn where the order of an identifier carries the outcome, or runs along rows that are
    ``ordered`` by it."""
    place = (yield from _places(column))[rows]
    yield Progress(_DOING)
    value = auroc_of_values(place, y)
    along = ordered and place.size > 1 and np.mean(np.diff(place) > 0) > GIVES_AWAY
    if max(value, 1 - value) < GIVES_AWAY and not along:
        return None
    return Finding(
        "ID_COLUMN",
        Level.WARN,
        f"The identifier “{column.name}” was given in the order of the outcome.",
        "It is not used as a predictor.",
        "Never use an identifier as a predictor.",
        column.name,
    )


def _places(column: Column) -> Work[Floats]:
    """Return each row's place in the order of the identifiers: by number, else by text."""
    if column.kind in (Kind.NUMBER, Kind.DATE):
        return column.values
    numbers = yield from mapped(column.levels, _number, _DOING)
    place = np.array(numbers, dtype=np.float64)
    if np.isnan(place).any():
        levels = np.array(column.levels)
        yield Progress(_DOING)
        place[np.argsort(levels)] = np.arange(place.size)
        yield Progress(_DOING)
    return np.append(place, np.nan)[column.codes]


def _number(text: str) -> float:
    return float(text) if text.isdecimal() else math.nan
