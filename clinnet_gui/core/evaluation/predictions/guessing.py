"""Which columns of a file of predictions are probably outcome, risk and patient: proposed, never settled."""

import re

import numpy as np

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.outcome import judge_outcome, outcome_levels
from clinnet_gui.core.data.table import Column, Kind, Table
from clinnet_gui.core.evaluation.predictions.pairing import Naming
from clinnet_gui.core.statistics.design_effect import FEWEST_PATIENTS
from clinnet_gui.core.work import Progress, Work

_RISK = re.compile(r"risk|prob|pred|phat|score|likelihood|^p$|^p_|_p$")
_OUTCOME = re.compile(r"outcome|event|label|target|status|died|death|dead|mortal|observed|true|^y$|^y_")
_PATIENT = re.compile(r"patient|subject|participant|person|^p?id$|mrn")
_MOST_ROWS = 100
"""Of one patient on average: a column with more rows a value names something else."""
_MOST_SPELLINGS = 60
"""A column with more distinct cells than this is not looked at as an outcome."""


def guess(table: Table) -> Work[Naming | None]:
    """Return the likeliest outcome and risk of a table, None where either cannot be told.

    A risk is a column of numbers within 0..1 of more than two values; failing that, one within
    0..100 whose name speaks of a risk or whose cells bear percent signs. An outcome has two levels.
    Names break ties, then the later column for the outcome, the earlier for the risk. The patient is a column
    that is called so and whose values repeat.
    """
    risks: list[tuple[int, int, str, bool]] = []
    outcomes: list[tuple[int, int, str]] = []
    for place, column in enumerate(table.columns):
        scale = _scale(column)
        if scale:
            risks.append((_told(_RISK, column) + 2 * (scale == 1), -place, column.name, scale == 100))
        grade = _as_outcome(column)
        if grade:
            outcomes.append((grade + 2 * _told(_OUTCOME, column), place, column.name))
        yield Progress("Looking for outcome and risk", place / len(table.columns))
    if not risks or not outcomes:
        return None
    *_, risk, percent = max(risks)
    *_, outcome = max(outcomes)
    taken = (outcome, risk)
    patient = next((c.name for c in table.columns if c.name not in taken and _names_patients(c)), "")
    return Naming(outcome, risk, percent=percent, patient=patient)


def _names_patients(column: Column) -> bool:
    """Whether rows of one patient can be told by it, and there are some."""
    rows, values = column.cells.codes.size, len(column.cells.levels)
    return _told(_PATIENT, column) and values < rows <= _MOST_ROWS * values and values >= FEWEST_PATIENTS


def _told(pattern: re.Pattern[str], column: Column) -> bool:
    return bool(pattern.search(column.name.strip().lower()))


def _scale(column: Column) -> int:
    """Return 1 for what may be risks, 100 for what may be percentages, 0 for anything else."""
    if column.kind is not Kind.NUMBER or len(column.cells.levels) < 3:
        return 0
    known = column.values[~np.isnan(column.values)]
    if known.size == 0 or known.min() < 0 or known.max() > 100:
        return 0
    if known.max() <= 1 and column.rule.percent != 1:
        return 1 if np.unique(known[:1000]).size > 2 else 0
    return 100 if _told(_RISK, column) or column.rule.percent == 1 else 0


def _as_outcome(column: Column) -> int:
    """Return 2 where a column has two levels of which one plainly is the event, 1 for other two."""
    if column.kind in (Kind.DATE, Kind.EMPTY) or len(column.cells.levels) > _MOST_SPELLINGS:
        return 0
    levels = outcome_levels(column)
    if len(levels) != 2:
        return 0
    return 2 if judge_outcome(column, (), Answers()).event else 1
