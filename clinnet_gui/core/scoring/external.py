"""External validation: a study's network judged on the patients of another file, kept in memory only."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clinnet_gui.core.arrays import Bools, Ints, distinct, read_only
from clinnet_gui.core.data.columns.survey import mapped
from clinnet_gui.core.data.findings import Answers, Finding
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.data.table import Cells
from clinnet_gui.core.errors import ScoringRefused
from clinnet_gui.core.evaluation.transport.arrivals import Arrivals
from clinnet_gui.core.evaluation.transport.judging import judge_transport
from clinnet_gui.core.evaluation.transport.report import Counts, Transport
from clinnet_gui.core.scoring.drift import CHECKING, id_findings, level_findings, scale_findings
from clinnet_gui.core.scoring.ids import same_id
from clinnet_gui.core.scoring.outcomes import read_outcomes
from clinnet_gui.core.scoring.patients import NewPatients, read_patients
from clinnet_gui.core.scoring.scores import Status
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Work


@dataclass(frozen=True, slots=True, eq=False)
class ExternalValidation:
    """What a file said of the study's network: its name, the ``findings`` on its columns and ids, and
    the ``transport``. ``model`` is the short hash of network and calibrator that were judged."""

    source: str
    findings: tuple[Finding, ...]
    transport: Transport
    model: str


def validate_external(
    study: Study, path: Path, answers: Answers, leave_out_same: bool = False
) -> Work[ExternalValidation]:
    """Judge the study's network, calibrator and threshold on the patients of a file with outcomes.

    Columns are found and read as for scoring; rows without an outcome, and rows that scoring would
    not score, are left out and counted. Raises what ``score`` raises, and EvaluationRefused where the
    outcome is not there, has other levels, or no row is left.
    """
    from clinnet_gui.core.scoring.scoring import model_hash
    from clinnet_gui.core.training.prediction import predict

    trained = study.trained
    if trained is None:
        raise ScoringRefused("This study has no model yet.", "Train one first.", "NO_MODEL")
    patients = yield from read_patients(trained, path, answers)
    outcomes, said = yield from read_outcomes(patients.raw, trained.dataset)
    scored = patients.marked.status != Status.NOT_SCORED
    rows = np.flatnonzero((outcomes >= 0) & scored)
    logits = yield from predict(trained.fit, patients.columns, rows)
    ids = yield from id_findings(patients.matched.identifier, trained)
    numbers, known, tested = yield from _who(patients.matched.identifier, trained, rows)
    arrivals = Arrivals(
        columns=patients.columns,
        rows=read_only(rows),
        y=read_only(outcomes[rows]),
        logits=logits,
        patients=numbers,
        outside=patients.marked.outside,
        unseen=patients.marked.unseen,
        known=known,
        tested=tested,
        ids=patients.matched.identifier is not None,
    )
    aside, read = len(patients.raw.quarantined), patients.raw.rows.size
    without = int((outcomes < 0).sum())
    counts = Counts(read + aside, aside, without, int(read - without - rows.size), 0, int(rows.size))
    transport = yield from judge_transport(trained, study.decision, arrivals, counts, leave_out_same)
    return ExternalValidation(
        patients.raw.source.name,
        _kept((*patients.said, *said, *_drifted(trained, patients), *ids)),
        transport,
        model_hash(trained, study.decision),
    )


def _kept(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What scoring says of the outcome does not hold here; of the study's patients more is said."""
    return tuple(finding for finding in found if finding.code not in ("OUTCOME_NOT_USED", "TRAINING_PATIENT"))


def _drifted(trained: Trained, patients: NewPatients) -> list[Finding]:
    found = level_findings(trained, patients.marked.unseen)
    return [*found, *scale_findings(trained, patients.columns, patients.marked.outside)]


def _who(identifier: Cells | None, trained: Trained, rows: Ints) -> Work[tuple[Ints, Bools, Bools]]:
    """Return a number for each row's patient, whether the study knows its id, and whether from its test
    part; rows without an id are patients of their own."""
    own, none = np.arange(rows.size), np.zeros(rows.size, bool)
    if identifier is None:
        return own, none, none
    keys, said = (yield from mapped(identifier.levels, same_id, CHECKING)), trained.dataset.id_column
    known, tested = set[str](), set[str]()
    if said is not None:
        of_study = yield from mapped(said.cells.levels, same_id, CHECKING)
        at = trained.dataset.rows[trained.split.rows(Part.TEST)]
        known, tested = set(of_study), {of_study[code] for code in distinct(said.cells.codes[at])}
    named = np.array([bool(key) for key in keys], bool)
    met, held = (np.array([key in ids for key in keys], bool) & named for ids in (known, tested))
    codes = identifier.codes[rows]
    numbers = np.where(named[codes], codes.astype(np.int64), len(keys) + own)
    return read_only(numbers), met[codes], held[codes]
