"""Findings on the command line: as lines of text, as JSON, and as the ``--answer`` to give."""

import sys
from collections.abc import Collection, Sequence

from clinnet_gui.cli.printing import Json
from clinnet_gui.core.data.findings import Answers, Finding, Level
from clinnet_gui.core.errors import ClinnetError, QuestionOpen


def finding_json(finding: Finding) -> dict[str, Json]:
    """Return a finding as it stands in JSON."""
    return {
        "code": finding.code,
        "level": finding.level.value,
        "column": finding.column,
        "rows": finding.rows,
        "lines": finding.lines,
        "count": finding.count,
        "saw": finding.saw,
        "did": finding.did,
        "advice": finding.advice,
        "choices": [{"key": option.key, "text": option.text} for option in finding.options],
        "proposed": finding.proposed,
        "safe": finding.safe,
        "answer": finding.answer,
    }


def finding_lines(findings: Sequence[Finding]) -> list[str]:
    """Return findings as text, the gravest first."""
    lines: list[str] = []
    for finding in sorted(findings, key=lambda f: -grade(f)):
        where = f" row {', '.join(map(str, finding.rows))}" if finding.rows else ""
        lines.append(
            f"{finding.level.value:6} {finding.code}: {finding.saw}{where and f' [{where.strip()}]'}"
        )
        lines += [f"       {text}" for text in (finding.did, finding.advice) if text]
        if finding.is_open:
            lines += [f"       {line}" for line in answer_lines(finding)]
    return lines


def answer_lines(question: Finding) -> list[str]:
    """Return each ``--answer`` that settles a question, with what it means."""
    column = f":{question.column}" if question.column else ""
    proposed = question.proposed
    return [
        f"--answer {_quoted(f'{question.code}{column}={option.key}')}   {option.text}"
        + ("   (taken by --yes)" if option.key == proposed else "")
        for option in question.options
    ]


def _quoted(text: str) -> str:
    """Return a text as a shell takes it for one word."""
    plain = text.replace("_", "").replace("=", "").replace(":", "")
    return text if plain.isalnum() and text.isascii() else "'" + text.replace("'", "'\\''") + "'"


def grade(finding: Finding) -> int:
    """Return how grave a finding is, 0 the mildest."""
    return list(Level).index(finding.level)


def worst(findings: Sequence[Finding]) -> str:
    """Return the gravest level there is, "ok" where there is none."""
    return max(findings, key=grade).level.value if findings else Level.OK.value


def expect_answers(questions: Sequence[Finding]) -> None:
    """Raise QuestionOpen, listing every ``--answer`` to give, where a question is open."""
    if not questions:
        return
    lines = [line for question in questions for line in (question.saw, *answer_lines(question))]
    plural = "s wait" if len(questions) > 1 else " waits"
    raise QuestionOpen(
        f"{len(questions)} question{plural} for an answer.", "\n  ".join(lines), questions[0].code
    )


def warn_of_idle(answers: Answers, findings: Sequence[Finding], columns: Collection[str] = ()) -> None:
    """Say on stderr which answers no question asked for: a code or a column may be misspelled.

    A type may be given to each of the ``columns`` without being asked.
    """
    asked = {(f.code, f.column) for f in findings if f.options}
    codes = {code for code, _ in asked}
    for code, column, key in answers.given:
        free = code == "TYPE" and column in columns
        if not free and (code not in codes if column is None else (code, column) not in asked):
            where = f"{code}:{column}" if column is not None else code
            print(
                f"clinnet: nothing asked for the answer {where}={key}; it changes nothing.", file=sys.stderr
            )


def as_finding(error: ClinnetError) -> Finding:
    """Return a refusal as a finding."""
    return Finding(
        error.code or type(error).__name__, Level.REFUSE, error.message, "Nothing was changed.", error.hint
    )
