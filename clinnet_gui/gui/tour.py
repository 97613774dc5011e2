"""The tour: drives the real window through the whole job and takes a picture of each screen.

    clinnet tour DIR [FILE --outcome COL [--event VALUE] [--id COL]]

It waits on the session's signals in an event loop, as the window does, and never sleeps.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from clinnet_gui.core import log
from clinnet_gui.core.data.dataset import Role
from clinnet_gui.core.data.screening import open_questions
from clinnet_gui.core.errors import ClinnetError, DataRefused
from clinnet_gui.core.evaluation.decision import Route
from clinnet_gui.core.training.records import Step
from clinnet_gui.gui.app import application, window_of
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.display import draw_offscreen
from clinnet_gui.gui.examples import EXAMPLES
from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings
from clinnet_gui.gui.style import Preference, themes

LONGEST = 600
"""Seconds after which one step of the tour has failed."""

PATIENCE = 120
"""Seconds after which training is stopped and the best weights are kept."""


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
            for name in ("study_changed", "busy_changed", "recorded", "explained", "scored")
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

    def tab(self, index: int) -> None:
        """Show a tab of the results."""
        results = self.window.book.page("results")
        assert isinstance(results, ResultsPage)
        results.tabs.setCurrentIndex(index)

    def _settle(self) -> None:
        """Let layouts and plots that wait for the event loop come to rest."""
        loop = QEventLoop()
        QTimer.singleShot(60, loop, loop.quit)
        loop.exec()

    def _fail(self, error: Exception) -> None:
        self._error = error


def walk(tour: Tour, path: Path | None, outcome: str, event: str, identifier: str) -> None:
    """Go the whole way, from an empty window to scores."""
    source = _data(tour, path, outcome, event, identifier)
    _train(tour)
    _results(tour)
    _score(tour, source)


def _data(tour: Tour, path: Path | None, outcome: str, event: str, identifier: str) -> Path:
    tour.picture("data-empty")
    session = tour.session
    if path is None:
        session.open_example()
        tour.rest()
        tour.picture("data-columns")
        tour.window.data.show_tab(1)
        tour.picture("data-table")
        tour.window.data.show_tab(0)
        return EXAMPLES["readmission"].path
    session.open_file(path)
    tour.rest()
    tour.picture("data-opened")
    _choose(tour, outcome, event, identifier)
    tour.picture("data-columns")
    return path


def _choose(tour: Tour, outcome: str, event: str, identifier: str) -> None:
    session, table = tour.session, tour.session.study.table
    assert table is not None
    for name, role in ((identifier, Role.ID), (outcome, Role.OUTCOME)):
        if name and name not in table.names:
            raise DataRefused(f"There is no column {name}.", "Check the name.", "NO_SUCH_COLUMN")
        if name:
            session.set_role(table.names.index(name), role)
            tour.rest()
    if event:
        session.set_event((event,))
        tour.rest()
    _answer(tour)


def _answer(tour: Tour) -> None:
    """Take the proposed answer of every question."""
    for _ in range(50):
        study = tour.session.study
        assert study.table is not None and study.roles is not None
        waiting = open_questions(study.table, study.roles, study.screening)
        if not waiting:
            return
        for finding in waiting:
            key = finding.proposed or finding.options[0].key
            tour.session.answer(finding.code, finding.column, key)
        tour.rest()


def _train(tour: Tour) -> None:
    session = tour.session
    tour.window.show_step("model")
    if not session.study.ready_to_train:
        raise DataRefused("With these roles no model can be trained.", "See the Data page.")
    tour.picture("model")
    tour.window.show_step("training")
    tour.picture("training-empty")
    session.start_training()
    tour.wait(lambda: _steps(session) >= 150 or not session.training)
    session.pause()
    tour.picture("training-running")
    session.resume()
    if not tour.wait(lambda: not session.training, PATIENCE):
        session.stop_and_keep()
    tour.rest()
    tour.window.show_step("training")
    tour.picture("training-done")


def _steps(session: Session) -> int:
    records = session.live.records if session.live is not None else []
    return next((r.step for r in reversed(records) if isinstance(r, Step)), 0)


def _results(tour: Tour) -> None:
    session = tour.session
    tour.window.show_step("results")
    tour.picture("results-overview")
    tour.tab(1)
    tour.picture("results-calibration")
    tour.tab(2)
    tour.picture("results-threshold-open")
    session.set_threshold(1 / 6, Route.HARM_RATIO, "a missed event is as bad as 5 false alarms")
    tour.rest()
    tour.picture("results-threshold")
    tour.tab(3)
    session.explain_cohort()
    tour.rest()
    evaluation = session.study.evaluation
    assert evaluation is not None
    session.choose_patient(int(evaluation.rows[int(evaluation.risks.argmax())]))
    tour.rest()
    tour.picture("results-patients")
    if evaluation.has_test:
        session.open_test()
        tour.rest()
        tour.tab(0)
        tour.picture("results-test-opened")


def _score(tour: Tour, source: Path) -> None:
    tour.window.show_step("score")
    tour.picture("score-empty")
    tour.session.score_file(source)
    tour.rest()
    tour.picture("score")


def tour_main(argv: list[str]) -> int:
    """Take the tour with these arguments; return the exit status."""
    parser = argparse.ArgumentParser(prog="clinnet tour", description="Pictures of every screen.")
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?")
    for name in ("outcome", "event", "id"):
        parser.add_argument(f"--{name}", default="")
    arguments = parser.parse_args(argv)
    if arguments.file is not None and not arguments.outcome:
        parser.error("FILE needs --outcome COL")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    try:
        _tour(arguments)
    except ClinnetError as error:
        sys.stderr.write(f"{error.message}\n{error.hint}\n")
        return 2
    sys.stderr.write(f"Pictures are in {arguments.folder}\n")
    return 0


def _tour(arguments: argparse.Namespace) -> None:
    draw_offscreen()
    log.configure()
    app = application()
    crashes = Crashes(app)
    window = window_of(Settings(), crashes)
    window.resize(1280, 720)
    window.show()
    tour = Tour(window, arguments.folder)
    try:
        walk(tour, arguments.file, arguments.outcome, arguments.event, arguments.id)
    finally:
        window.session.shut_down()
        window.session.unsaved = False
        window.close()
