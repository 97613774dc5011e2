"""Garbage with widgets in it is collected in the window's thread, whoever made it."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.core.work import Progress, Work
from clinnet_gui.gui.app import application
from clinnet_gui.gui.garbage import Garbage, collect_due
from clinnet_gui.gui.tasks import Task


@pytest.fixture
def collectors() -> Iterator[set[threading.Thread]]:
    """The threads in which garbage is collected."""
    found = set[threading.Thread]()

    def note(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            found.add(threading.current_thread())

    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


def littering(times: int = 200) -> Work[int]:
    """Make garbage, and more than it takes for the oldest generation to be due."""
    for _ in range(times):
        for _ in range(1_000):
            cycle = list[object]()
            cycle.append(cycle)
        yield Progress("on")
    return times


def dropped() -> "weakref.ref[QWidget]":
    """A widget that nobody needs any more and that only the collector can find."""
    widget = QWidget()
    widget.itself = widget  # type: ignore[attr-defined]
    return weakref.ref(widget)


def run(qtbot: QtBot) -> None:
    task = Task(littering)
    with qtbot.waitSignal(task.finished, timeout=30_000):
        task.start()
    task.wait()


def test_work_in_a_thread_never_deletes_a_widget(qtbot: QtBot, collectors: set[threading.Thread]) -> None:
    widget = dropped()
    run(qtbot)
    qtbot.waitUntil(lambda: widget() is None, timeout=30_000)
    assert collectors == {threading.main_thread()}


def test_left_to_python_it_would(qtbot: QtBot, collectors: set[threading.Thread]) -> None:
    gc.enable()
    try:
        run(qtbot)
    finally:
        gc.disable()
    assert collectors - {threading.main_thread()}


def test_nothing_is_collected_that_is_not_due(collectors: set[threading.Thread]) -> None:
    gc.collect()
    collectors.clear()
    collect_due()
    assert not collectors


def test_one_generation_is_collected_at_a_time_and_the_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    collected = list[int]()
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "collect", collected.append)
    for counts in ((701, 11, 11), (701, 11, 10), (701, 10, 10), (700, 10, 10)):
        monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
        collect_due()
    assert collected == [2, 1, 0]


def test_the_application_has_one_collector() -> None:
    before = application().findChildren(Garbage)
    assert before and application().findChildren(Garbage) == before


def test_in_the_end_it_is_left_to_python(qapp: QApplication) -> None:
    assert not gc.isenabled()
    Garbage(qapp).end()
    try:
        assert gc.isenabled()
    finally:
        gc.disable()
