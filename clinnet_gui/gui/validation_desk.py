"""What the analyst asks of a trained network beyond its own rows: refits, groups, other patients."""

from dataclasses import replace

from PySide6.QtCore import Signal

from clinnet_gui.core.study import Study
from clinnet_gui.gui.results_desk import ResultsDesk
from clinnet_gui.gui.tasks import Lane


class ValidationDesk(ResultsDesk):
    """The desk of the Validation tab. Its work runs in one lane, so that one validation runs at a time."""

    validated = Signal()  # what a validation found, or whether one runs, changed

    @property
    def validating(self) -> bool:
        """Whether a validation runs."""
        return Lane.VALIDATE in self._activities

    def stop_and_keep(self) -> None:
        """End the training, else the validation, with what it has so far."""
        if Lane.MAIN in self._activities:
            super().stop_and_keep()
        else:
            self.stop_validation()

    def stop_validation(self) -> None:
        """End the running validation with what it has so far."""
        task, activity = self._lanes.task(Lane.VALIDATE), self._activities.get(Lane.VALIDATE)
        if task is not None and activity is not None and activity.can_finish:
            task.finish()
            self._show(Lane.VALIDATE, replace(activity, text="Stopping…", stopping=True))

    def _set(self, study: Study, unsaved: bool = True) -> None:
        """Another network: what is being found of the old one is of no use any more."""
        if study.trained is not self.study.trained:
            self._drop(Lane.VALIDATE)
        super()._set(study, unsaved)
