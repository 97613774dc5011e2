"""What the analyst asks of groups of patients; its answers stay with the session."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from clinnet_gui.core.data.table import Column
from clinnet_gui.core.evaluation.groups.subgroups import Subgroups
from clinnet_gui.core.study import Study
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.operations import groups
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.validation_desk import ValidationDesk


@dataclass(frozen=True, slots=True, eq=False)
class Divided:
    """Subgroups, and what evaluation and threshold they were made from."""

    found: Subgroups
    made_from: tuple[str, float | None]


class GroupsDesk(ValidationDesk):
    """The desk of the panels on groups."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.divided: Divided | None = None

    @property
    def divided_is_stale(self) -> bool:
        """Whether rows shown, recalibration or threshold changed since the groups were judged."""
        return self.divided is not None and self.divided.made_from != _judged_by(self.study)

    def divide(self, column: Column, cuts: tuple[float, ...] = ()) -> None:
        """Judge the rows shown in the groups of a column (cut at ``cuts``, where it is a number)."""
        study = self.study
        trained, evaluation, threshold = study.trained, study.evaluation, study.decision.threshold
        if trained is None or evaluation is None:
            return
        made_from = _judged_by(study)
        self._run(
            Lane.VALIDATE,
            Activity("Comparing groups of patients", can_finish=True),
            lambda: groups.dividing(trained, evaluation, column, cuts, threshold),
            lambda found: self._divided(Divided(found, made_from)),
        )

    def _divided(self, divided: Divided) -> None:
        self.divided = divided
        self.validated.emit()

    def _set(self, study: Study, unsaved: bool = True) -> None:
        """Another network: what was found of the old one goes."""
        if study.trained is not self.study.trained:
            self.divided = None
        super()._set(study, unsaved)


def _judged_by(study: Study) -> tuple[str, float | None]:
    made_from = "" if study.evaluation is None else study.evaluation.made_from
    return made_from, study.decision.threshold
