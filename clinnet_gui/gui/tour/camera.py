"""The camera: one window, a folder of pictures, and how to wait for what runs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QTabWidget

from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.pages.training_page import TrainingPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.style import Preference, themes
from clinnet_gui.gui.widgets.results.groups.column_choice import ColumnChoice

LONGEST = 600
"""Seconds after which one step of the tour has failed."""

PATIENCE = 120
"""Seconds after which work is stopped and what there is by then is kept."""


class Tour:
    """One window, a folder of pictures, and the way through the job."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self.window = window
        self.session: Session = window.session
        self._folder = folder
        self._error: Exception | None = None
        self._number = 0
        self.session.failed.connect(self._fail)
        self.session.crashed.connect(self._fail)

    def wait(self, condition: Callable[[], bool], seconds: float = LONGEST) -> bool:
        """Run the event loop until the condition holds; False where it does not in time."""
        session, loop = self.session, QEventLoop()
        signals = [
            getattr(session, name)
            for name in ("study_changed", "busy_changed", "recorded", "explained", "explored", "scored")
        ]

        def leave() -> None:
            if condition() or self._error is not None:
                loop.quit()

        def look(*_: object) -> None:
            if condition() or self._error is not None:
                QTimer.singleShot(0, loop, leave)  # between two pieces of work nothing runs for a moment

        for signal in signals:
            signal.connect(look)
        QTimer.singleShot(0, loop, look)
        QTimer.singleShot(round(1_000 * seconds), loop, loop.quit)
        loop.exec()
        for signal in signals:
            signal.disconnect(look)
        if self._error is not None:
            raise self._error
        return condition()

    def rest(self) -> None:
        """Wait until nothing runs."""
        if not self.wait(lambda: self.session.activity is None):
            raise TimeoutError("a step of the tour took too long")

    def picture(self, name: str) -> None:
        """Save the window in light and dark."""
        self._number += 1
        for preference in (Preference.DARK, Preference.LIGHT):
            themes.choose(preference)
            self._settle()
            shot = self.window.grab()
            shot.save(str(self._folder / f"{self._number:02d}-{name}-{preference}.png"))

    @property
    def results(self) -> ResultsPage:
        """The Results page."""
        page = self.window.book.page("results")
        assert isinstance(page, ResultsPage)
        return page

    def tab(self, title: str, inner: str = "") -> None:
        """Show a tab of the results, and in it the inner tab of that title."""
        tabs = self.results.tabs
        _turn(tabs, title)
        shown = tabs.currentWidget()
        if inner and shown is not None:
            _turn(shown.findChildren(QTabWidget)[0], inner)

    def choose_groups(self, column: str) -> None:
        """Have the panel in front name the groups that are asked for."""
        for choice in self.results.validation.findChildren(ColumnChoice):
            if choice.isVisible():
                choice.show_column(column)

    @property
    def training(self) -> TrainingPage:
        """The Training page."""
        page = self.window.book.page("training")
        assert isinstance(page, TrainingPage)
        return page

    def end(self) -> None:
        """Wait for what runs in front; where it takes too long, keep what there is by then."""
        if not self.wait(lambda: self.session.activity is None, PATIENCE):
            self.session.stop_and_keep()
        self.rest()

    def _settle(self) -> None:
        """Let layouts and plots that wait for the event loop come to rest."""
        loop = QEventLoop()
        QTimer.singleShot(60, loop, loop.quit)
        loop.exec()

    def _fail(self, error: Exception) -> None:
        self._error = error


def _turn(tabs: QTabWidget, title: str) -> None:
    tabs.setCurrentIndex([tabs.tabText(i) for i in range(tabs.count())].index(title))
