"""What the analyst asks of a trained network beyond its own rows: refits, groups, other patients."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from clinnet_gui.core.evaluation.validation.refits import Refits
from clinnet_gui.core.evaluation.validation.values import Validation, validation_key
from clinnet_gui.core.study import Note, Study
from clinnet_gui.core.training.calls import CutShort
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.operations import validation
from clinnet_gui.gui.results_desk import ResultsDesk
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.training_desk import now

LONG = (Lane.REFIT, Lane.VALIDATE)
TOO_FEW = "It was stopped before there were enough refits to keep."


class ValidationDesk(ResultsDesk):
    """The desk of the Validation tab: one validation runs at a time. Refits belong to the study; what
    follows from them is computed whenever calibrator or threshold are others."""

    validated = Signal()  # what a validation found, or whether one runs, changed

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corrected_for = ""  # what the figures were corrected for last, whether that led to any or not

    @property
    def validating(self) -> bool:
        """Whether a validation runs."""
        return any(lane in self._activities for lane in LONG)

    @property
    def refitting(self) -> Activity | None:
        """How far the refits are, None while none are made."""
        return self._activities.get(Lane.REFIT)

    @property
    def refits_failed(self) -> Exception | None:
        """Why there are no refits, or no figures from them; None where there is nothing to tell."""
        return self.failures.get(Lane.REFIT) or self.failures.get(Lane.CORRECT)

    def refit(self, times: int) -> None:
        """Repeat the training on samples of the patients until there are ``times`` of them."""
        trained, before = self.study.trained, self.study.own_refits
        if trained is None or self._refuse_while_validating():
            return
        self.failures.pop(Lane.CORRECT, None)
        self._run(
            Lane.REFIT,
            Activity("Refitting", can_finish=True, keeps="these"),
            lambda: validation.refitting(trained, times, before),
            self._refitted,
            on_records=self._tell_cut_short,
            too_early=TOO_FEW,
        )

    def stop_and_keep(self) -> None:
        """End the training, else the validation, with what it has so far."""
        if Lane.MAIN in self._activities:
            super().stop_and_keep()
        else:
            self.stop_validation()

    def stop_validation(self) -> None:
        """End the running validation with what it has so far."""
        for lane in LONG:
            task, activity = self._lanes.task(lane), self._activities.get(lane)
            if task is not None and activity is not None and activity.can_finish:
                task.finish()
                self._show(lane, replace(activity, text="Stopping…", stopping=True))

    def discard_refits(self) -> None:
        """End the refits and keep none of those just made."""
        self._drop(Lane.REFIT)

    def _refuse_while_validating(self) -> bool:
        """Whether a validation runs, which another one would end."""
        return any(self._refuse_while_busy(lane) for lane in LONG)

    # ---- what tasks bring back ------------------------------------------------------------

    def _tell_cut_short(self, records: tuple[object, ...]) -> None:
        for record in records:
            if isinstance(record, CutShort):
                self.failed.emit(record.error)

    def _refitted(self, refits: Refits) -> None:
        self._corrected_for = ""
        note = Note(now(), f"Validated by {refits.tried} refits")
        self._set(self.study.with_refits(refits).with_note(note))

    def _corrected(self, refits: Refits, found: Validation) -> None:
        if self.study.refits is refits:
            self._set(self.study.with_refits(refits, found), unsaved=False)

    def _set(self, study: Study, unsaved: bool = True) -> None:
        """Another network: what is being found of the old one is of no use any more. Another calibrator or
        threshold: the figures are corrected anew."""
        if study.trained is not self.study.trained:
            self._drop(*LONG, Lane.CORRECT)
            self._corrected_for = ""
        super()._set(study, unsaved)
        self._correct()

    def _correct(self) -> None:
        study = self.study
        trained, refits, decision = study.trained, study.own_refits, study.decision
        if trained is None or refits is None:
            return
        wanted = validation_key(refits, decision)
        if study.corrected is None and wanted != self._corrected_for:
            self._corrected_for, before = wanted, study.validation
            self._run(
                Lane.CORRECT,
                Activity("Correcting for optimism", can_cancel=False),
                lambda: validation.correcting(trained, decision, refits, before),
                lambda found: self._corrected(refits, found),
            )
