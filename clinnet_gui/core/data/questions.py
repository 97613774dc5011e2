"""Questions to the analyst: how one is put, which answer is in force, which rows it concerns."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.data.findings import Answers, Finding, Level, Option
from clinnet_gui.core.data.table import RawTable
from clinnet_gui.core.errors import AnswerRefused

SHOWN = 10
"""How many rows a finding lists at most."""


def settle(question: Finding, answers: Answers) -> Finding:
    """Return ``question`` with the answer in force.

    That is the analyst's own; else the proposed one, where ``--yes`` was given or it is safe;
    else None: the question stays open. AnswerRefused where the answer is no choice of it.
    """
    given = answers.to(question.code, question.column)
    if given is not None:
        return replace(question, answer=_checked(given, question))
    taken = question.safe or answers.yes
    return replace(question, answer=question.proposed if taken else None)


def in_force(question: Finding) -> str:
    """Return the choice by which the file is read meanwhile: the answer, else the proposed one."""
    return question.answer or question.proposed or ""


def _checked(given: str, question: Finding) -> str:
    keys = [option.key for option in question.options]
    if given in keys:
        return given
    where = f" of column {question.column}" if question.column else ""
    raise AnswerRefused(
        f"“{given}” is no choice of the question {question.code}{where}.",
        f"Choose one of: {', '.join(keys)}.",
        "UNKNOWN_ANSWER",
    )


def question(
    code: str,
    column: str | None,
    saw: str,
    options: tuple[Option, ...],
    answers: Answers,
    *,
    safe: bool = False,
    advice: str = "",
    level: Level = Level.ASK,
    count: int = 0,
) -> Finding:
    """Return the question with the answer in force; the first option is the proposed one.

    The answer is the one given, else the proposed one where that is safe or ``--yes`` stands,
    else None (open). A milder ``level`` makes a choice that waits for nobody. AnswerRefused
    where the given answer is no option.
    """
    asked = Finding(
        code,
        level,
        saw,
        advice=advice,
        column=column,
        count=count,
        options=options,
        proposed=options[0].key,
        safe=safe,
    )
    asked = settle(asked, answers)
    texts = {option.key: option.text for option in options}
    return replace(asked, did=f"In force: {texts[asked.answer]}.") if asked.answer else asked


def located(finding: Finding, raw: RawTable, positions: NDArray[np.intp]) -> Finding:
    """Return the finding with the rows and lines at ``positions`` of the table, and their count."""
    first = positions[:SHOWN]
    return replace(
        finding,
        rows=tuple(int(r) for r in raw.rows[first]),
        lines=tuple(int(r) for r in raw.lines[first]),
        count=int(positions.size),
    )


def many(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> many(1, "cell"), many(2500, "cell")
    ('1 cell', '2,500 cells')
    """
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
