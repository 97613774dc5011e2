"""Training: the running one with what stood out; the runs; other networks and learning rates."""

from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from clinnet_gui.gui.pages.ablation_tab import AblationTab
from clinnet_gui.gui.pages.course_tab import CourseTab
from clinnet_gui.gui.pages.path_panel import PathPanel
from clinnet_gui.gui.pages.rate_tab import RateTab
from clinnet_gui.gui.pages.runs_tab import RunsTab
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.page_frame import PageFrame

TABS = ("Training", "Runs", "Networks", "Learning rate")
WATCHED = {
    "Training": "Training",
    "Comparing networks": "Networks",
    "Testing learning rates": "Learning rate",
}
"""In which tab each piece of work is watched, by the title of its activity."""


class _Tabs(QTabWidget):
    def hasHeightForWidth(self) -> bool:
        """No: the page would give every plot the height that it prefers, and scroll."""
        return False


class TrainingPage(QWidget):
    """Four tabs, and in the footer what can be done with the training."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.course, self.runs = CourseTab(session), RunsTab(session)
        self.networks, self.rates = AblationTab(session), RateTab(session)
        self.tabs = _Tabs()
        self.train = QPushButton("Train again")
        self.hold = QPushButton("Pause")
        self.discard = QPushButton("Discard")
        self._watched = ""
        self._build()
        session.study_changed.connect(self.refresh)
        session.busy_changed.connect(self.refresh)
        session.tab_requested.connect(self._turn_to)
        self.frame.primary.clicked.connect(self._go_on)
        self.train.clicked.connect(session.start_training)
        self.hold.clicked.connect(self._hold)
        self.discard.clicked.connect(session.discard)
        self.refresh()

    def _build(self) -> None:
        tabs, content = self.tabs, QWidget()
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        for tab, title in zip((self.course, self.runs, self.networks, self.rates), TABS, strict=True):
            tabs.addTab(tab, title)
        padded = QVBoxLayout(content)
        padded.setContentsMargins(16, 0, 8, 12)
        self.path = PathPanel(self._session, lambda: self._session.training or self.course.has_events)
        padded.addWidget(self.path)
        padded.addWidget(tabs, 1)
        self.frame = PageFrame(content, "Train")
        for button in (self.discard, self.hold, self.train):
            self.frame.footer.insertWidget(1, button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)

    def refresh(self) -> None:
        """Show what can be done now."""
        self._show_buttons(self._session.training)
        self._follow_work()

    def _follow_work(self) -> None:
        """Work that begins brings its tab to the front."""
        activity = self._session.activity
        title = activity.title if activity is not None else ""
        if title != self._watched:
            self._watched = title
            if title in WATCHED:
                self.tabs.setCurrentIndex(TABS.index(WATCHED[title]))

    def _turn_to(self, title: str) -> None:
        if title in TABS:
            self.tabs.setCurrentIndex(TABS.index(title))

    def _show_buttons(self, running: bool) -> None:
        session, activity = self._session, self._session.activity
        stopping = activity is not None and activity.stopping
        fitted = session.study.trained is not None
        for button in (self.hold, self.discard):
            button.setVisible(running)
        self.hold.setText("Resume" if activity is not None and activity.paused else "Pause")
        self.hold.setEnabled(not stopping)
        self.train.setVisible(fitted and not running)
        self.train.setEnabled(session.study.ready_to_train and activity is None)
        primary = self.frame.primary
        primary.setText("Stop && keep best" if running else "See results" if fitted else "Train")
        primary.setEnabled(not stopping if running else fitted or session.study.ready_to_train)
        self.frame.status.setText(self._advice(running))

    def _advice(self, running: bool) -> str:
        study = self._session.study
        if running:
            return ""
        if not study.ready_to_train:
            return "Choose an outcome in Data first."
        return "Data or settings changed since this training." if study.fit_is_stale else ""

    def _go_on(self) -> None:
        session = self._session
        if session.training:
            session.stop_and_keep()
        elif session.study.trained is not None:
            session.go_to("results")
        else:
            session.start_training()

    def _hold(self) -> None:
        activity = self._session.activity
        if activity is not None and activity.paused:
            self._session.resume()
        else:
            self._session.pause()
