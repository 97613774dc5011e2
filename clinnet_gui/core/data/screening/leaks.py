"""Leaks: columns, their gaps, or single levels of them, that give the outcome away on their own."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bools, Bytes, Floats, Ints, numbered
from clinnet_gui.core.data.dataset import Role, Roles
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.questions import located, many
from clinnet_gui.core.data.screening.ordering import auroc_of_groups, counts
from clinnet_gui.core.data.table import Column, Kind, RawTable, Table
from clinnet_gui.core.work import Progress, Work

GIVES_AWAY = 0.99
"""AUROC of one column alone from which it is taken for a copy or a consequence of the outcome."""
_EXPECTED = 30  # a level without events where this many are expected is no chance: exp(-30)
_LARGE = 0.2  # share of the patients in such a level that makes the whole column a leak
_EACH = 10  # events, and non-events, that a column's values must cover before they are judged


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """A column's rows grouped by equal cells: ``codes`` (one a row, the last group is "missing"),
    the number each group stands for (None for a category), and events and non-events of each."""

    codes: Ints
    numbers: Floats | None
    events: Ints
    others: Ints

    @property
    def gaps(self) -> float:
        """The AUROC of whether the cell is filled, in the better direction."""
        missing = np.array([self.events[:-1].sum(), self.events[-1]])
        value = auroc_of_groups(missing, np.array([self.others[:-1].sum(), self.others[-1]]))
        return max(value, 1 - value)


def leaks(table: Table, roles: Roles, rows: Ints, y: Bytes) -> Work[list[Finding]]:
    """Return a warning for each column that alone gives the outcome away (LEAK), and for each with
    a level that never, or always, has the event against all chance (LEAK_LEVEL).

    ``rows`` are positions in the table, ``y`` the outcome of these rows. Outcome and id are
    left out.
    """
    found = []
    for place, (column, role) in enumerate(zip(table.columns, roles.of, strict=True)):
        if role not in (Role.OUTCOME, Role.ID) and column.kind is not Kind.EMPTY:
            groups = _groups(column, rows, y)
            finding = _foretells(column, role, groups, y)
            finding = finding or _pure_level(table.raw, column, role, groups, rows)
            found.extend([finding] if finding else [])
        yield Progress("Looking for leaks", (place + 1) / len(table.columns))
    return found


def _groups(column: Column, rows: Ints, y: Bytes) -> Groups:
    numeric = column.kind in (Kind.NUMBER, Kind.DATE)
    codes = (column.cells.codes if numeric else column.codes)[rows].astype(np.int64)
    size = len(column.cells.levels if numeric else column.levels)
    codes[~column.present[rows]] = size
    numbers = None
    if numeric:
        numbers = np.full(size + 1, np.nan)
        numbers[codes] = column.values[rows]
    return Groups(codes, numbers, *counts(codes, y, size + 1))


def _foretells(column: Column, role: Role, groups: Groups, y: Bytes) -> Finding | None:
    """Warn where a column's gaps, or its values, order the patients by the outcome."""
    if groups.gaps >= GIVES_AWAY:
        return _warning(column.name, role, "Whether it is filled", groups.gaps)
    covered = min(int(groups.events[:-1].sum()), int(groups.others[:-1].sum()))
    if covered < _EACH or 2 * groups.events[-1] + 2 * groups.others[-1] > y.size:
        return None
    value = _ordered(groups) if groups.numbers is not None else _crossed(groups, y)
    return _warning(column.name, role, "The column", value) if value >= GIVES_AWAY else None


def _ordered(groups: Groups) -> float:
    """Return the AUROC of a number alone, in the better direction."""
    assert groups.numbers is not None
    place = numbered(groups.numbers[:-1])
    events = np.bincount(place, weights=groups.events[:-1])
    others = np.bincount(place, weights=groups.others[:-1])
    value = auroc_of_groups(events.astype(np.int64), others.astype(np.int64))
    return max(value, 1 - value)


def _crossed(groups: Groups, y: Bytes) -> float:
    """Return a category's AUROC with each row judged by the other half's rate of events, so that
    levels of one row cannot foretell themselves."""
    size = groups.events.size
    half = np.arange(y.size) % 2 == 0
    first, second = counts(groups.codes[half], y[half], size), counts(groups.codes[~half], y[~half], size)
    rates = [(events + y.mean()) / (events + others + 1) for events, others in (second, first)]
    scores = np.concatenate([rate[:-1] for rate in rates])
    place = numbered(scores)
    events = np.concatenate([first[0][:-1], second[0][:-1]])
    others = np.concatenate([first[1][:-1], second[1][:-1]])
    tied = (np.bincount(place, weights=counted).astype(np.int64) for counted in (events, others))
    return auroc_of_groups(*tied)


def _pure_level(raw: RawTable, column: Column, role: Role, groups: Groups, rows: Ints) -> Finding | None:
    """Warn of a level (or of the gaps) without any event, or with nothing else, against all chance."""
    total = groups.events + groups.others
    rate = groups.events.sum() / total.sum()
    never = (groups.events == 0) & (total * rate >= _EXPECTED)
    always = (groups.others == 0) & (total * (1 - rate) >= _EXPECTED)
    if not (never | always).any():
        return None
    return located(_pure(column.name, role, never, always, total), raw, rows[(never | always)[groups.codes]])


def _pure(name: str, role: Role, never: Bools, always: Bools, total: Ints) -> Finding:
    patients = int(total[never | always].sum())
    kind = "never" if not always.any() else "always" if not never.any() else "never or always"
    large = patients >= _LARGE * total.sum()
    return Finding(
        "LEAK" if large else "LEAK_LEVEL",
        Level.WARN,
        f"{many(patients, 'patient')} with one value of “{name}” {kind} have the event, against all chance.",
        _use(role),
        "Could they have it at all, and was the value known before? If not, leave these patients out.",
        name,
    )


def _use(role: Role) -> str:
    return f"It is {'still' if role is Role.PREDICTOR else 'not'} used as a predictor."


def _warning(name: str, role: Role, what: str, auroc: float) -> Finding:
    return Finding(
        "LEAK",
        Level.WARN,
        f"{what} (“{name}”) alone foretells the outcome (AUROC {auroc:.3f}).",
        _use(role),
        "Is it known before the outcome? If not, it must not be used.",
        name,
    )
