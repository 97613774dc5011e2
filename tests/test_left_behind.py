"""The checks of what a test leaves behind can fail."""

import logging
from threading import Event

from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.core.log import LOGGER
from tests.left_behind import Started, going_on, noting, windows


def test_a_timer_that_ticks_is_told_with_the_line_that_started_it(qapp: object) -> None:
    started: list[Started] = []
    timer = QTimer()
    noting(QTimer.start, started)(timer, 60_000)
    (told,) = going_on(started)
    assert told.startswith("QTimer started at test_left_behind.py:")
    timer.stop()
    assert going_on(started) == []


def test_a_thread_that_runs_is_told() -> None:
    class Waiting(QThread):
        ending = Event()

        def run(self) -> None:
            self.ending.wait()

    started: list[Started] = []
    thread = Waiting()
    noting(QThread.start, started)(thread)
    assert len(going_on(started)) == 1
    thread.ending.set()
    assert thread.wait(5_000)
    assert going_on(started) == []


def test_a_window_that_is_shown_is_told(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setWindowTitle("left")
    assert windows() == []
    window.show()
    assert windows() == ["window QWidget 'left'"]


def test_a_warning_is_heard_once_through_any_logger(log_warnings: list[logging.LogRecord]) -> None:
    for logger in (LOGGER, logging.getLogger("another")):
        logger.warning("heard")
        logger.info("not heard")
    assert [record.getMessage() for record in log_warnings] == ["heard", "heard"]
    log_warnings.clear()
