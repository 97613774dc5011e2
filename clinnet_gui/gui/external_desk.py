"""What the analyst asks of patients from another file; of their answers an update alone enters the study."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.evaluation.transport.adopting import adopt, judged_before, taken_back
from clinnet_gui.core.scoring import StructureOpen
from clinnet_gui.core.scoring.external import ExternalValidation
from clinnet_gui.core.study import Note, Study
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.groups_desk import GroupsDesk
from clinnet_gui.gui.operations import external, results
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.training_desk import now

TITLE = "External validation"


@dataclass(frozen=True, slots=True)
class Asked:
    """A file to be judged, what was answered about its structure (None: as in training), and whether
    patients of the study are left out."""

    path: Path
    answers: Answers | None = None
    leave_out_same: bool = False


class ExternalDesk(GroupsDesk):
    """The desk of the External panel."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.external: ExternalValidation | None = None
        self.external_asked: Asked | None = None
        self.external_failure: ClinnetError | None = None

    @property
    def judging_file(self) -> bool:
        """Whether a file is being judged."""
        return self.asking(TITLE) is not None

    @property
    def external_is_stale(self) -> bool:
        """Whether recalibration or threshold changed since the file was judged."""
        study, found = self.study, self.external
        if found is None or study.trained is None:
            return False
        if found.transport.threshold != study.decision.threshold:
            return True
        same = found.transport.calibrator == study.decision.calibrator
        return not (same or judged_before(found.transport, study.decision.calibrator))

    def use_update(self, method: Method) -> None:
        """Let an update that the file gave score from now on."""
        study, found = self.study, self.external
        if study.trained is None or found is None or self._refuse_while_busy(Lane.JUDGE):
            return
        trained = study.trained
        try:
            decision = adopt(study.decision, found.transport, method, found.source, now())
        except ClinnetError as refused:
            self.failed.emit(refused)
            return
        self._judge("Update from another file", lambda: results.judging(trained, decision))

    def take_update_back(self) -> None:
        """Let the calibrator of the study's own rows score alone again."""
        trained, decision = self.study.trained, taken_back(self.study.decision)
        if trained is None or decision == self.study.decision:
            return
        if not self._refuse_while_busy(Lane.JUDGE):
            self._judge("Taking the update back", lambda: results.judging(trained, decision))

    def validate_file(self, asked: Asked) -> None:
        """Judge the network on the patients of a file."""
        study = self.study
        if study.trained is None or self._refuse_while_validating():
            return
        self.external, self.external_asked, self.external_failure = None, asked, None
        self._run(
            Lane.VALIDATE,
            Activity(TITLE),
            lambda: external.validating(study, asked.path, asked.answers, asked.leave_out_same),
            self._validated,
        )
        self.validated.emit()

    def answer_external(self, code: str, column: str | None, key: str) -> None:
        """Settle a question that the file's structure raised, and judge it again."""
        asked, failure = self.external_asked, self.external_failure
        if asked is not None and isinstance(failure, StructureOpen):
            answers = failure.answers.with_answer(code, column, key)
            self.validate_file(Asked(asked.path, answers, asked.leave_out_same))

    def _validated(self, found: ExternalValidation | ClinnetError) -> None:
        if isinstance(found, ClinnetError):
            self.external_failure = found
        else:
            self.external = found
        self.validated.emit()

    def _set(self, study: Study, unsaved: bool = True) -> None:
        """Another network: what the file said of the old one goes. Another update, by whatever step: it is
        noted and told, so that it is never silent by what risks are made."""
        if study.trained is not self.study.trained:
            self.external = self.external_asked = self.external_failure = None
        told = update_note(self.study, study)
        super()._set(study.with_note(Note(now(), told)) if told else study, unsaved)
        if told:
            update = study.decision.calibrator.update
            done = "The update is no longer in use." if update is None else f"In use: {update.kind}."
            self.notified.emit(f"{done} The history of the study says so.")


def update_note(before: Study, after: Study) -> str:
    """Return what the history says where a study goes on with another update; empty where it does not."""
    old, new = before.decision.calibrator.update, after.decision.calibrator.update
    if old == new or after.table is not before.table:
        return ""
    if new is None:
        return f"Update no longer in use: {old.record}" if old is not None else ""
    late = " and after the test was seen" if after.decision.opened else ""
    return f"Update in use: {new.record}; chosen after those patients were judged{late}"
