"""The dataset: which column is the outcome, which rows can be used, who is one patient."""

from dataclasses import dataclass
from enum import StrEnum

from clinnet_gui.core.arrays import Bytes, Ints, fingerprint, once
from clinnet_gui.core.data.findings import Finding
from clinnet_gui.core.data.table import Column, Table


class Role(StrEnum):
    """What a column is used for."""

    OUTCOME = "outcome"
    PREDICTOR = "predictor"
    ID = "id"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Roles:
    """One role a column, in the table's order, and the outcome's levels that are the event.

    ``event`` holds level texts (of a category) or the texts of numbers as ``text_of`` in
    ``core.data.outcome`` spells them; empty while no event was named.
    """

    of: tuple[Role, ...]
    event: tuple[str, ...] = ()

    def index_of(self, role: Role) -> int | None:
        """Return the position of the first column with that role, or None."""
        return self.of.index(role) if role in self.of else None

    def with_role(self, index: int, role: Role) -> "Roles":
        """Return these roles with one changed; outcome and id stand on one column at most."""
        sole = role in (Role.OUTCOME, Role.ID)
        of = [Role.PREDICTOR if sole and r is role else r for r in self.of]
        of[index] = role
        moved = (role is Role.OUTCOME) or (self.of[index] is Role.OUTCOME)
        return Roles(tuple(of), () if moved else self.event)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Dataset:
    """The usable rows of a table, with a binary outcome.

    ``rows`` (int64, shape n) are positions in the table; ``y`` (int8, n) is 1 for the event;
    ``patients`` (int64, n) numbers the patients, all different where the table has no id.
    ``findings`` are those of the screening: leaks, identifiers, duplicates, few events.
    """

    table: Table
    roles: Roles
    rows: Ints
    y: Bytes
    patients: Ints
    findings: tuple[Finding, ...] = ()

    @property
    def predictors(self) -> tuple[Column, ...]:
        """The columns the network may use, in the table's order."""
        pairs = zip(self.table.columns, self.roles.of, strict=True)
        return tuple(column for column, role in pairs if role is Role.PREDICTOR)

    @property
    def outcome(self) -> Column:
        """The outcome's column."""
        index = self.roles.index_of(Role.OUTCOME)
        assert index is not None, "a dataset always has an outcome"
        return self.table.columns[index]

    @property
    def id_column(self) -> Column | None:
        """The column that names the patient, where there is one."""
        index = self.roles.index_of(Role.ID)
        return None if index is None else self.table.columns[index]

    @property
    def n(self) -> int:
        """How many rows can be used."""
        return int(self.rows.size)

    @property
    def events(self) -> int:
        """How many rows have the event."""
        return int(self.y.sum())

    @property
    def repeats(self) -> bool:
        """Whether some patient has more than one row."""
        return bool(self.n and self.patients.max() + 1 < self.n)

    @property
    @once
    def fingerprint(self) -> str:
        """What a fit was computed from: the data, the rows, the roles."""
        names = [column.name for column in self.predictors]
        parts = [self.table.raw.source.sha256, *names, *map(repr, self.rules)]
        return fingerprint(*parts, self.rows, self.y, self.patients)

    @property
    def rules(self) -> tuple[object, ...]:
        """How each predictor's cells are read."""
        return tuple(column.rule for column in self.predictors)

    def label(self, index: int) -> str:
        """Return how row ``index`` (0..n-1) is named: its id, or its row number in the file."""
        row = int(self.rows[index])
        column = self.id_column
        return column.cells.text(row) if column is not None else str(self.table.raw.rows[row])
