"""The strip above the tabs: which rows the numbers come from, and the key to the test rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.data.kinds import line, set_kind
from clinnet_gui.gui.widgets.results.measure_text import count

ASK = (
    "The test rows answer once how good this network is on patients that played no part in any choice. "
    "Opening them is stamped and cannot be undone; what you change afterwards is marked as chosen "
    "after the test was seen."
)
NO_TEST = (
    "Every row has a risk from a network that never learned from it: these rows judge the network. For a "
    "test on rows that played no part in any choice, set a test part aside on the Model page and train again."
)


class RowsStrip(QWidget):
    """``opened`` is emitted when the analyst has confirmed that the test rows shall be opened."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = line()
        self._badge = line("", "badge")
        self.open_button = QPushButton("&Lock and open the test…")
        self.open_button.clicked.connect(lambda: self._question.setVisible(True))
        self.confirm = QPushButton("Open the test rows now")
        self.keep = QPushButton("Keep them covered")
        self.confirm.clicked.connect(self._confirmed)
        self._question: QFrame = self._made_question()
        self._question.hide()
        row = QHBoxLayout()
        for part in (self._badge, self._rows):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.open_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(row)
        box.addWidget(self._question)

    def show_rows(self, evaluation: Evaluation, decision: Decision, can_open: bool) -> None:
        """Say which rows are shown; the button stays while there is a test that is covered."""
        self._badge.setText(evaluation.rows_called.upper())
        self._rows.setText(rows_text(evaluation, decision))
        self._rows.setToolTip("" if evaluation.has_test else tip(NO_TEST))
        set_kind(self._rows, "warn" if decision.after_opening else "")
        covered = evaluation.has_test and not decision.opened
        self.open_button.setVisible(covered)
        self.open_button.setEnabled(can_open)
        if not covered:
            self._question.hide()

    @property
    def text(self) -> str:
        """What the strip says."""
        return f"{self._badge.text()} {self._rows.text()}"

    def _made_question(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "banner")
        frame.setProperty("level", "warn")
        self.keep.clicked.connect(frame.hide)
        row = QHBoxLayout(frame)
        row.addWidget(label(ASK), 1)
        row.addWidget(self.keep)
        row.addWidget(self.confirm)
        return frame

    def _confirmed(self) -> None:
        self._question.hide()
        self.opened.emit()


def rows_text(evaluation: Evaluation, decision: Decision) -> str:
    """Return how many rows and events there are, what of the test, and what was changed too late."""
    n, events = evaluation.y.size, int(evaluation.y.sum())
    said = [f"n = {count(n)}, {count(events)} events", _test(evaluation, decision)]
    if decision.after_opening:
        said.append(f"chosen after the test was seen: {', '.join(decision.after_opening)}")
    return " · ".join(said)


def _test(evaluation: Evaluation, decision: Decision) -> str:
    if not evaluation.has_test:
        return "no test part was set aside: these rows judge the network"
    if evaluation.part is Part.TEST:
        return f"opened {decision.opened.replace('T', ' ')[:16]} UTC"
    return "the test rows are covered"
