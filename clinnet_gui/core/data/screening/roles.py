"""Which column serves what: proposed from kinds, names and findings, before any row is looked at."""

from collections.abc import Iterable
from difflib import get_close_matches

from clinnet_gui.core.data.dataset import Role, Roles
from clinnet_gui.core.data.doubts.names import identifies
from clinnet_gui.core.data.findings import Finding
from clinnet_gui.core.data.table import Column, Kind, Table
from clinnet_gui.core.errors import DataRefused

_NOT_USED = frozenset({"PHI", "ID_COLUMN", "EXCEL_MANGLED", "FREE_TEXT"})


def propose_roles(
    table: Table,
    outcome: str | None = None,
    event: tuple[str, ...] = (),
    id: str | None = None,
    exclude: tuple[str, ...] = (),
) -> Roles:
    """Return a role for each column: identifiers, dates, texts, empty and constant columns and
    whatever may identify a person are not used; the likeliest patient identifier is the id.

    Looks at kinds, names and findings only. DataRefused for a name that the table does not have
    (NO_SUCH_COLUMN), and for one that is given two roles (TWO_ROLES).
    """
    wanted = [name for name in (outcome, id, *dict.fromkeys(exclude)) if name is not None]
    for name in wanted:
        _known(name, table)
        if wanted.count(name) > 1:
            raise DataRefused(
                f"“{name}” cannot have two roles.", "Name it once: outcome, id or not used.", "TWO_ROLES"
            )
    doubtful = {f.column for f in table.findings if f.code in _NOT_USED}
    named = id if id is not None else _likeliest_id(table, {outcome, *exclude})
    of = []
    for column in table.columns:
        if column.name == outcome:
            of.append(Role.OUTCOME)
        elif column.name == named:
            of.append(Role.ID)
        elif column.name in exclude or column.name in doubtful or not _serves(column):
            of.append(Role.IGNORE)
        else:
            of.append(Role.PREDICTOR)
    return Roles(tuple(of), event)


def _serves(column: Column) -> bool:
    """Whether a column is of a usable kind and not the same in every row."""
    return can_predict(column) and len(column.cells.levels) > 1


def _likeliest_id(table: Table, taken: set[str | None]) -> str | None:
    """Return the column that most surely names the patient, None where no name says so."""
    names = [c.name for c in table.columns if c.kind is Kind.TEXT and c.name not in taken]
    rows = table.row_count
    repeats = {c.name: len(c.levels) < rows for c in table.columns}
    best = max(names, key=lambda name: (identifies(name), repeats[name]), default=None)
    return best if best is not None and identifies(best) else None


def _known(name: str, table: Table) -> None:
    if name in table.names:
        return
    near = get_close_matches(name, table.names, n=3)
    hint = "Did you mean " + " or ".join(f"“{n}”" for n in near) + "?" if near else "Check the name."
    raise DataRefused(f"The table has no column “{name}”.", hint, "NO_SUCH_COLUMN")


def untick_leaks(roles: Roles, table: Table, findings: Iterable[Finding]) -> Roles:
    """Return the roles with every column that leaks set to ignore."""
    leaking = {f.column for f in findings if f.code == "LEAK"}
    of = [
        Role.IGNORE if c.name in leaking and role is Role.PREDICTOR else role
        for c, role in paired(table, roles)
    ]
    return Roles(tuple(of), roles.event)


def paired(table: Table, roles: Roles) -> Iterable[tuple[Column, Role]]:
    """Return each column with its role."""
    return zip(table.columns, roles.of, strict=True)


def can_predict(column: Column) -> bool:
    """Return whether a column is of a kind that a network can use."""
    return column.kind in (Kind.NUMBER, Kind.CATEGORY)
