"""Questions: findings of level ask, and the answer in force."""

from dataclasses import replace

from clinnet_gui.core.data.findings import Answers, Finding
from clinnet_gui.core.errors import AnswerRefused


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
