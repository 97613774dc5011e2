"""Screening: which column serves what, and what speaks against training with these roles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from clinnet_gui.core.arrays import Bytes, Ints, read_only
from clinnet_gui.core.data.dataset import Dataset, Role, Roles
from clinnet_gui.core.data.duplicates import twin_findings, twins
from clinnet_gui.core.data.findings import Answers, Finding, Level
from clinnet_gui.core.data.leaks import leaks
from clinnet_gui.core.data.names import identifies
from clinnet_gui.core.data.ordering import identifier_leak, order_leak
from clinnet_gui.core.data.outcome import Outcome, judge_outcome
from clinnet_gui.core.data.table import Column, Kind, Table
from clinnet_gui.core.errors import DataRefused
from clinnet_gui.core.work import Progress, Work

_NOT_USED = frozenset({"PHI", "ID_COLUMN", "EXCEL_MANGLED", "FREE_TEXT"})


@dataclass(frozen=True, slots=True, eq=False)
class Assembled:
    """What came of the roles: with the event filled in where it was plain; the dataset, or None
    where a finding refuses or a question is open."""

    roles: Roles
    dataset: Dataset | None
    findings: tuple[Finding, ...]


def propose_roles(
    table: Table,
    outcome: str | None = None,
    event: tuple[str, ...] = (),
    id: str | None = None,
    exclude: tuple[str, ...] = (),
) -> Roles:
    """Return a role for each column: identifiers, dates, texts, empty and constant columns and
    whatever may identify a person are not used; the likeliest patient identifier is the id.

    Looks at kinds, names and findings only. DataRefused (NO_SUCH_COLUMN) for a name that the
    table does not have.
    """
    for name in (outcome, id, *exclude):
        if name is not None:
            _known(name, table)
    doubtful = {f.column for f in table.findings if f.code in _NOT_USED}
    named = id if id is not None else _likeliest_id(table, {outcome, *exclude})
    of = []
    for column in table.columns:
        if column.name == outcome:
            of.append(Role.OUTCOME)
        elif column.name == named:
            of.append(Role.ID)
        elif column.name in exclude or column.name in doubtful or not _can_predict(column):
            of.append(Role.IGNORE)
        else:
            of.append(Role.PREDICTOR)
    return Roles(tuple(of), event)


def _can_predict(column: Column) -> bool:
    """Whether a column is of a usable kind and not the same in every row."""
    return column.kind in (Kind.NUMBER, Kind.CATEGORY) and len(column.cells.levels) > 1


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


def assemble(table: Table, roles: Roles, answers: Answers = Answers()) -> Work[Assembled]:  # noqa: B008
    """Return the dataset that these roles make of the table, and what the screening found.

    Findings: OUTCOME_*, TOO_FEW_*, LEAK, ID_COLUMN, ORDER_LEAK, DUPLICATE_ROWS,
    CONFLICTING_DUPLICATES, REPEATED_PATIENT. AnswerRefused where the event is no level.
    """
    place = roles.index_of(Role.OUTCOME)
    if place is None:
        return Assembled(roles, None, ())
    outcome = judge_outcome(table.columns[place], roles.event, answers)
    roles = Roles(roles.of, outcome.event or roles.event)
    if outcome.y is None or refusal(outcome.findings) is not None:
        return Assembled(roles, None, outcome.findings)
    return (yield from _screened(table, roles, outcome))


def _screened(table: Table, roles: Roles, outcome: Outcome) -> Work[Assembled]:
    """Screen the rows that have an outcome."""
    assert outcome.y is not None
    rows = np.flatnonzero(outcome.y >= 0)
    y = outcome.y[rows]
    findings = [*outcome.findings, *(yield from leaks(table, roles, rows, y))]
    findings += yield from _order(table, roles, rows, y)
    place = roles.index_of(Role.ID)
    identifier = None if place is None else table.columns[place]
    pairs = zip(table.columns, roles.of, strict=True)
    compared = [c for c, role in pairs if role not in (Role.OUTCOME, Role.ID) and c.kind is not Kind.EMPTY]
    found = yield from twins(compared, identifier, rows)
    yield Progress("Counting equal rows")
    findings += twin_findings(table.raw, found, rows, y)
    if Role.PREDICTOR not in roles.of:
        findings.append(_no_predictor())
    said = tuple(findings)
    if refusal(said) is not None:
        return Assembled(roles, None, said)
    dataset = Dataset(table, roles, read_only(rows), read_only(y), read_only(found.patients), said)
    return Assembled(roles, dataset, said)


def _order(table: Table, roles: Roles, rows: Ints, y: Bytes) -> Work[list[Finding]]:
    """Look at the order of the rows and of every identifier."""
    ordered = order_leak(y)
    found = [ordered]
    for column, role in zip(table.columns, roles.of, strict=True):
        if role is Role.ID or (identifies(column.name) and role is Role.IGNORE):
            found.append(identifier_leak(column, rows, y, ordered is not None))
            yield Progress("Looking at the order of identifiers")
    return [finding for finding in found if finding is not None]


def _no_predictor() -> Finding:
    return Finding(
        "NO_PREDICTOR",
        Level.REFUSE,
        "No column is left to predict from.",
        "Nothing can be trained.",
        "Give at least one column the role predictor.",
    )


def refusal(findings: Iterable[Finding]) -> DataRefused | None:
    """Return the first finding that refuses as an error, None where none does."""
    for finding in findings:
        if finding.level is Level.REFUSE:
            return DataRefused(finding.saw, finding.advice, finding.code)
    return None


def standing(table: Table, roles: Roles) -> tuple[Finding, ...]:
    """Return the table's findings that stand once roles are known: the outcome column raises
    only OUTCOME findings, and its own are those of the screening."""
    place = roles.index_of(Role.OUTCOME)
    outcome = None if place is None else table.columns[place].name
    return tuple(f for f in table.findings if f.column is None or f.column != outcome)


def open_questions(table: Table, roles: Roles, findings: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """Return the questions that must be answered before training: on the file, on predictors and
    id, and of the screening (``findings``). One on a column not used can wait."""
    unused = {c.name for c, role in zip(table.columns, roles.of, strict=True) if role is Role.IGNORE}
    asked = (f for f in (*standing(table, roles), *findings) if f.is_open)
    return tuple(f for f in asked if f.column not in unused)


def untick_leaks(roles: Roles, table: Table, findings: Iterable[Finding]) -> Roles:
    """Return the roles with every column that leaks set to ignore."""
    leaking = {f.column for f in findings if f.code == "LEAK"}
    pairs = zip(table.columns, roles.of, strict=True)
    of = [Role.IGNORE if c.name in leaking and role is Role.PREDICTOR else role for c, role in pairs]
    return Roles(tuple(of), roles.event)
