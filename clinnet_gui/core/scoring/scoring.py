"""Scoring a file of new patients with a study's model: rows in are rows out, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from clinnet_gui.core.arrays import Codes, Floats, Ints, fingerprint, read_only
from clinnet_gui.core.data.codes import NumberCode
from clinnet_gui.core.data.findings import Answers, Finding, Level
from clinnet_gui.core.data.reading import read
from clinnet_gui.core.data.table import Cells, Column, RawTable
from clinnet_gui.core.errors import QuestionOpen, ScoringRefused
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.scoring.drift import id_findings, level_findings, risk_findings, scale_findings
from clinnet_gui.core.scoring.marking import Marked, mark
from clinnet_gui.core.scoring.matching import match
from clinnet_gui.core.scoring.scores import Scores, Status
from clinnet_gui.core.scoring.spelling import read_cells
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Work

_NO_ANSWERS = Answers()


class StructureOpen(QuestionOpen):
    """The structure of the file at ``path`` raises ``questions`` that ``answers`` leave open."""

    def __init__(self, questions: tuple[Finding, ...], path: Path, answers: Answers) -> None:
        first = questions[0]
        choices = ", ".join(option.key for option in first.options)
        super().__init__(first.saw, f"Answer {first.code} with one of: {choices}.", first.code)
        self.questions = questions
        self.path = path
        self.answers = answers


def score(study: Study, path: Path, answers: Answers = _NO_ANSWERS) -> Work[Scores]:
    """Score the patients in a file with the study's model, calibrator and threshold.

    Columns are found by name and read by the rules of the training columns; the outcome is not
    needed. Missing values are imputed, values and levels that training never saw are marked, and
    a row is not scored where the reader set it aside or more than half of the predictors are
    missing. Raises FileRefused for no table, StructureOpen where its structure raises a question,
    ScoringRefused where the study has no model or the file lacks a column.
    """
    trained = study.trained
    if trained is None:
        raise ScoringRefused("This study has no model yet.", "Train one first, then score.", "NO_MODEL")
    raw = yield from read(path, answers)
    _expect_answers(raw, path, answers)
    matched = match(raw, trained)
    columns, unread, said = yield from _columns(matched.cells, trained, raw)
    marked = yield from mark(trained.fit.encoder, columns, unread, raw.rows.size)
    risk = yield from _risks(trained, study.decision, columns, marked)
    ids = yield from id_findings(matched.identifier, trained)
    findings = (
        *(finding for finding in raw.findings if finding.level is not Level.REFUSE),
        *matched.findings,
        *said,
        *level_findings(trained, marked.unseen),
        *scale_findings(trained, columns, marked.outside),
        *risk_findings(risk, study.decision.calibrator.risk(trained.fit.logits)),
        *ids,
    )
    rows = _Rows(raw, marked, risk, matched.identifier)
    return rows.scores(study.decision, model_hash(trained, study.decision), findings)


def model_hash(trained: Trained, decision: Decision) -> str:
    """Return twelve characters that change with the network, its encoder or its calibrator."""
    fit = trained.fit
    parts = [part for fold in fit.folds for part in (fold.weights, repr(fold.encoder))]
    return fingerprint(*parts, repr(decision.calibrator))[:12]


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


def _risks(trained: Trained, decision: Decision, columns: tuple[Column, ...], marked: Marked) -> Work[Floats]:
    """Return the calibrated risks, NaN where a row is not scored."""
    from clinnet_gui.core.training.prediction import predict

    logits = yield from predict(trained.fit, columns)
    risks = decision.calibrator.risk(logits)
    return np.where(marked.status == Status.NOT_SCORED, np.nan, risks)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """The rows read, to be joined with those set aside into the file's own order."""

    raw: RawTable
    marked: Marked
    risk: Floats
    identifier: Cells | None

    def scores(self, decision: Decision, model: str, findings: tuple[Finding, ...]) -> Scores:
        """Return one line for each row of the file."""
        aside = self.raw.quarantined
        numbers = np.concatenate((self.raw.rows, np.array([q.row for q in aside], np.int64)))
        order = np.argsort(numbers, kind="stable")
        status = np.concatenate((self.marked.status, np.full(len(aside), Status.NOT_SCORED, np.int8)))
        reasons = (*self.marked.reasons, *(f"set aside in reading: {q.reason}" for q in aside))
        first = len(self.marked.reasons)
        reason: Codes = np.concatenate(
            (self.marked.reason, np.arange(first, first + len(aside), dtype=np.int32))
        )
        return Scores(
            source=self.raw.source.name,
            label_name=self.identifier.name if self.identifier is not None else "row",
            labels=self._labels(order),
            row=read_only(numbers[order]),
            risk=read_only(np.concatenate((self.risk, np.full(len(aside), np.nan)))[order]),
            status=read_only(status[order]),
            reason=read_only(reason[order]),
            reasons=reasons,
            threshold=decision.threshold,
            model=model,
            when=datetime.now(UTC).isoformat(timespec="seconds"),
            findings=findings,
        )

    def _labels(self, order: Ints) -> tuple[str, ...]:
        """The ids as the file spells them; a row set aside has none, its cells may be shifted."""
        if self.identifier is None:
            return ()
        levels = (*self.identifier.levels, "")
        missing = np.full(len(self.raw.quarantined), len(levels) - 1, np.int32)
        codes = np.concatenate((self.identifier.codes, missing))[order]
        return tuple(levels[code] for code in codes.tolist())
