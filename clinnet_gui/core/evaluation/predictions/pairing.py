"""Outcomes and the risks predicted for them, taken from two columns (or three) of a table."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bools, Bytes, Floats, Ints, read_only
from clinnet_gui.core.data.findings import Answers, Finding, Level
from clinnet_gui.core.data.outcome import judge_outcome
from clinnet_gui.core.data.outcome.one_class import one_class
from clinnet_gui.core.data.table import Column, Kind, Table
from clinnet_gui.core.errors import DataRefused, EvaluationRefused, QuestionOpen


@dataclass(frozen=True, slots=True)
class Naming:
    """Which columns are meant: the outcome with its ``event`` levels (empty: the one that plainly is
    the event), the predicted ``risk``, and a second one to compare it with (empty: none).
    ``percent``: the risks are percentages, 0 to 100. ``patient``: whose row it is (empty: each row is a
    patient)."""

    outcome: str
    risk: str
    event: tuple[str, ...] = ()
    rival: str = ""
    percent: bool = False
    patient: str = ""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What became of the rows of the file: ``used`` and those left out add up to ``read``. A row
    counts where it fails first: set aside in reading, no outcome, no risk, no second risk."""

    read: int
    aside: int
    no_outcome: int
    no_risk: int
    no_rival: int

    @property
    def left_out(self) -> int:
        """Rows that are not judged."""
        return self.aside + self.no_outcome + self.no_risk + self.no_rival

    @property
    def used(self) -> int:
        """Rows that are judged."""
        return self.read - self.left_out


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The rows that have an outcome (``y``, 0/1) and a risk, and what became of the others;
    ``rival`` holds the second risks of the same rows, None where none were asked for. ``event``
    are the levels that count as the event; ``patients`` numbers whose rows they are, None where no column
    says so."""

    y: Bytes
    risks: Floats
    rival: Floats | None
    event: tuple[str, ...]
    reckoning: Reckoning
    patients: Ints | None = None


class ColumnsOpen(QuestionOpen):
    """The chosen columns raise ``questions`` that wait for an answer."""

    def __init__(self, questions: tuple[Finding, ...]) -> None:
        first = questions[0]
        choices = ", ".join(option.key for option in first.options)
        super().__init__(first.saw, f"Answer {first.code} with one of: {choices}.", first.code)
        self.questions = questions


def pair(table: Table, naming: Naming, answers: Answers) -> Pairs:
    """Return the outcomes and risks of the named columns.

    EvaluationRefused where a column is not there, stands in two roles, or holds no numbers;
    DataRefused where the outcome cannot be one; ColumnsOpen where a question on the file or on
    these columns waits. Risks outside 0..1 are left for the judge to refuse.
    """
    outcome, risk = _column(table, naming.outcome), _column(table, naming.risk)
    rival = _column(table, naming.rival) if naming.rival else None
    patient = _column(table, naming.patient) if naming.patient else None
    _expect_distinct(outcome, risk, rival)
    if patient is not None and patient in (outcome, risk, rival):
        raise EvaluationRefused(
            f"“{patient.name}” cannot say whose row it is, too.", "Name another column.", "TWO_ROLES"
        )
    risks = [column for column in (risk, rival) if column is not None]
    _expect_answers(table, {column.name for column in risks})
    outcomes, event = _outcomes(outcome, naming.event, answers)
    values = [_risks(column, naming.percent) for column in risks]
    missing = [outcomes < 0, *(np.isnan(column) for column in values)]
    first = _first(missing)
    whole = ~np.logical_or.reduce(missing)
    return Pairs(
        y=read_only(outcomes[whole]),
        risks=read_only(values[0][whole]),
        rival=read_only(values[1][whole]) if rival is not None else None,
        event=event,
        reckoning=Reckoning(
            table.row_count + len(table.raw.quarantined),
            len(table.raw.quarantined),
            *first,
            *[0] * (3 - len(first)),
        ),
        patients=None if patient is None else read_only(_owners(patient)[whole]),
    )


def _owners(column: Column) -> Ints:
    """Return a number for each spelling; a row that has none is a patient of its own."""
    codes = column.cells.codes.astype(np.int64)
    blank = np.array([not level.strip() for level in column.cells.levels] + [True])[codes]
    return np.where(blank, len(column.cells.levels) + np.arange(codes.size), codes)


def _first(missing: list[Bools]) -> list[int]:
    """Return how many rows fail at each check that failed at none before it."""
    counts, before = [], np.zeros(missing[0].size, bool)
    for fails in missing:
        counts.append(int((fails & ~before).sum()))
        before |= fails
    return counts


def _column(table: Table, name: str) -> Column:
    try:
        return table.column(name)
    except KeyError:
        known = ", ".join(f"“{column}”" for column in table.names[:20])
        raise EvaluationRefused(
            f"The file has no column “{name}”.", f"Its columns are {known}.", "NO_COLUMN"
        ) from None


def _expect_distinct(outcome: Column, risk: Column, rival: Column | None) -> None:
    if outcome is risk or outcome is rival:
        raise EvaluationRefused(
            f"“{outcome.name}” cannot be outcome and risk at once.", "Name two columns.", "TWO_ROLES"
        )
    if risk is rival:
        raise EvaluationRefused(
            f"“{risk.name}” cannot be compared with itself.", "Name another column of risks.", "TWO_ROLES"
        )


def _expect_answers(table: Table, used: set[str]) -> None:
    """Questions on the outcome's column are its own to ask: levels are compared as they are spelled."""
    waiting = [q for q in table.questions if q.column is None or q.column in used]
    if waiting:
        raise ColumnsOpen(tuple(waiting))


def _outcomes(column: Column, event: tuple[str, ...], answers: Answers) -> tuple[Bytes, tuple[str, ...]]:
    """Return 1 for the event, 0 for none, -1 where the outcome is missing; and the event's levels."""
    alone = one_class(column, event)
    if alone is not None:
        return alone
    found = judge_outcome(column, event, answers)
    if found.y is not None:
        if len(found.event) > 1 and not (found.y == 0).any():
            raise DataRefused(
                f"Every level of the outcome “{column.name}” is named as the event.",
                "Name those levels alone that are the event.",
                "OUTCOME_ONE_CLASS",
            )
        return found.y, found.event
    for finding in found.findings:
        if finding.level is Level.REFUSE:
            raise DataRefused(finding.saw, finding.advice, finding.code)
    raise ColumnsOpen(tuple(finding for finding in found.findings if finding.is_open))


def _risks(column: Column, percent: bool) -> Floats:
    if column.kind is not Kind.NUMBER:
        raise EvaluationRefused(
            f"The column “{column.name}” does not hold numbers.",
            "Name the column of predicted risks.",
            "RISK_RANGE",
        )
    if percent and column.rule.percent in (0, 1):  # else 5 % was read as 0.05 already
        return np.round(column.values / 100, 15)  # 0.7 / 100 lies below 0.007, where a threshold may stand
    if column.rule.percent == 1:  # 0.4 % too, where no risk reaches 1 %
        raise EvaluationRefused(
            f"The risks in “{column.name}” carry a percent sign, and 5 % is read as 5.",
            f"Answer PERCENT:{column.name}=fraction to read it as 0.05.",
            "RISK_RANGE",
        )
    return column.values
