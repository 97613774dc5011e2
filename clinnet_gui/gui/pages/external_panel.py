"""Validation, External: the network on the patients of another file, who stay in memory only."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.adopted import Adopted
from clinnet_gui.core.scoring import StructureOpen
from clinnet_gui.core.scoring.external import ExternalValidation
from clinnet_gui.gui import dialogs
from clinnet_gui.gui.external_desk import Asked
from clinnet_gui.gui.messages import elided, label
from clinnet_gui.gui.pages.external_report import ExternalReport
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.data.findings_list import FindingsList
from clinnet_gui.gui.widgets.empty_state import EmptyState
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.work_state import WorkState

INVITE = (
    "Drop a CSV file of other patients here, with the predictors and with what happened to them.\n"
    "External are patients of another place or another time; a random part of the same cohort is not."
)
STALE = "Recalibration or threshold have changed since these patients were judged: open the file again."
LEAVE_OUT = "Leave out the patients of the study"


class ExternalPanel(QWidget):
    """A place to drop a file, what it asks or why it is refused, and what it says."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: ExternalValidation | None = None
        self.setAcceptDrops(True)
        self.file, self.stale = line("", "heading"), label(STALE, "warn")
        self.leave_out, self.open_button = QCheckBox(LEAVE_OUT), QPushButton("Open another file…")
        self.invite, self.state = EmptyState(INVITE, "Open a file…"), WorkState()
        self.questions, self.report = FindingsList(), ExternalReport()
        self.in_use, self.take_back = label("", "warn"), QPushButton("Take it back")
        self._build()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show how far the file has come."""
        session = self._session
        asked, found, failure = session.external_asked, session.external, session.external_failure
        known = asked is not None and (found is not None or failure is not None)
        unjudged = asked is not None and failure is not None  # one that was judged stands in the strip above
        self.file.setText(elided(asked.path.name, 60) if asked is not None and unjudged else "")
        self.stale.setVisible(session.external_is_stale)
        self.open_button.setVisible(known)
        self.open_button.setEnabled(not session.validating)
        self._show_leave_out(found, asked)
        self._show_update(found)
        if found is not None and found is not self._shown:
            self._shown = found
            self.report.show_found(found)
        shown = self.shown
        for part in (self.invite, self.state, self.questions, self.report):
            part.setVisible(part is shown)

    def validate(self, path: Path) -> None:
        """Judge the patients of a file."""
        self._session.validate_file(Asked(path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dragged here, once there is a network."""
        if self._session.study.trained is not None and dialogs.dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Judge the file that was dropped here; the window would take it for new data."""
        path = dialogs.dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.validate(path)

    @property
    def shown(self) -> QWidget:
        """The part that stands for how far the file has come."""
        session = self._session
        failure = session.external_failure
        if session.judging_file and session.activity is not None:
            self.state.show_working(session.activity)
            return self.state
        if session.external is not None:
            return self.report
        if isinstance(failure, StructureOpen):
            self.questions.show_findings(failure.questions)
            return self.questions
        if failure is not None:
            self.state.show_failed(failure)
            return self.state
        return self.invite

    def _show_leave_out(self, found: ExternalValidation | None, asked: Asked | None) -> None:
        """Offered where patients of the study were found, or were left out."""
        same = found is not None and (found.transport.overlap.count or found.transport.counts.same_left_out)
        self.leave_out.setVisible(bool(same))
        self.leave_out.setChecked(asked is not None and asked.leave_out_same)
        self.leave_out.setEnabled(not self._session.validating)

    def _show_update(self, found: ExternalValidation | None) -> None:
        """What scores, where that is no longer the study's own calibrator, and what could."""
        decision, idle = self._session.study.decision, self._session.activity is None
        update = decision.calibrator.update
        self.in_use.setVisible(update is not None)
        self.take_back.setVisible(update is not None)
        self.take_back.setEnabled(idle)
        if update is not None:
            self.in_use.setText(in_use_text(update))
        if found is not None:
            self.report.use.show_options(found.transport, decision, idle)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        for part in (self.file, self.leave_out):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        head.addWidget(self.open_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.setSpacing(8)
        update = QHBoxLayout()
        update.setSpacing(16)
        update.addWidget(self.in_use, 1)
        update.addWidget(self.take_back, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(update)
        box.addLayout(head)
        box.addWidget(self.stale)
        for below in (self.invite, self.state, self.questions, self.report):
            box.addWidget(below, 1)

    def _connect(self) -> None:
        session = self._session
        self.invite.acted.connect(self._open)
        self.open_button.clicked.connect(self._open)
        self.state.acted.connect(self._again)
        self.report.use.wanted.connect(session.use_update)
        self.take_back.clicked.connect(session.take_update_back)
        self.questions.answered.connect(session.answer_external)
        self.leave_out.clicked.connect(self._leave_out)
        for signal in (session.study_changed, session.busy_changed, session.validated, session.progressed):
            signal.connect(self.refresh)

    def _again(self) -> None:
        if self._session.external_asked is not None:
            self._session.validate_file(self._session.external_asked)

    def _leave_out(self, wanted: bool) -> None:
        asked = self._session.external_asked
        if asked is not None:
            self._session.validate_file(Asked(asked.path, asked.answers, wanted))

    def _open(self) -> None:
        path = dialogs.file_to_open(self, "Validate on the patients of another file", dialogs.TABLES)
        if path is not None:
            self.validate(path)


def in_use_text(update: Adopted) -> str:
    """Return what scores since when, and that it was not the study's rows that gave it.

    >>> in_use_text(Adopted(-0.5, 1.0, "b.csv", 1200, 96, "2026-03-01T10:00:00+00:00", ""))[:66]
    'In use: a new intercept, fitted on 1,200 rows of “b.csv” with 96 e'
    """
    record = replace(update, source=elided(update.source, 60)).record
    return f"In use: {record}. All risks of this study are under it, those of its own rows too."
