"""The window: it stacks the pages and holds no state of its own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.files import resource
from clinnet_gui.core.model.spec import Device
from clinnet_gui.core.scoring import StructureOpen
from clinnet_gui.gui import dialogs, new_patients
from clinnet_gui.gui.commands import Commands
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.farewell import Farewell
from clinnet_gui.gui.menus import Menus
from clinnet_gui.gui.messages import elided, label
from clinnet_gui.gui.pages.book import Book
from clinnet_gui.gui.pages.data_page import DataPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings
from clinnet_gui.gui.stages import stages
from clinnet_gui.gui.widgets.activity_bar import ActivityBar
from clinnet_gui.gui.widgets.banner import Banner
from clinnet_gui.gui.widgets.step_rail import STEPS, StepRail


class MainWindow(QMainWindow):
    """Rail, header, banner, pages, activity; menus from ACTIONS."""

    def __init__(self, session: Session, settings: Settings, crashes: Crashes) -> None:
        super().__init__()
        self.session = session
        self.commands = Commands(session, settings, self)
        self.rail = StepRail()
        self.banner = Banner()
        self.activity = ActivityBar()
        self.data = DataPage(session)
        self.book = Book(session, self.data)
        self._title, self._purpose = label("", "title"), label("", "purpose")
        self._standing = QLabel()
        self._settings = settings
        self._told_of: object = None
        self._failure: ClinnetError | None = None  # in the banner, of work that may be done again
        self._news = ""
        self._farewell = Farewell(self.commands)
        self._build()
        self.menus = Menus(self.menuBar(), self.commands)
        self._connect(crashes)
        self.show_step("data")
        self._follow()

    def show_step(self, key: str) -> None:
        """Show the page of a step."""
        step = next(step for step in STEPS if step.key == key)
        self.book.turn_to(key)
        self._title.setText(step.title)
        self._purpose.setText(step.purpose)
        self.rail.show_current(key)
        self.commands.section = step.title

    @property
    def step(self) -> str:
        """The key of the step that is shown."""
        return self.book.key

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when nothing can be lost, after every thread has ended."""
        if not self._farewell.may_close():
            event.ignore()
            return
        self._settings.geometry = self.saveGeometry()
        self.hide()  # ending processes may take a second or two: nobody waits for that before a dead window
        self.commands.shut_down()
        self.session.shut_down()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if dialogs.dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped; on the Score page it is a file of new patients."""
        path = dialogs.dropped(event)
        if path is None:
            return
        event.acceptProposedAction()
        new = self.step == "score" and self.session.study.trained is not None
        if new and path.suffix.lower() != ".clinnet":
            self.session.score_file(path)
        else:
            self.commands.open_path(path)

    def _build(self) -> None:
        self.setMinimumSize(1024, 640)
        self.resize(1280, 720)
        self.setWindowIcon(QIcon(str(resource("icons/clinnet.svg"))))
        self.setAcceptDrops(True)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._header())
        right.addWidget(self.book, 1)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(centre)
        self._standing.setObjectName("standing")
        self._standing.setTextFormat(Qt.TextFormat.PlainText)
        self.statusBar().addWidget(self.activity, 1)
        self.statusBar().addPermanentWidget(self._standing)
        self.statusBar().setSizeGripEnabled(False)

    def _header(self) -> QWidget:
        header = QWidget()
        self._title.setWordWrap(False)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._title)
        line.addWidget(self._purpose, 1, Qt.AlignmentFlag.AlignBottom)
        box = QVBoxLayout(header)
        box.setContentsMargins(16, 12, 16, 8)
        box.setSpacing(8)
        box.addLayout(line)
        box.addWidget(self.banner)
        return header

    def _connect(self, crashes: Crashes) -> None:
        session = self.session
        self.rail.chosen.connect(self.show_step)
        session.navigated.connect(self.show_step)
        session.failed.connect(self._show_error)
        session.notified.connect(self._notice)
        session.crashed.connect(crashes.report)
        crashes.reported.connect(lambda text: dialogs.tell(self, "clinnet", text))
        for signal in (session.study_changed, session.busy_changed, session.scored):
            signal.connect(self._follow)
        session.progressed.connect(self._show_progress)
        self.activity.held.connect(lambda held: session.pause() if held else session.resume())
        self.activity.finished.connect(session.stop_and_keep)
        self.activity.discarded.connect(session.discard)
        self.data.open_wanted.connect(self.commands.open)
        self.data.file_wanted.connect(self.commands.open_path)
        self.data.example_wanted.connect(self.commands.open_example)
        self.data.predictions_wanted.connect(self.commands.evaluate_predictions)
        self.commands.recent_changed.connect(self._list_recent)
        self._farewell.ready.connect(self.close)
        self._list_recent()

    def _follow(self) -> None:
        session = self.session
        name = session.path.name if session.path is not None else None
        source = session.study.table.raw.source.name if session.study.table is not None else ""
        self.setWindowTitle(f"{elided(name or source or 'no data', 60)}[*] – clinnet")
        self.setWindowModified(session.unsaved)
        self.rail.show_stages(stages(session))
        self._forget_error()
        self.activity.show_activity(session.activity)
        self._standing.setText(standing(session))
        self.menus.refresh()
        self._tell_news()

    def _notice(self, text: str) -> None:
        self._news = text
        self._tell_news()

    def _tell_news(self) -> None:
        """Tell it when nothing runs: a message would lie over the activity and its buttons."""
        if self.session.activity is not None:
            self.statusBar().clearMessage()
        elif self._news:
            self.statusBar().showMessage(self._news, 6_000)
            self._news = ""

    def _show_progress(self) -> None:
        if self.session.activity is not None:
            self.activity.show_progress(self.session.activity)

    def _show_error(self, error: ClinnetError) -> None:
        if isinstance(error, StructureOpen) and new_patients.settle(self.session, self, error):
            return
        self._failure = error if error in self.session.failures.values() else None
        self.banner.show_error(error)

    def _forget_error(self) -> None:
        """An error is of no more use once another table, network or score has come, or where the work that
        failed was begun again."""
        session, failure = self.session, self._failure
        about = (session.study.table, session.study.trained, session.scores)
        if about != self._told_of or (failure is not None and failure not in session.failures.values()):
            self._told_of, self._failure = about, None
            self.banner.hide()

    def _list_recent(self) -> None:
        self.data.start.show_recent(self.commands.settings.recent)


def standing(session: Session) -> str:
    """Return rows, events and seed, and that nothing leaves this computer."""
    dataset = session.study.dataset
    parts = [f"{dataset.n:,} rows", f"{dataset.events:,} events"] if dataset is not None else []
    choice = session.study.choice
    device = "GPU" if choice is not None and choice.spec.device is Device.CUDA else "CPU"
    return "  ·  ".join([*parts, f"seed {session.seed}", device, "offline"])
