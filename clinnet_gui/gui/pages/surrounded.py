"""A panel that shows what stands around the chosen patient: others like her, other values of hers."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.gui.operations.patients import Surroundings
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.tasks import Lane

CHOOSE = "Choose a patient in the table."
STOPPED = "The search was stopped. Choose another patient, then this one again."


class Surrounded(QWidget):
    """It asks for the patient's surroundings as soon as it is looked at, once for each patient, fit
    and calibrator."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked_for: tuple[Trained, Calibrator, int] | None = None
        for signal in (session.surrounded, session.study_changed, session.busy_changed, session.explained):
            signal.connect(self.refresh)
        session.patient_chosen.connect(lambda _: self.refresh())

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is to be shown."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Draw what stands around the chosen patient, or ask for it."""
        if not self.isVisible():
            return
        session, study = self._session, self._session.study
        position, trained, calibrator = session.patient, study.trained, study.decision.calibrator
        shown = study.evaluation.rows if study.evaluation is not None else ()
        if position is None or trained is None or position not in shown:
            self._asked_for = None
            self.draw(None, CHOOSE)
            return
        found, wanted = session.surroundings, (trained, calibrator, position)
        if found is not None and found.still_of(*wanted):
            self.draw(found, "")
        elif self._asked_before(wanted) and not session.running(Lane.SURROUND):
            self.draw(None, came_to_nothing(session, Lane.SURROUND, STOPPED))
        else:
            self._ask(wanted)
            self.draw(None, "Looking among the training patients…")

    def draw(self, found: Surroundings | None, instead: str) -> None:
        """Draw it, or say ``instead`` why there is nothing."""
        raise NotImplementedError

    def _asked_before(self, wanted: tuple[Trained, Calibrator, int]) -> bool:
        asked = self._asked_for
        return asked is not None and asked[0] is wanted[0] and asked[1:] == wanted[1:]

    def _ask(self, wanted: tuple[Trained, Calibrator, int]) -> None:
        before, self._asked_for = self._asked_before(wanted), wanted
        if not before and not self._session.running(Lane.SURROUND):
            self._session.surround_patient(wanted[2])


def came_to_nothing(session: Session, lane: Lane, stopped: str) -> str:
    """Return why work of a lane left nothing: what it failed of, or that it was ``stopped``."""
    error = session.failures.get(lane)
    if isinstance(error, ClinnetError):
        return f"{error.message} {error.hint}"
    return stopped if error is None else "This could not be computed: an error of the program."
