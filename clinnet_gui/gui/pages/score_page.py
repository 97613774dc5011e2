"""Score: a file of new patients in, one line for each of them out; nobody lost, nothing silent."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clinnet_gui.core.data.findings import Finding
from clinnet_gui.core.scoring import Scores, model_hash
from clinnet_gui.core.study import Study
from clinnet_gui.gui import dialogs
from clinnet_gui.gui.messages import NOTICE, elided, label, sentence
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.empty_state import EmptyState
from clinnet_gui.gui.widgets.page_frame import PageFrame
from clinnet_gui.gui.widgets.results.score_table import ScoreModel, ScoreTable, counts

INVITE = "Drop a CSV file of new patients here. Columns are matched by name; the outcome is not needed."
NO_MODEL = "Train a model first; then it can score new patients."
FINDINGS_SHOWN = 6
COLUMNS_NAMED = 4


class ScorePage(QWidget):
    """Empty until there is a model, then a place to drop a file, then its scores."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAcceptDrops(True)
        self.model = ScoreModel(self)
        self.title, self.counts = label("", "heading"), label("")
        self.findings, self.caution = label("", "muted"), label("", "warn")
        self.nothing = EmptyState(NO_MODEL, "Go to Training")
        self.invite = EmptyState(INVITE, "Open a file…")
        self._stack = QStackedWidget()
        self._frame = PageFrame(self._stack, "Save as CSV…")
        self.open_button, self.save_button = QPushButton("Score another file…"), self._frame.primary
        self._build()
        self._connect()
        self.refresh()

    @property
    def notice(self) -> str:
        """What stands in the footer, whatever is shown above it."""
        return self._frame.status.text()

    def refresh(self) -> None:
        """Draw the scores, or say what is missing."""
        study, scores = self._session.study, self._session.scores
        ready = study.trained is not None
        self._stack.setCurrentIndex(0 if not ready else 1 if scores is None else 2)
        self.open_button.setVisible(ready and scores is not None)
        self.save_button.setVisible(ready and scores is not None)
        if scores is not None:
            self._draw(scores, study)

    def score(self, path: Path) -> None:
        """Score the patients of a file."""
        self._session.score_file(path)

    def save(self, path: Path) -> None:
        """Write the scores as CSV."""
        self._session.save_scores(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dragged here, once there is a model."""
        if self._session.study.trained is not None and dialogs.dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Score the file that was dropped here."""
        path = dialogs.dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.score(path)

    def _build(self) -> None:
        for part in (self.nothing, self.invite, self._made_scores()):
            self._stack.addWidget(part)
        self._frame.status.setText(NOTICE)
        self._frame.footer.insertWidget(1, self.open_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._frame)

    def _made_scores(self) -> QFrame:
        frame = QFrame()
        box = QVBoxLayout(frame)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        for part in (self.title, self.caution, self.counts, self.findings):
            box.addWidget(part)
        self.table = ScoreTable(self.model)
        box.addWidget(self.table, 1)
        return frame

    def _connect(self) -> None:
        session = self._session
        self.nothing.acted.connect(lambda: session.navigated.emit("training"))
        self.invite.acted.connect(self._open)
        self.open_button.clicked.connect(self._open)
        self.save_button.clicked.connect(self._save)
        session.scored.connect(self.refresh)
        session.study_changed.connect(self.refresh)

    def _draw(self, scores: Scores, study: Study) -> None:
        self.model.set_scores(scores)
        self.title.setText(scores.source)
        self.counts.setText(counts(scores))
        told = remarks(scores.findings)
        shown, more = told[:FINDINGS_SHOWN], len(told) - FINDINGS_SHOWN
        self.findings.setText("\n".join([*shown, *([f"and {more} more"] if more > 0 else [])]))
        self.findings.setVisible(bool(shown))
        self.caution.setText(caution(scores, study))
        self.caution.setVisible(bool(self.caution.text()))
        self.table.scrollTo(self.model.index(0, 0, QModelIndex()))

    def _open(self) -> None:
        path = dialogs.file_to_open(self, "Score a file of new patients", dialogs.TABLES)
        if path is not None:
            self.score(path)

    def _save(self) -> None:
        path = dialogs.file_to_write(self, "Save the scores", "scores.csv", dialogs.CSV)
        if path is not None:
            self.save(path)


def remarks(findings: Sequence[Finding]) -> list[str]:
    """Return one sentence a kind of finding, with the further columns it holds for."""
    kinds: dict[str, list[Finding]] = {}
    for at, finding in enumerate(findings):
        kinds.setdefault(finding.code if finding.column is not None else f"{at}", []).append(finding)
    return [_remark(*alike) for alike in kinds.values()]


def _remark(first: Finding, *others: Finding) -> str:
    if not others:
        return sentence(first)
    names = ", ".join(f"“{elided(finding.column or '', 40)}”" for finding in others[:COLUMNS_NAMED])
    more = f" and {len(others) - COLUMNS_NAMED:,} more" if len(others) > COLUMNS_NAMED else ""
    return f"{sentence(first)} Likewise {names}{more}."


def caution(scores: Scores, study: Study) -> str:
    """Return what no longer fits these scores, or by what update they were made, and that there is no
    threshold to flag by."""
    if study.trained is not None and scores.model != model_hash(study.trained, study.decision):
        return "Network or recalibration have changed since these patients were scored: score the file again."
    said = [f"Risks are under {elided(scores.update, 160)}."] if scores.update else []
    if scores.threshold is None:
        said.append("No threshold was chosen, so nobody is flagged.")
    return " ".join(said)
