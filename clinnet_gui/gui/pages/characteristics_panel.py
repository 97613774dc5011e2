"""Overview, Patients: the characteristics of the patients by outcome or by part ("Table 1")."""

from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from clinnet_gui.core.data.characteristics import By
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.gui import dialogs
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.pages.surrounded import show_ended
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.plots.plot_export import write
from clinnet_gui.gui.widgets.results.overview.characteristics_table import CharacteristicsTable
from clinnet_gui.gui.widgets.work_state import WorkState

WAYS = {By.OUTCOME: "by outcome", By.PART: "by part of the split"}
NOTE = (
    "Shares are of the patients whose value is known. SMD: standardised mean difference, event less no "
    "event, in standard deviations (Austin 2009; more than two levels: Yang and Dalton 2012, without a sign)."
)
NOTE_OF_PARTS = (
    "Shares are of the patients whose value is known. Largest SMD: the largest standardised mean difference "
    "between two of the parts shown; chance alone makes it rise where parts are small."
)
STOPPED = "The description was stopped."
COVERED = " The test rows are covered and left out."

Wanted = tuple[Trained, By, bool]


class CharacteristicsPanel(QWidget):
    """Computed when it is looked at, once for each network, way and opening of the test."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked: Wanted | None = None
        self._shown: Wanted | None = None
        self.by, self.table, self.state = QComboBox(), CharacteristicsTable(), WorkState()
        self.note, self.copy, self.save = label("", "small"), QPushButton("Copy"), QPushButton("Save as CSV…")
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Show the table that is wanted, ask for it where it is not there, or say how that goes."""
        wanted = self._wanted()
        if wanted is None or not self.isVisible():
            return
        self.by.setVisible(_parts(wanted[0]) > 1)
        running = self._session.running(Lane.DESCRIBE)
        if self._shown == wanted:
            self._stack.setCurrentIndex(1)
        elif self._asked != wanted:
            self._asked = wanted
            self._session.describe_patients(wanted[1])
        else:
            self._stack.setCurrentIndex(0)
            if running is not None:
                self.state.show_working(running)
            else:
                show_ended(self.state, self._session, Lane.DESCRIBE, STOPPED)
        for button in (self.copy, self.save):
            button.setEnabled(self._shown == wanted)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while it was hidden."""
        super().showEvent(event)
        self.refresh()

    def _build(self) -> None:
        for by, words in WAYS.items():
            self.by.addItem(words, by)
        self.by.setAccessibleName("What the columns tell apart")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(line("Characteristics of the patients", "heading"))
        head.addWidget(self.by)
        head.addStretch(1)
        head.addWidget(self.copy)
        head.addWidget(self.save)
        self._stack.addWidget(self.state)
        self._stack.addWidget(self.table)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self._stack, 1)
        box.addWidget(self.note)

    def _connect(self) -> None:
        session = self._session
        self.by.currentIndexChanged.connect(self.refresh)
        self.copy.clicked.connect(self.copy_table)
        self.table.copied.activated.connect(self.copy_table)
        self.save.clicked.connect(self._save)
        self.state.acted.connect(self._again)
        session.described.connect(self._arrived)
        for signal in (session.study_changed, session.busy_changed, session.progressed):
            signal.connect(self.refresh)

    def _wanted(self) -> Wanted | None:
        study = self._session.study
        if study.trained is None:
            return None
        opened = bool(study.decision.opened) or not study.trained.split.counts[Part.TEST]
        by = By(self.by.currentData())  # Qt hands a plain text back
        return study.trained, by if _parts(study.trained) > 1 else By.OUTCOME, opened

    def _arrived(self) -> None:
        found = self._session.characteristics
        if found is None or self._asked is None or found.by is not self._asked[1]:
            return
        self._shown = self._asked
        self.table.show_found(found)
        note = NOTE if found.by is By.OUTCOME else NOTE_OF_PARTS
        self.note.setText(note + ("" if self._shown[2] else COVERED))
        self.refresh()

    def _again(self) -> None:
        self._asked = None
        self.refresh()

    def copy_table(self) -> None:
        """Put the whole table on the clipboard, a tab between columns."""
        values = self.table.lines.values
        if values is not None:
            QGuiApplication.clipboard().setText(values.text())

    def _save(self) -> None:
        values = self.table.lines.values
        if values is None:
            return
        path = dialogs.file_to_write(self, "Save table", "Characteristics of the patients.csv", dialogs.CSV)
        if path is None:
            return
        try:
            write(path, values.csv())
        except ClinnetError as error:
            dialogs.tell(self, "Not saved", f"{error.message}\n{error.hint}")


def _parts(trained: Trained) -> int:
    """How many parts there are to be compared: of cross-fitted rows alone there is one."""
    return sum(count > 0 for count in trained.split.counts)
