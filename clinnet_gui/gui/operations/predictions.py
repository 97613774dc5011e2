"""Predictions of any model: read the file, guess its columns, judge them. No study is touched."""

from dataclasses import dataclass
from pathlib import Path

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.evaluation.predictions import Naming, Review
from clinnet_gui.core.work import Progress, Work


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A table with the columns that probably are outcome and risk (None: it cannot be told)."""

    table: Table
    guessed: Naming | None


def opening(path: Path, answers: Answers) -> Work[Opened]:
    """Read a file of predictions."""
    from clinnet_gui.core.data.intake import load
    from clinnet_gui.core.evaluation.predictions import guess

    yield Progress(f"Reading {path.name}")
    table = yield from load(path, answers, varied=False)
    return Opened(table, (yield from guess(table)))


def answering(path: Path, table: Table, answers: Answers) -> Work[Table]:
    """Understand the table anew under other answers; from the file only where those need it."""
    from clinnet_gui.core.data.intake import load, reread

    yield Progress("Reading the table with your answer")
    changed = {code for code, _, _ in set(answers.given) ^ set(table.answers.given)}
    if changed & {finding.code for finding in table.raw.findings}:
        return (yield from load(path, answers, varied=False))
    return (yield from reread(table, answers, varied=False))


def reviewing(table: Table, naming: Naming, answers: Answers, times: int = 0) -> Work[Review]:
    """Judge the named columns, with ``times`` bootstrap samples."""
    from clinnet_gui.core.evaluation.predictions import review

    return (yield from review(table, naming, answers, times))
