"""The strip above the tabs: which rows the numbers come from, what the others serve, the test's key."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.kinds import line, set_kind
from clinnet_gui.gui.widgets.results.measure_text import percent
from clinnet_gui.gui.widgets.results.rows_told import Told

ASK = (
    "The test rows answer once how good this network is on patients that played no part in any choice. "
    "Opening them is stamped and cannot be undone; what you change afterwards is marked as chosen "
    "after the test was seen."
)


class RowsStrip(QWidget):
    """``opened`` is emitted when the analyst has confirmed that the test rows shall be opened."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._badge = line(), line("", "badge")
        self._roles, self._doing = label("", "small"), line("", "small")
        self.few = label("", "warn")
        self.open_button = QPushButton("&Lock and open the test…")
        self.open_button.clicked.connect(lambda: self._question.setVisible(True))
        self.confirm = QPushButton("Open the test rows now")
        self.keep = QPushButton("Keep them covered")
        self.confirm.clicked.connect(self._confirmed)
        self.question = label(ASK)
        self._question: QFrame = self._made_question()
        self._question.hide()
        self._doing.hide()
        self._build()

    def _build(self) -> None:
        first, second, texts, row = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        for part in (self._badge, self._rows):
            first.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        second.addWidget(self._roles, 1)
        second.addWidget(self._doing)
        texts.setSpacing(4)
        texts.addLayout(first)
        texts.addLayout(second)
        row.addLayout(texts, 1)
        row.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(row)
        box.addWidget(self._question)
        box.addWidget(self.few)

    def show_rows(self, told: Told) -> None:
        """Say which rows are spoken of below, and what they and all others serve."""
        self._badge.setText(told.badge)
        self._rows.setText(told.rows)
        self._rows.setToolTip(tip(told.rows_hint))
        self._roles.setText(told.roles)
        self._roles.setToolTip(tip(told.hint))
        set_kind(self._roles, "smallwarn" if told.warned else "small")
        self.few.setText(told.few)
        self.few.setVisible(bool(told.few))

    def show_test(self, covered: bool, decision: Decision, can_open: bool) -> None:
        """Offer the key of the test while there is one that is ``covered``."""
        self.question.setText(question(decision))
        self.open_button.setVisible(covered)
        self.open_button.setEnabled(can_open)
        if not covered:
            self._question.hide()

    def show_activity(self, activity: Activity | None) -> None:
        """Say that what stands below is being computed anew, and how far that is; None: it is not."""
        self._doing.setVisible(activity is not None)
        if activity is not None:
            share = "" if activity.done is None else f" {100 * activity.done:.0f} %"
            self._doing.setText(f"{activity.text or activity.title}…{share}")

    @property
    def text(self) -> str:
        """What the strip says."""
        return f"{self._badge.text()} {self._rows.text()} · {self._roles.text()}"

    def _made_question(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "banner")
        frame.setProperty("level", "warn")
        self.keep.clicked.connect(frame.hide)
        row = QHBoxLayout(frame)
        row.addWidget(self.question, 1)
        row.addWidget(self.keep)
        row.addWidget(self.confirm)
        return frame

    def _confirmed(self) -> None:
        self._question.hide()
        self.opened.emit()


def question(decision: Decision) -> str:
    """Return what opening the test means, and whether there is a threshold to lock."""
    if decision.threshold is None:
        return f"No threshold is chosen yet: one that is chosen later counts as chosen too late. {ASK}"
    return f"The threshold is locked at {percent(decision.threshold)}. {ASK}"
