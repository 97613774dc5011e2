"""What a test may not leave behind: a thread, a timer, a window, a warning in the log.

Threads and timers are named with the lines that started them.
"""

import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication

from clinnet_gui.core.log import LOGGER


@dataclass(frozen=True, slots=True)
class Started:
    """Something that was started, and the lines of ours that did it."""

    what: QObject
    lines: str


class Heard(logging.Handler):
    """Keeps every record from warnings up."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record not in self.records:  # the program's logger may hand it on to the root
            self.records.append(record)


@pytest.fixture(autouse=True)
def log_warnings() -> Iterator[list[logging.LogRecord]]:
    """Fail where a warning or an error was logged; a test that expects one clears this list."""
    heard, root = Heard(), logging.getLogger()
    before = LOGGER.handlers[:], LOGGER.level, LOGGER.propagate
    for logger in (root, LOGGER):
        logger.addHandler(heard)
    yield heard.records
    root.removeHandler(heard)
    for handler in LOGGER.handlers[:]:
        LOGGER.removeHandler(handler)
        handler.close()
    LOGGER.handlers[:], LOGGER.level, LOGGER.propagate = before
    told = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in heard.records]
    assert told == [], "logged, and not expected"


@pytest.fixture(autouse=True)
def nothing_left_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail where a thread still runs, a timer still ticks or a window still stands."""
    started: list[Started] = []
    monkeypatch.setattr(QThread, "start", noting(QThread.start, started))
    monkeypatch.setattr(QTimer, "start", noting(QTimer.start, started))
    yield
    if QApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert [*going_on(started), *windows()] == [], "left behind"


def going_on(started: list[Started]) -> list[str]:
    """Return the threads that run and the timers that tick, with the lines that started them."""
    return [f"{type(s.what).__name__} started at {s.lines}" for s in started if _goes_on(s.what)]


def windows() -> list[str]:
    """Return the windows that are shown, by class and title."""
    application = QApplication.instance()
    shown = application.topLevelWidgets() if isinstance(application, QApplication) else []
    return [f"window {type(w).__name__} {w.windowTitle()!r}" for w in shown if w.isVisible()]


def noting(start: Callable[..., None], started: list[Started]) -> Callable[..., None]:
    """Return ``start`` so that what it starts is added to ``started``."""

    def noted(what: QObject, *arguments: object) -> None:
        started.append(Started(what, _our_lines()))
        start(what, *arguments)

    return noted


def _our_lines() -> str:
    """The last lines in the stack that are of the program or of a test, the newest first."""
    frames = traceback.extract_stack(limit=20)[:-2]
    ours = [f for f in frames if not {"site-packages", "lib"} & set(Path(f.filename).parts)]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(ours[-4:]))


def _goes_on(what: QObject) -> bool:
    if not shiboken6.isValid(what):
        return False
    return what.isRunning() if isinstance(what, QThread) else isinstance(what, QTimer) and what.isActive()
