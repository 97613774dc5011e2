"""Screening: which column serves what, and what speaks against training with these roles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Ints, read_only
from clinnet_gui.core.data.dataset import Dataset, Role, Roles
from clinnet_gui.core.data.doubts.names import identifies
from clinnet_gui.core.data.findings import Answers, Finding, Level
from clinnet_gui.core.data.outcome.judging import Outcome, judge_outcome
from clinnet_gui.core.data.screening.duplicates import twin_findings, twins
from clinnet_gui.core.data.screening.leaks import leaks
from clinnet_gui.core.data.screening.ordering import identifier_leak, order_leak
from clinnet_gui.core.data.screening.roles import can_predict, paired
from clinnet_gui.core.data.screening.shapes import shape_finding, shape_of, with_patient
from clinnet_gui.core.data.table import Kind, Table
from clinnet_gui.core.errors import DataRefused
from clinnet_gui.core.work import Progress, Work


@dataclass(frozen=True, slots=True, eq=False)
class Assembled:
    """What came of the roles: with the event filled in where it was plain; the dataset, or None
    where a finding refuses or a question is open."""

    roles: Roles
    dataset: Dataset | None
    findings: tuple[Finding, ...]


def assemble(table: Table, roles: Roles, answers: Answers = Answers()) -> Work[Assembled]:  # noqa: B008
    """Return the dataset that these roles make of the table, and what the screening found.

    Findings: OUTCOME_*, TOO_FEW_*, LEAK, ID_COLUMN, ORDER_LEAK, DUPLICATE_ROWS,
    CONFLICTING_DUPLICATES, REPEATED_PATIENT, SHAPE_*. AnswerRefused where the event is no level.
    """
    place = roles.index_of(Role.OUTCOME)
    if place is None:
        return Assembled(roles, None, ())
    outcome = judge_outcome(table.columns[place], roles.event, answers)
    used = (column for column, role in paired(table, roles) if role is Role.PREDICTOR)
    unfit = [column.name for column in used if not can_predict(column)]
    of = [Role.IGNORE if column.name in unfit else role for column, role in paired(table, roles)]
    roles = Roles(tuple(of), outcome.event or roles.event)
    if outcome.y is None or refusal(outcome.findings) is not None:
        return Assembled(roles, None, outcome.findings)
    noted = [_unfit(name) for name in unfit]
    shape = shape_finding((yield from shape_of(table, roles, np.flatnonzero(outcome.y >= 0))), roles, answers)
    if shape is not None:
        roles, noted = with_patient(table, roles, shape), [*noted, shape]
    return (yield from _screened(table, roles, outcome, noted))


def _unfit(name: str) -> Finding:
    return Finding(
        "NOT_USABLE",
        Level.WARN,
        f"“{name}” holds dates, free text or nothing: it cannot be a predictor as it stands.",
        "It is not used as a predictor.",
        "Give it the type number or category if that is what it holds, or derive a number from it.",
        name,
    )


def _screened(table: Table, roles: Roles, outcome: Outcome, unfit: list[Finding]) -> Work[Assembled]:
    """Screen the rows that have an outcome."""
    assert outcome.y is not None
    rows = np.flatnonzero(outcome.y >= 0)
    y = outcome.y[rows]
    findings = [*outcome.findings, *unfit, *(yield from leaks(table, roles, rows, y))]
    findings += yield from _order(table, roles, rows, y)
    place = roles.index_of(Role.ID)
    identifier = None if place is None else table.columns[place]
    compared = [
        c
        for c, role in paired(table, roles)
        if role not in (Role.OUTCOME, Role.ID) and c.kind is not Kind.EMPTY
    ]
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
    for column, role in paired(table, roles):
        if role is Role.ID or (identifies(column.name) and role is Role.IGNORE):
            found.append((yield from identifier_leak(column, rows, y, ordered is not None)))
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
    unused = {c.name for c, role in paired(table, roles) if role is Role.IGNORE}
    asked = (f for f in (*standing(table, roles), *findings) if f.is_open)
    return tuple(f for f in asked if f.column not in unused)
