"""What the analyst asks of groups of patients; its answers stay with the session."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from clinnet_gui.core.data.table import Column
from clinnet_gui.core.evaluation.groups.subgroups import Subgroups
from clinnet_gui.core.evaluation.groups.transported import Transported, chosen_for
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


TOO_EARLY = "It was stopped before a group was done."
COMPARING = "Comparing groups of patients"
LEAVING_OUT, EARLIER = "Leaving groups out", "Training on earlier patients"


class GroupsDesk(ValidationDesk):
    """The desk of the panels on groups."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.divided: Divided | None = None
        self.transported: Transported | None = None
        self._asked = ""  # what was asked last in the lane that several panels share

    def asking(self, *titles: str) -> Activity | None:
        """Return how far one of these questions is, None where none is being answered."""
        activity = self.running(Lane.VALIDATE)
        return activity if activity is not None and activity.title in titles else None

    def unanswered(self, *titles: str) -> Exception | None:
        """Return why one of these questions, asked last, found no answer; None where it is not so."""
        return self.failures.get(Lane.VALIDATE) if self._asked in titles else None

    @property
    def divided_is_stale(self) -> bool:
        """Whether rows shown, recalibration or threshold changed since the groups were judged."""
        return self.divided is not None and self.divided.made_from != _judged_by(self.study)

    @property
    def transported_is_stale(self) -> bool:
        """Whether recalibration, threshold or the opening of the test changed since groups were left out."""
        found = self.transported
        return found is not None and found.chosen != chosen_for(self.study.decision)

    def transport(self, column: Column, cuts: tuple[float, ...] = (), by_date: bool = False) -> None:
        """Repeat the training without each group of a column, or on what was earlier; ``transported`` grows
        as the groups are done."""
        trained, decision = self.study.trained, self.study.decision
        if trained is None or self._refuse_while_validating():
            return
        self._run(
            Lane.VALIDATE,
            Activity(EARLIER if by_date else LEAVING_OUT, can_finish=True),
            lambda: groups.transporting(trained, decision, column, cuts, by_date),
            self._transported,
            on_records=self._add_groups,
            too_early=TOO_EARLY,
        )

    def divide(self, column: Column, cuts: tuple[float, ...] = ()) -> None:
        """Judge the rows shown in the groups of a column (cut at ``cuts``, where it is a number)."""
        study = self.study
        trained, evaluation, threshold = study.trained, study.evaluation, study.decision.threshold
        if trained is None or evaluation is None or self._refuse_while_validating():
            return
        made_from = _judged_by(study)
        self._run(
            Lane.VALIDATE,
            Activity(COMPARING, can_finish=True),
            lambda: groups.dividing(trained, evaluation, column, cuts, threshold),
            lambda found: self._divided(Divided(found, made_from)),
        )

    def _divided(self, divided: Divided) -> None:
        self.divided = divided
        self.validated.emit()

    def _add_groups(self, records: tuple[object, ...]) -> None:
        self._tell_cut_short(records)
        found = [record for record in records if isinstance(record, Transported)]
        if found:
            self._transported(found[-1])

    def _transported(self, found: Transported) -> None:
        self.transported = found
        self.validated.emit()

    def _show(self, lane: Lane, activity: Activity) -> None:
        if lane is Lane.VALIDATE:
            self._asked = activity.title
        super()._show(lane, activity)

    def _set(self, study: Study, unsaved: bool = True) -> None:
        """Another network: what was found of the old one goes."""
        if study.trained is not self.study.trained:
            self.divided = self.transported = None
        super()._set(study, unsaved)


def _judged_by(study: Study) -> tuple[str, float | None]:
    made_from = "" if study.evaluation is None else study.evaluation.made_from
    return made_from, study.decision.threshold
