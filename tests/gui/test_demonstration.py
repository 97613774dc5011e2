"""The demonstration goes from the example to its results, and steps back for the analyst."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from clinnet_gui.core.training.records import Step
from clinnet_gui.gui.app import application, window_of
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.demonstration import Demonstration
from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings

LONG = 120_000


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = window_of(Settings(), Crashes(application()))
    window.show()
    yield window
    window.session.discard()
    window.session.unsaved = False
    window.close()
    window.deleteLater()


def _pages(window: MainWindow) -> list[str]:
    pages: list[str] = []
    window.session.navigated.connect(pages.append)
    return pages


def _says(window: MainWindow, words: str) -> bool:
    return any(words in line.text() for line in window.statusBar().findChildren(QLabel))


def _begun(qtbot: QtBot, window: MainWindow, dwell: int = 0) -> Demonstration:
    shown = Demonstration(window, dwell)
    shown.start()
    return shown


def _has_stepped(session: Session) -> bool:
    """Whether the running training has something to keep."""
    return session.live is not None and any(isinstance(record, Step) for record in session.live.records)


def test_it_ends_on_the_results_of_the_example(qtbot: QtBot, window: MainWindow) -> None:
    pages = _pages(window)
    shown = _begun(qtbot, window)
    qtbot.waitUntil(lambda: not shown.running, timeout=LONG)
    assert pages == ["data", "model", "training", "results"]
    assert window.step == "results"
    assert window.session.study.evaluation is not None
    assert "yours" in window.statusBar().currentMessage()


def test_it_does_not_leave_a_page_that_the_analyst_chose(qtbot: QtBot, window: MainWindow) -> None:
    shown = _begun(qtbot, window)
    qtbot.waitUntil(lambda: _has_stepped(window.session), timeout=LONG)
    window.rail.chosen.emit("data")
    window.session.stop_and_keep()
    qtbot.waitUntil(lambda: window.session.study.evaluation is not None, timeout=LONG)
    qtbot.waitUntil(lambda: not shown.running)
    assert window.step == "data"


def test_it_does_not_train_a_plan_that_the_analyst_changed(qtbot: QtBot, window: MainWindow) -> None:
    shown = _begun(qtbot, window, dwell=2_000)
    qtbot.waitUntil(lambda: _says(window, "what each column is for"), timeout=LONG)
    choice = window.session.study.choice
    assert choice is not None
    window.session.set_spec(replace(choice.spec, epochs=3))
    qtbot.waitUntil(lambda: not shown.running, timeout=LONG)
    assert window.session.live is None and window.step == "data"


def test_it_ends_when_the_run_is_discarded(qtbot: QtBot, window: MainWindow) -> None:
    shown = _begun(qtbot, window)
    qtbot.waitUntil(lambda: window.session.training, timeout=LONG)
    window.session.discard()
    qtbot.waitUntil(lambda: not shown.running)
    assert window.session.study.trained is None and window.step == "training"


def test_taking_over_leaves_what_runs(qtbot: QtBot, window: MainWindow) -> None:
    shown = _begun(qtbot, window)
    qtbot.waitUntil(lambda: window.session.training, timeout=LONG)
    button = next(b for b in window.statusBar().findChildren(QPushButton) if b.text() == "Take over")
    button.click()
    assert not shown.running and window.session.training
    assert not button.isVisible()
