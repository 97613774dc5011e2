"""What the analyst asks of patients from another file; their answers stay with the session only."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.scoring import StructureOpen, model_hash
from clinnet_gui.core.scoring.external import ExternalValidation
from clinnet_gui.core.study import Study
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.groups_desk import GroupsDesk
from clinnet_gui.gui.operations import external
from clinnet_gui.gui.tasks import Lane

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
        here = (model_hash(study.trained, study.decision), study.decision.threshold)
        return (found.model, found.transport.threshold) != here

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
        """Another network: what the file said of the old one goes."""
        if study.trained is not self.study.trained:
            self.external = self.external_asked = self.external_failure = None
        super()._set(study, unsaved)
