"""A file of new patients as the model reads it: its columns found, understood and marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.codes import NumberCode
from clinnet_gui.core.data.findings import Answers, Finding, Level
from clinnet_gui.core.data.reading import read
from clinnet_gui.core.data.table import Cells, Column, RawTable
from clinnet_gui.core.errors import QuestionOpen
from clinnet_gui.core.scoring.marking import Marked, mark
from clinnet_gui.core.scoring.matching import Matched, match
from clinnet_gui.core.scoring.spelling import read_cells
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Work


class StructureOpen(QuestionOpen):
    """The structure of the file at ``path`` raises ``questions`` that ``answers`` leave open."""

    def __init__(self, questions: tuple[Finding, ...], path: Path, answers: Answers) -> None:
        first = questions[0]
        choices = ", ".join(option.key for option in first.options)
        super().__init__(first.saw, f"Answer {first.code} with one of: {choices}.", first.code)
        self.questions = questions
        self.path = path
        self.answers = answers


@dataclass(frozen=True, slots=True, eq=False)
class NewPatients:
    """The rows of a file: ``columns`` are the encoder's, in its order; ``marked`` says what is to be
    known of each row; ``said`` what was found on reading, matching and understanding them."""

    raw: RawTable
    matched: Matched
    columns: tuple[Column, ...]
    marked: Marked
    said: tuple[Finding, ...]


def read_patients(trained: Trained, path: Path, answers: Answers) -> Work[NewPatients]:
    """Read a file by the rules of the training columns.

    FileRefused for no table, StructureOpen where its structure raises a question, ScoringRefused
    where it lacks a column.
    """
    raw = yield from read(path, answers)
    _expect_answers(raw, path, answers)
    matched = match(raw, trained)
    columns, unread, said = yield from _columns(matched.cells, trained, raw)
    marked = yield from mark(trained.fit.encoder, columns, unread, raw.rows.size)
    kept = (finding for finding in raw.findings if finding.level is not Level.REFUSE)
    return NewPatients(raw, matched, columns, marked, (*kept, *matched.findings, *said))


def _expect_answers(raw: RawTable, path: Path, answers: Answers) -> None:
    """Questions on the columns are settled by the stored rules; those on the structure are not."""
    waiting = tuple(finding for finding in raw.findings if finding.is_open)
    if waiting:
        raise StructureOpen(waiting, path, answers)


def _columns(
    cells: tuple[Cells, ...], trained: Trained, raw: RawTable
) -> Work[tuple[tuple[Column, ...], Sequence[Ints], list[Finding]]]:
    columns: list[Column] = []
    unread: list[Ints] = []
    findings: list[Finding] = []
    for one, code in zip(cells, trained.fit.encoder.codes, strict=True):
        unit = code.unit if isinstance(code, NumberCode) else ""
        found = yield from read_cells(one, code.rule, unit, raw)
        columns.append(found.column)
        unread.append(found.unread)
        findings += found.findings
    return tuple(columns), unread, findings
