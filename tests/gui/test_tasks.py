"""A Task runs a generator in a thread: how it ends, waits, emits, and never aborts the process."""

import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from clinnet_gui.core.errors import DataRefused
from clinnet_gui.core.training.records import Remedy, Repair, Repaired, Spike, SpikeKind, Step
from clinnet_gui.core.work import Finish, Progress, Work
from clinnet_gui.gui.tasks import Ends, Lane, Lanes, Task


def counting(to: int) -> Work[int]:
    for i in range(to):
        yield Progress(str(i))
    return to


def endless(closed: threading.Event, best: int | None = None) -> Work[int]:
    try:
        while True:
            yield Progress("on")
    except Finish:
        if best is None:
            raise
        return best
    finally:
        closed.set()


class Listener(QObject):
    """Notes signals and the thread in which they came."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.heard: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()
        task.progressed.connect(lambda records: self._hear("progressed", records))
        task.succeeded.connect(lambda result: self._hear("succeeded", result))
        task.failed.connect(lambda error: self._hear("failed", error))
        task.cancelled.connect(lambda: self._hear("cancelled", None))
        task.finished.connect(lambda: self._hear("finished", None))

    def _hear(self, name: str, payload: object) -> None:
        self.heard.append((name, payload))
        self.threads.add(QThread.currentThread())

    @property
    def ends(self) -> list[str]:
        return [name for name, _ in self.heard if name != "progressed"]


@pytest.fixture
def run(qtbot: QtBot) -> Iterator[Callable[[Task], Listener]]:
    tasks: list[Task] = []

    def start(task: Task) -> Listener:
        tasks.append(task)
        listener = Listener(task)
        task.start()
        return listener

    yield start
    for task in tasks:
        task.discard()
        assert task.wait(5_000)


def ended(listener: Listener) -> Callable[[], bool]:
    return lambda: "finished" in listener.ends


def test_a_result_comes_in_the_windows_thread_after_every_record(qtbot: QtBot, run) -> None:
    listener = run(Task(lambda: counting(5_000)))
    qtbot.waitUntil(ended(listener))
    assert listener.ends == ["succeeded", "finished"]
    assert ("succeeded", 5_000) in listener.heard
    records = [r for name, batch in listener.heard if name == "progressed" for r in batch]  # type: ignore[attr-defined]
    assert [r.text for r in records] == [str(i) for i in range(5_000)]
    assert listener.threads == {QThread.currentThread()}


def test_records_are_gathered_and_spikes_are_not_kept_waiting(qtbot: QtBot, run) -> None:
    spike = Spike(1, 1, SpikeKind.LOSS, 1.0, 0.1, 9.0, ())

    def work() -> Work[None]:
        yield Progress("one")
        yield spike
        yield from counting(1_000)

    listener = run(Task(work))
    qtbot.waitUntil(ended(listener))
    batches = [batch for name, batch in listener.heard if name == "progressed"]
    assert batches[0] == (Progress("one"), spike)
    assert len(batches) < 20


def test_errors_and_bugs_are_handed_over(qtbot: QtBot, run) -> None:
    refusal = DataRefused("no events", "choose another outcome")

    def refused() -> Work[None]:
        yield Progress("look")
        raise refusal

    def broken() -> Work[None]:
        raise RuntimeError("out of memory")
        yield

    first, second = run(Task(refused)), run(Task(broken))
    qtbot.waitUntil(lambda: ended(first)() and ended(second)())
    assert ("failed", refusal) in first.heard
    assert first.ends == ["failed", "finished"]
    assert second.ends == ["failed", "finished"]


@pytest.mark.parametrize(("best", "end"), [(7, "succeeded"), (None, "cancelled")])
def test_finish_returns_the_best_so_far_or_cancels(qtbot: QtBot, run, best: int | None, end: str) -> None:
    closed = threading.Event()
    task = Task(lambda: endless(closed, best))
    listener = run(task)
    qtbot.waitUntil(lambda: bool(listener.heard))
    task.finish()
    qtbot.waitUntil(ended(listener), timeout=1_000)
    assert listener.ends == [end, "finished"]
    assert (end, best) in listener.heard
    assert closed.is_set()


def test_a_task_stopped_before_it_starts_keeps_nothing(qtbot: QtBot, run) -> None:
    task = Task(lambda: counting(10))
    task.discard()
    listener = run(task)
    qtbot.waitUntil(ended(listener))
    assert listener.ends == ["cancelled", "finished"]


def test_pause_holds_the_work_and_stop_wakes_it(qtbot: QtBot, run) -> None:
    steps: list[int] = []
    closed = threading.Event()

    def work() -> Work[None]:
        try:
            while True:
                steps.append(1)
                yield Progress("on")
        finally:
            closed.set()

    task = Task(work)
    listener = run(task)
    qtbot.waitUntil(lambda: len(steps) > 10)
    task.pause()
    qtbot.waitUntil(lambda: task.waiting, timeout=100)
    held = len(steps)
    with qtbot.waitSignal(task.finished, timeout=100):
        assert len(steps) == held
        task.discard()
    assert closed.is_set()
    qtbot.waitUntil(ended(listener))
    assert listener.ends == ["cancelled", "finished"]


def mendable(repairs: list[int]) -> Work[int]:
    """A training that can be mended after its steps, and nowhere else."""
    step = 0
    try:
        while True:
            step += 1
            try:
                yield Step(step, 1, 0.5, 1.0, 1e-3)
            except Repair as repair:
                repairs.append(repair.step)
                yield Repaired(step, 1, repair.step, repair.remedy, ())
    except Finish:
        return step


@pytest.mark.parametrize("paused", [False, True])
def test_a_repair_is_thrown_in_after_a_step_even_while_the_work_waits(qtbot: QtBot, run, paused) -> None:
    repairs: list[int] = []
    task = Task(lambda: mendable(repairs))
    listener = run(task)
    qtbot.waitUntil(lambda: bool(listener.heard))
    if paused:
        task.pause()
        qtbot.waitUntil(lambda: task.waiting)
    task.mend(Repair(3, Remedy.SKIP_ROWS))
    qtbot.waitUntil(lambda: repairs == [3], timeout=1_000)
    assert task.paused is paused
    if paused:
        qtbot.waitUntil(lambda: task.waiting)
    task.finish()
    qtbot.waitUntil(ended(listener), timeout=1_000)
    assert listener.ends == ["succeeded", "finished"]
    records = [r for name, batch in listener.heard if name == "progressed" for r in batch]  # type: ignore[attr-defined]
    assert [r.spike_step for r in records if isinstance(r, Repaired)] == [3]


def test_a_repair_that_comes_too_late_changes_nothing(qtbot: QtBot, run) -> None:
    held = threading.Event()

    def work() -> Work[int]:
        while not held.wait(0.01):
            yield Progress("comparing with simpler models")
        return 5

    task = Task(work)
    listener = run(task)
    task.mend(Repair(3, Remedy.RESTORE))
    qtbot.waitUntil(lambda: bool(listener.heard))
    held.set()
    qtbot.waitUntil(ended(listener))
    assert listener.ends == ["succeeded", "finished"]


def test_emits_and_calls_leave_the_counts_of_none_and_true_alone(qtbot: QtBot, run) -> None:
    def work() -> Work[bool]:
        for _ in range(1_000):
            yield Spike(1, 1, SpikeKind.LOSS, 1.0, 0.1, 9.0, (), skipped=True)
        return True

    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(3):
        listener = run(Task(work))
        qtbot.waitUntil(ended(listener))
        listener.heard.clear()
    task = Task(work)
    for _ in range(1_000):
        task.pause()
        task.resume()
        assert not task.paused
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert all(abs(a - b) < 500 for a, b in zip(after, before, strict=True))


def _ends(heard: list[object]) -> Ends[int]:
    return Ends(heard.append, heard.append, lambda: heard.append("cancelled"), lambda _: None)


def test_a_replaced_task_is_silent_and_its_thread_ends(qtbot: QtBot) -> None:
    lanes, heard, closed = Lanes(), [], threading.Event()
    first = lanes.start(Lane.JUDGE, lambda: endless(closed), _ends(heard))
    with qtbot.waitSignal(first.progressed):
        pass
    lanes.start(Lane.JUDGE, lambda: counting(3), _ends(heard))
    qtbot.waitUntil(lambda: heard == [3])
    qtbot.waitUntil(closed.is_set)
    assert not any(map(lanes.task, Lane))
    lanes.shut_down()
    assert heard == [3]


def test_shutting_down_ends_every_thread_even_a_paused_one(qtbot: QtBot) -> None:
    lanes, heard, closed = Lanes(), [], threading.Event()
    task = lanes.start(Lane.MAIN, lambda: endless(closed), _ends(heard))
    with qtbot.waitSignal(task.progressed):
        pass
    task.pause()
    qtbot.waitUntil(lambda: task.waiting)
    lanes.start(Lane.JUDGE, lambda: endless(threading.Event()), _ends(heard))
    lanes.shut_down()
    assert closed.is_set()
    assert not any(map(lanes.task, Lane))
    assert heard == []
