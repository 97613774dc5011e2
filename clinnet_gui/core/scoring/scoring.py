"""Scoring a file of new patients with a study's model: rows in are rows out, in their order."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from clinnet_gui.core.arrays import Codes, Floats, Ints, ascending, fingerprint, read_only
from clinnet_gui.core.data.findings import Answers, Finding
from clinnet_gui.core.data.table import Cells, Column, RawTable
from clinnet_gui.core.errors import ScoringRefused
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.scoring.drift import id_findings, level_findings, risk_findings, scale_findings
from clinnet_gui.core.scoring.marking import Marked
from clinnet_gui.core.scoring.patients import read_patients
from clinnet_gui.core.scoring.scores import Scores, Status
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Work

_NO_ANSWERS = Answers()


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
    patients = yield from read_patients(trained, path, answers)
    marked = patients.marked
    risk = yield from _risks(trained, study.decision, patients.columns, marked)
    ids = yield from id_findings(patients.matched.identifier, trained)
    findings = (
        *patients.said,
        *level_findings(trained, marked.unseen),
        *scale_findings(trained, patients.columns, marked.outside),
        *risk_findings(risk, study.decision.calibrator.risk(trained.fit.logits)),
        *ids,
    )
    rows = _Rows(patients.raw, marked, risk, patients.matched.identifier)
    return rows.scores(study.decision, model_hash(trained, study.decision), findings)


def model_hash(trained: Trained, decision: Decision) -> str:
    """Return twelve characters that change with the network, its encoder or its calibrator."""
    fit = trained.fit
    parts = [part for fold in fit.folds for part in (fold.weights, repr(fold.encoder))]
    return fingerprint(*parts, repr(decision.calibrator))[:12]


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
        order = ascending(numbers)
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
            update="" if decision.calibrator.update is None else decision.calibrator.update.record,
        )

    def _labels(self, order: Ints) -> tuple[str, ...]:
        """The ids as the file spells them; a row set aside has none, its cells may be shifted."""
        if self.identifier is None:
            return ()
        levels = np.array((*self.identifier.levels, ""), dtype=object)
        missing = np.full(len(self.raw.quarantined), levels.size - 1, np.int32)
        codes = np.concatenate((self.identifier.codes, missing))[order]
        return tuple(levels[codes].tolist())
