"""Visits: several rows a patient, in the order of a time."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Codes, Floats, Ints, ascending, distinct
from clinnet_gui.core.data.dataset import Role, Roles
from clinnet_gui.core.data.doubts.names import identifies
from clinnet_gui.core.data.screening.roles import paired
from clinnet_gui.core.data.table import Column, Kind, Table
from clinnet_gui.core.work import Progress, Work

LEAST_REPEATS, MOST_REPEATS = 1.5, 1_000
SORTED_SHARE = 0.95
"""Share of the steps from one row of a patient to the next at which a time rises (or falls)."""

RESTARTS_SHARE = 0.5
"""Share of the patients with whom a time starts anew, by which an unnamed column of patients is
told from any category in a file that is sorted by something."""


@dataclass(frozen=True, slots=True)
class Visits:
    """A patient's column, how often one repeats on average, and the column that counts time
    within a patient (empty: none does)."""

    patient: str
    repeats: float
    time: str
    sorted_share: float

    @property
    def are_visits(self) -> bool:
        """Whether rows are visits of patients."""
        return LEAST_REPEATS <= self.repeats <= MOST_REPEATS and self.sorted_share >= SORTED_SHARE


def visits_of(table: Table, roles: Roles, rows: Ints) -> Work[Visits | None]:
    """Return the likeliest visits among ``rows``; None where no column could name a patient.

    The column with the role of id is the only candidate where there is one; else a column whose
    name says so, or one whose values stand together and within whose values a time runs anew.
    """
    found: Visits | None = None
    for column in _candidates(table, roles):
        yield Progress("Looking for visits")
        codes = column.cells.codes[rows]
        patients = distinct(codes).size
        named = identifies(column.name) or roles.index_of(Role.ID) is not None
        repeats = rows.size / max(1, patients)
        fits = LEAST_REPEATS <= repeats <= MOST_REPEATS
        if named and not fits:
            found = found or Visits(column.name, repeats, "", 0.0)
        if fits and (named or _stands_together(codes, patients)):
            visits = yield from _timed(column, table, rows, repeats)
            if (named or _restarts(visits, codes, table, rows)) and _likelier(visits, found):
                found = visits
    return found


def _candidates(table: Table, roles: Roles) -> Iterable[Column]:
    place = roles.index_of(Role.ID)
    if place is not None:
        return (table.columns[place],)
    return (
        column
        for column, role in paired(table, roles)
        if role is not Role.OUTCOME and column.kind is not Kind.EMPTY
    )


def _likelier(visits: Visits, than: Visits | None) -> bool:
    return than is None or visits.sorted_share > than.sorted_share


def _stands_together(codes: Codes, patients: int) -> bool:
    """Whether the rows of one value mostly follow one another."""
    return bool((np.diff(codes) != 0).sum() < 2 * patients)


def _timed(column: Column, table: Table, rows: Ints, repeats: float) -> Work[Visits]:
    """The visits with the time that runs most steadily one way within a patient."""
    codes = column.cells.codes[rows]
    order = ascending(codes)
    within = np.diff(codes[order]) == 0
    best, name = 0.0, ""
    for time in table.columns:
        if time is column or time.kind not in (Kind.NUMBER, Kind.DATE):
            continue
        share = _sorted_share(time.values[rows][order], within)
        if share > best:
            best, name = share, time.name
        yield Progress("Looking for visits")
    return Visits(column.name, repeats, name if best >= SORTED_SHARE else "", best)


def _sorted_share(time: Floats, within: NDArray[np.bool_]) -> float:
    """The share of steps within a patient that go one way; missing times count against it."""
    steps = np.diff(time)[within]
    return max(float((steps > 0).mean()), float((steps < 0).mean())) if steps.size else 0.0


def _restarts(visits: Visits, codes: Codes, table: Table, rows: Ints) -> bool:
    """Whether time mostly goes back where the next patient begins."""
    if not visits.time:
        return False
    time = table.columns[table.names.index(visits.time)].values[rows]
    changes = np.diff(codes) != 0
    steps = np.diff(time)[changes]
    within = np.diff(time)[~changes]
    way = 1.0 if (within > 0).sum() >= (within < 0).sum() else -1.0
    return bool(steps.size and (way * steps < 0).mean() >= RESTARTS_SHARE)
