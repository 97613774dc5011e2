"""Evaluate predictions: a window of its own for any model's risks, beside the study and apart from it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from clinnet_gui.gui import dialogs
from clinnet_gui.gui.messages import NOTICE, elided, label
from clinnet_gui.gui.predictions_desk import PredictionsDesk
from clinnet_gui.gui.widgets.activity_bar import ActivityBar
from clinnet_gui.gui.widgets.banner import Banner
from clinnet_gui.gui.widgets.data.findings_list import FindingsList
from clinnet_gui.gui.widgets.data.naming_form import NamingForm
from clinnet_gui.gui.widgets.empty_state import EmptyState
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.late_tabs import LateTabs

if TYPE_CHECKING:
    from clinnet_gui.gui.pages.predictions_calibration import PredictionsCalibration
    from clinnet_gui.gui.pages.predictions_overview import PredictionsOverview
    from clinnet_gui.gui.pages.predictions_threshold import PredictionsThreshold

PURPOSE = "What happened beside the risks that any model gave; no study is touched."
INVITE = (
    "Drop a CSV file here with one row a patient: what happened, and the risk that a model predicted.\n"
    "A second column of risks can be compared with the first."
)
CHOOSE = "Choose the column that says what happened, and the column of predicted risks."
STOPPED = "The evaluation was stopped."
WORKING = "The predictions are being evaluated…"


class PredictionsWindow(QWidget):
    """The file and its columns above, what follows from them below."""

    def __init__(self, desk: PredictionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.desk = desk
        self.form, self.banner, self.activity = NamingForm(), Banner(), ActivityBar()
        self.file = label("", "muted")
        self.open_button = QPushButton("Open another file…")
        self.invite = EmptyState(INVITE, "Open a file…")
        self.choose, self.waiting = EmptyState(CHOOSE), EmptyState(WORKING)
        self.stopped, self.questions = EmptyState(STOPPED, "Evaluate"), FindingsList()
        self.tabs, self.stack = self._made_tabs(), QStackedWidget()
        self._build()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show where the desk has come to."""
        desk = self.desk
        self.file.setText(elided(desk.path.name, 80) if desk.path is not None else "")
        self.open_button.setVisible(desk.path is not None)
        self.form.setVisible(desk.table is not None)
        if desk.table is not None:
            self.form.show_naming(desk.table, desk.naming, desk.levels)
        self.activity.show_activity(desk.activity)
        if desk.failure is not None:
            self.banner.show_error(desk.failure)
        else:
            self.banner.hide()
        self.questions.show_findings(desk.questions)
        self.stack.setCurrentWidget(self._shown())

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what runs; what was evaluated is there again when the window is opened again."""
        if self.desk.activity is not None:
            self.desk.cancel()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if dialogs.dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Evaluate the file that was dropped."""
        path = dialogs.dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.desk.open_file(path)

    def _shown(self) -> QWidget:
        """The part that stands for the desk's state."""
        desk = self.desk
        if desk.activity is not None and desk.review is None:
            return self.waiting
        if desk.table is None:
            return self.invite
        if desk.questions:
            return self.questions
        if desk.review is not None:
            return self.tabs
        ready = desk.naming is not None and desk.naming.outcome and desk.naming.risk
        return self.stopped if ready and desk.failure is None else self.choose

    @cached_property
    def overview(self) -> PredictionsOverview:
        """What the risks are worth; as the other tabs made when it is needed."""
        from clinnet_gui.gui.pages.predictions_overview import PredictionsOverview

        return self.tabs.fill("Overview", PredictionsOverview(self.desk), scrolls=True)

    @cached_property
    def calibration(self) -> PredictionsCalibration:
        """How far the risks agree with what happened."""
        from clinnet_gui.gui.pages.predictions_calibration import PredictionsCalibration

        return self.tabs.fill("Calibration", PredictionsCalibration(self.desk))

    @cached_property
    def threshold(self) -> PredictionsThreshold:
        """What follows from flagging patients from a risk on."""
        from clinnet_gui.gui.pages.predictions_threshold import PredictionsThreshold

        return self.tabs.fill("Threshold", PredictionsThreshold(self.desk), scrolls=True)

    def _made_tabs(self) -> LateTabs:
        tabs = LateTabs()
        tabs.add_late("Overview", lambda: self.overview)
        tabs.add_late("Calibration", lambda: self.calibration)
        tabs.add_late("Threshold", lambda: self.threshold)
        return tabs

    def _build(self) -> None:
        self.setWindowTitle("Evaluate predictions – clinnet")
        self.setMinimumSize(1000, 600)
        self.resize(1240, 690)
        self.setAcceptDrops(True)
        for part in (self.invite, self.choose, self.waiting, self.stopped, self.questions, self.tabs):
            self.stack.addWidget(part)
        title = label("Evaluate predictions", "title")
        title.setWordWrap(False)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(title)
        head.addWidget(label(PURPOSE, "purpose"), 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.open_button)
        foot = QHBoxLayout()
        foot.addWidget(self.activity, 1)
        foot.addWidget(line(NOTICE, "muted"))
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 8)
        box.setSpacing(8)
        box.addLayout(head)
        for upper in (self.file, self.form, self.banner):
            box.addWidget(upper)
        box.addWidget(self.stack, 1)
        box.addLayout(foot)

    def _connect(self) -> None:
        desk = self.desk
        self.invite.acted.connect(self._open)
        self.open_button.clicked.connect(self._open)
        self.form.named.connect(desk.name)
        self.questions.answered.connect(desk.answer)
        self.stopped.acted.connect(desk.evaluate)
        self.activity.discarded.connect(desk.cancel)
        desk.changed.connect(self.refresh)
        desk.progressed.connect(self._show_progress)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)

    def _show_progress(self) -> None:
        if self.desk.activity is not None:
            self.activity.show_progress(self.desk.activity)

    def _open(self) -> None:
        path = dialogs.file_to_open(self, "Evaluate the predictions in a file", dialogs.TABLES)
        if path is not None:
            self.desk.open_file(path)
