"""Training, the first tab: the running training, else the study's fit, with all that stood out."""

import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.training.fit import Fit
from clinnet_gui.gui.activity import LiveRun
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.style import scaled, themes
from clinnet_gui.gui.widgets.kinds import card
from clinnet_gui.gui.widgets.training.event_list import EventList
from clinnet_gui.gui.widgets.training.folds import Folds, folds_of
from clinnet_gui.gui.widgets.training.offers import Moment
from clinnet_gui.gui.widgets.training.run_status import RunStatus
from clinnet_gui.gui.widgets.training.training_plots import TrainingPlots
from clinnet_gui.gui.widgets.training.verdict_card import VerdictCard

SIDE = 316
"""Pixels of the column of state and verdict, at a zoom of 100 %."""


class CourseTab(QWidget):
    """Draws the running training, else the study's fit, else empty axes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._folds = Folds()
        self._drawn: LiveRun | Fit | None = None
        self._dataset: Dataset | None = None  # of the drawn training
        self._earlier: Fit | None = None  # the fit there was when the drawn training began
        self.plots, self.events = TrainingPlots(), EventList()
        self.status, self.verdict = RunStatus(), VerdictCard()
        self._build()
        session.recorded.connect(self._add)
        session.study_changed.connect(self.refresh)
        session.busy_changed.connect(self.refresh)
        self.events.table.selectionModel().selectionChanged.connect(self._reveal_soon)
        self.events.rows_wanted.connect(self._show_rows)
        self.events.remedy_wanted.connect(session.remedy)
        self.refresh()

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.plots, 1)
        left.addWidget(self.events)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self._side())

    def _side(self) -> QScrollArea:
        """State and verdict scroll by themselves, so that the plots stay in sight."""
        self._verdict = card(self.verdict, title="Verdict")
        self._event = card(self.events.detail, title="Event")
        column = QWidget()
        column.setObjectName("content")
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 8, 0)
        box.setSpacing(12)
        box.addWidget(card(self.status, title="Status"))
        box.addWidget(self._event)
        box.addWidget(self._verdict)
        box.addStretch(1)
        side = QScrollArea()
        side.setWidget(column)
        side.setWidgetResizable(True)
        side.setFrameShape(QFrame.Shape.NoFrame)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._state = side
        self._widen()
        themes.changed.connect(self._widen)
        return side

    def _widen(self) -> None:
        """The state is as wide as its figures need at this zoom."""
        self._state.setFixedWidth(scaled(SIDE))

    def refresh(self) -> None:
        """Draw what the session holds now."""
        wanted = self._wanted()
        if wanted is not self._drawn:
            self._draw(wanted)
        elif isinstance(wanted, LiveRun) and self._still:
            self.plots.refresh(at_once=True)
        self._show_state()

    @property
    def has_events(self) -> bool:
        """Whether anything stood out in the training that is shown."""
        return bool(self._folds.events)

    @property
    def _still(self) -> bool:
        """Whether no further records are on their way."""
        activity = self._session.activity
        return not self._session.training or (activity is not None and activity.paused)

    def _wanted(self) -> LiveRun | Fit | None:
        """The running training, or what it led to; the curves of a lost one stay."""
        live, trained = self._session.live, self._session.study.trained
        fit = trained.fit if trained is not None else None
        if self._session.training:
            return live
        if live is not None and self._drawn is live and fit is self._earlier:
            return live
        return fit

    def _draw(self, wanted: LiveRun | Fit | None) -> None:
        study, self._drawn = self._session.study, wanted
        self._folds = Folds()
        if isinstance(wanted, LiveRun):
            self._earlier = study.trained.fit if study.trained is not None else None
            self._folds.extend(wanted.records)
            self.status.begin()
            spec, dataset = study.choice.spec if study.choice is not None else None, wanted.dataset
        elif wanted is not None and study.trained is not None:
            self._folds = folds_of(wanted)
            spec, dataset = wanted.spec, study.trained.dataset
        else:
            spec, dataset = None, None
        self._name_rows(dataset)
        clip = spec.clip_norm if spec is not None else float("nan")
        self.plots.show_folds(self._folds, clip, running=not isinstance(wanted, Fit))
        if isinstance(wanted, Fit):
            self.plots.settle()

    def _reveal_soon(self) -> None:
        """Bring the chosen event with its button into sight, once it is laid out."""
        QTimer.singleShot(0, self._event, self._reveal)

    def _reveal(self) -> None:
        if self.events.chosen() is not None:
            self._state.ensureWidgetVisible(self._event, 0, 0)

    def _name_rows(self, dataset: Dataset | None) -> None:
        self._dataset = dataset
        if dataset is not None:
            numbers = dataset.table.raw.rows
            self.events.model.row_name = lambda position: str(numbers[dataset.rows[position]])

    def _show_rows(self, positions: tuple[int, ...]) -> None:
        """Show them in the data table, as rows of the table that was trained on."""
        dataset = self._dataset
        if dataset is None or dataset.table is not self._session.study.table:
            self._session.notified.emit("The data changed since this training: its rows cannot be shown.")
        else:
            self._session.show_rows(tuple(int(dataset.rows[position]) for position in positions))

    def _add(self, records: tuple[object, ...]) -> None:
        """Draw new records; the first ones of a training come with all of its earlier ones."""
        if self._drawn is not self._session.live:
            self.refresh()
        else:
            self._folds.extend(records)
            self.plots.refresh(self._still)
            self._show_state()

    def _show_state(self) -> None:
        drawn, session = self._drawn, self._session
        running = session.training
        if isinstance(drawn, LiveRun) and running:
            self.status.show_running(self._folds, session.activity, time.monotonic() - drawn.started)
        elif isinstance(drawn, Fit):
            self.status.show_fit(self._folds, drawn)
            self.verdict.show_fit(drawn, session.study.evaluation)
        elif drawn is not None:
            self.status.show_lost(self._folds)
        else:
            self.status.show_nothing()
        self._verdict.setVisible(isinstance(drawn, Fit))
        self.events.show_folds(self._folds, self._moment(), self.plots.norm.flags.undrawn)
        self._event.setVisible(self.has_events)

    def _moment(self) -> Moment:
        session, live = self._session, self._session.live
        if session.training and live is not None:
            return Moment(live.fold, live.repairing)
        return Moment(free=session.study.ready_to_train and session.activity is None)
