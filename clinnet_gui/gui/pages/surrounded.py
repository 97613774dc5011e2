"""A panel that shows what stands around the chosen patient: others like her, other values of hers."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.gui.operations.patients import Surroundings
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.widgets.work_state import WorkState

CHOOSE = "Choose a patient in the table."
STOPPED = "The search was stopped."


class Surrounded(QWidget):
    """It asks for the patient's surroundings as soon as it is looked at, once for each patient, fit
    and calibrator. A subclass puts ``state`` where its drawing would be."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked_for: tuple[Trained, Calibrator, int] | None = None
        self.state = WorkState()
        self.state.acted.connect(self._again)
        for signal in (session.surrounded, session.study_changed, session.busy_changed, session.explained):
            signal.connect(self.refresh)
        session.progressed.connect(self._advance)
        session.patient_chosen.connect(lambda _: self.refresh())

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is to be shown."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Draw what stands around the chosen patient, or ask for it, or say why it is not there."""
        if not self.isVisible():
            return
        wanted, found = self._wanted(), self._session.surroundings
        here = wanted is not None and found is not None and found.still_of(*wanted)
        if wanted is None:
            self._asked_for = None
            self.state.show_empty(CHOOSE)
        elif not here and self._asked_before(wanted) and not self._session.running(Lane.SURROUND):
            show_ended(self.state, self._session, Lane.SURROUND, STOPPED)
        elif not here:
            self._ask(wanted)
            self._advance()
        self.state.setVisible(not here)
        self.draw(found if here else None)

    def draw(self, found: Surroundings | None) -> None:
        """Draw it; None where ``state`` stands in its place."""
        raise NotImplementedError

    def _wanted(self) -> tuple[Trained, Calibrator, int] | None:
        """Of which network and patient; None where none of the rows shown is chosen."""
        position, study = self._session.patient, self._session.study
        shown = study.evaluation.rows if study.evaluation is not None else ()
        if position is None or study.trained is None or position not in shown:
            return None
        return study.trained, study.decision.calibrator, position

    def _asked_before(self, wanted: tuple[Trained, Calibrator, int]) -> bool:
        asked = self._asked_for
        return asked is not None and asked[0] is wanted[0] and asked[1:] == wanted[1:]

    def _ask(self, wanted: tuple[Trained, Calibrator, int]) -> None:
        before, self._asked_for = self._asked_before(wanted), wanted
        if not before and not self._session.running(Lane.SURROUND):
            self._session.surround_patient(wanted[2])

    def _advance(self) -> None:
        if self.isVisible() and self._asked_for is not None:
            running = self._session.running(Lane.SURROUND)
            if running is not None:
                self.state.show_working(running)

    def _again(self) -> None:
        self._asked_for = None
        self.refresh()


def show_ended(state: WorkState, session: Session, lane: Lane, stopped: str) -> None:
    """Say why work of a lane left nothing: what it failed of, or that it was ``stopped``; and offer to try
    again."""
    error = session.failures.get(lane)
    if error is not None:
        state.show_failed(error)
    else:
        state.show_empty(stopped, "Try again")
