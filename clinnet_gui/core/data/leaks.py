"""Leaks: columns, or their gaps, that nearly give the outcome away on their own."""

from collections.abc import Sequence

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.data.dataset import Role
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.work import Progress, Work

GIVES_AWAY = 0.99
"""AUROC of one column alone from which it is taken for a copy or a consequence of the outcome."""
ORDER_GIVES_AWAY = 0.95
"""AUROC of the row order or of an identifier's order from which the order carries the outcome."""


def auroc_of_groups(events: Ints, others: Ints) -> float:
    """Return the AUROC of ordered groups from their counts, ties one half; 0.5 with one class.

    >>> auroc_of_groups(np.array([0, 2]), np.array([2, 0]))
    1.0
    """
    n1, n0 = int(events.sum()), int(others.sum())
    if not n1 or not n0:
        return 0.5
    below = np.cumsum(others) - others
    return float((events * (below + others / 2)).sum() / (n1 * n0))


def auroc_of_values(values: Floats, y: Bytes) -> float:
    """Return the AUROC of numbers for y = 1, NaN among them left out."""
    kept = ~np.isnan(values)
    _, groups = np.unique(values[kept], return_inverse=True)
    return auroc_of_groups(*_tables(groups, y[kept], int(groups.max(initial=-1)) + 1))


def leaks(columns: Sequence[Column], of: Sequence[Role], rows: Ints, y: Bytes) -> Work[list[Finding]]:
    """Return a warning for each column that alone gives the outcome away.

    ``rows`` are positions in the columns, ``y`` the outcome of these rows. Outcome and id are
    left out; a column's gaps are tried beside its values.
    """
    found = []
    for place, (column, role) in enumerate(zip(columns, of, strict=True)):
        if role not in (Role.OUTCOME, Role.ID) and column.kind is not Kind.EMPTY:
            finding = _leak(column, role, rows, y)
            found.extend([finding] if finding else [])
        yield Progress("Looking for leaks", (place + 1) / len(columns))
    return found


def _leak(column: Column, role: Role, rows: Ints, y: Bytes) -> Finding | None:
    present = column.present[rows]
    gaps = auroc_of_values(present.astype(np.float64), y)
    if max(gaps, 1 - gaps) >= GIVES_AWAY:
        return _warning(column.name, role, "Whether it is filled", max(gaps, 1 - gaps))
    strength = _strength(column, rows[present], y[present])
    share = min(int(y[present].sum()), int((1 - y[present]).sum()))
    if share >= 10 and strength >= GIVES_AWAY and present.mean() > 0.5:
        return _warning(column.name, role, "The column", strength)
    return None


def _strength(column: Column, rows: Ints, y: Bytes) -> float:
    """Return the AUROC of one column alone, in the better direction."""
    if column.kind in (Kind.NUMBER, Kind.DATE):
        value = auroc_of_values(column.values[rows], y)
        return max(value, 1 - value)
    return _crossed(column.codes[rows].astype(np.int64), y, len(column.levels))


def _crossed(codes: Ints, y: Bytes, levels: int) -> float:
    """Return a category's AUROC with each row judged by the other half's rate of events, so that
    levels of one row cannot foretell themselves."""
    half = np.arange(y.size) % 2 == 0
    scores = np.empty(y.size)
    for part in (half, ~half):
        events, others = _tables(codes[~part], y[~part], levels)
        rate = (events + y.mean()) / (events + others + 1)
        scores[part] = rate[codes[part]]
    return auroc_of_values(scores, y)


def _tables(groups: Ints, y: Bytes, size: int) -> tuple[Ints, Ints]:
    """Count events and non-events of each group."""
    total = np.bincount(groups, minlength=size)
    events = np.bincount(groups[y == 1], minlength=size)
    return events, total - events


def _warning(name: str, role: Role, what: str, auroc: float) -> Finding:
    used = role is Role.PREDICTOR
    return Finding(
        "LEAK",
        Level.WARN,
        f"{what} (“{name}”) alone foretells the outcome (AUROC {auroc:.3f}).",
        "It is still used as a predictor." if used else "It is not used as a predictor.",
        "Is it known before the outcome? If not, it must not be used.",
        name,
    )


def order_leak(y: Bytes) -> Finding | None:
    """Warn where the rows stand in the order of the outcome."""
    value = auroc_of_groups((y == 1).astype(np.int64), (y == 0).astype(np.int64))
    if max(value, 1 - value) < ORDER_GIVES_AWAY:
        return None
    return Finding(
        "ORDER_LEAK",
        Level.WARN,
        "The rows stand in the order of the outcome.",
        "The order is not used; the split is drawn at random.",
        "Numbers given in this order (row, sample, visit) would give the outcome away.",
    )


def identifier_leak(column: Column, rows: Ints, y: Bytes, ordered: bool) -> Finding | None:
    """Warn where the order of an identifier carries the outcome, or runs along rows that are
    ``ordered`` by it."""
    place = _id_order(column)[rows]
    value = auroc_of_values(place, y)
    along = ordered and place.size > 1 and np.mean(np.diff(place) > 0) > ORDER_GIVES_AWAY
    if max(value, 1 - value) < ORDER_GIVES_AWAY and not along:
        return None
    return Finding(
        "ID_COLUMN",
        Level.WARN,
        f"The identifier “{column.name}” was given in the order of the outcome.",
        "It is not used as a predictor.",
        "Never use an identifier as a predictor.",
        column.name,
    )


def _id_order(column: Column) -> Floats:
    """Return each row's place in the order of the identifiers: by number, else by text."""
    if column.kind in (Kind.NUMBER, Kind.DATE):
        return column.values
    texts = column.levels
    numbers = all(text.isdecimal() for text in texts)
    order = sorted(range(len(texts)), key=(lambda i: int(texts[i])) if numbers else texts.__getitem__)
    place = np.empty(len(texts) + 1)
    place[order] = np.arange(len(texts))
    place[-1] = np.nan
    return place[column.codes]
