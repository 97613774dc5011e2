"""Background work: a Task runs a generator in a thread of its own, Lanes keeps one a lane.

A Task *is* the thread and overrides ``run``: its signals belong to an object of the window's
thread and are delivered there. A worker moved to a thread would run lambdas and plain functions
in the worker's thread.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from threading import Event
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from clinnet_gui.core.training.records import Begun, Repaired, Spike, Step, Validated
from clinnet_gui.core.work import Finish, Work

Result = TypeVar("Result")

EMIT_EVERY = 0.2
"""Seconds between two emits: every 50 ms would cost a third of the speed of a small network."""

AT_ONCE = (Begun, Repaired, Spike, Validated)
"""Records that are shown without waiting."""

MENDED_AT = Step
"""After such a record a training can be mended; at another yield a Repair would end it."""


class _Discarded(Exception):
    """The work was closed on request."""


class Task(QThread):
    """One piece of work in a thread.

    ``progressed`` carries a tuple of records; then exactly one of ``succeeded`` (the result),
    ``failed`` (the exception) and ``cancelled`` is emitted, then ``finished``.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, make: Callable[[], Work[Result]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._going = Event()
        self._going.set()
        self._held = Event()
        self._finish = Event()
        self._discard = Event()
        self._woken = Event()  # set after each change of what was asked for
        self._mends: deque[Exception] = deque()
        self._mendable = False
        self._records: list[object] = []
        self._emitted = time.monotonic()

    @property
    def paused(self) -> bool:
        """Whether the work was asked to wait at its next yield."""
        return not self._going.is_set()

    @property
    def waiting(self) -> bool:
        """Whether the work has come to its next yield and waits there."""
        return self._held.is_set()

    def pause(self) -> None:
        """Wait at the next yield."""
        self._going.clear()

    def resume(self) -> None:
        """Go on after a pause."""
        self._going.set()
        self._woken.set()

    def mend(self, change: Exception) -> None:
        """Throw ``change`` into a training after its next step, even while it waits; it goes on."""
        self._mends.append(change)
        self._woken.set()

    def finish(self) -> None:
        """Ask for the best result so far; work without a partial result is cancelled."""
        self._finish.set()
        self.resume()

    def discard(self) -> None:
        """Stop at the next yield and keep nothing."""
        self._discard.set()
        self.resume()

    def run(self) -> None:
        """Drain the generator (called by Qt, in the thread)."""
        try:
            result = self._drain(self._make())
        except (Finish, _Discarded):
            self._flush()
            self.cancelled.emit()
        except Exception as error:  # one place hands every failure over to the window
            self._flush()
            self.failed.emit(error)
        else:
            self._flush()
            self.succeeded.emit(result)

    def _drain(self, work: Work[Result]) -> Result:
        asked = False
        while True:
            self._wait()
            if self._discard.is_set():
                work.close()
                raise _Discarded
            try:
                if self._finish.is_set() and not asked:
                    asked = True
                    record = work.throw(Finish())
                elif self._mends and self._mendable:
                    record = work.throw(self._mends.popleft())
                else:
                    record = next(work)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            self._mendable = isinstance(record, MENDED_AT)
            self._collect(record)

    def _wait(self) -> None:
        """Hold while paused, unless a change can be thrown in now."""
        if self._may_go():
            return
        self._flush()
        self._held.set()
        while not self._may_go():
            self._woken.wait()
            self._woken.clear()
        self._held.clear()

    def _may_go(self) -> bool:
        return self._going.is_set() or (self._mendable and bool(self._mends))

    def _collect(self, record: object) -> None:
        self._records.append(record)
        if isinstance(record, AT_ONCE) or time.monotonic() - self._emitted >= EMIT_EVERY:
            self._flush()

    def _flush(self) -> None:
        self._emitted = time.monotonic()
        if self._records:
            records, self._records = tuple(self._records), []
            self.progressed.emit(records)


class Lane(StrEnum):
    """Kinds of work of which at most one runs at a time; a new one replaces the old."""

    MAIN = "main"  # opening and training
    REFIT = "refit"  # the training repeated on many samples
    VALIDATE = "validate"  # another judgement of the same network
    SAVE = "save"
    SCORE = "score"
    PLAN = "plan"  # screening, split and suggestion after a change of roles
    JUDGE = "judge"  # the evaluation
    CORRECT = "correct"  # what follows from refits that are there
    DESCRIBE = "describe"  # the patients' characteristics
    RESAMPLE = "resample"  # the bootstrap of what the evaluation shows
    SEARCH = "search"  # a threshold that looks best
    COMPARE = "compare"  # two runs
    COHORT = "cohort"  # attributions of many patients
    EXPLAIN = "explain"  # attributions of one patient
    SURROUND = "surround"  # patients similar to one, and what if
    WARM_UP = "warm-up"  # the slow imports


@dataclass(frozen=True, slots=True)
class Ends(Generic[Result]):
    """Who is called when work has a result, failed, was cancelled, or has records to show."""

    succeeded: Callable[[Result], None]
    failed: Callable[[Exception], None]
    cancelled: Callable[[], None]
    told: Callable[[tuple[object, ...]], None]


class Lanes(QObject):
    """The running tasks, one a lane. Signals of a replaced task are dropped by identity, and a
    task is kept until its thread has ended: a running thread that is dropped aborts the process.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current: dict[Lane, Task] = {}
        self._alive: set[Task] = set()

    def task(self, lane: Lane) -> Task | None:
        """Return the task that runs in ``lane``, or None."""
        return self._current.get(lane)

    def start(
        self,
        lane: Lane,
        make: Callable[[], Work[Result]],
        ends: "Ends[Result]",
    ) -> Task:
        """Run ``make()`` in ``lane``; what ran there is discarded. ``ends`` are called in this thread."""
        task = Task(make)
        self.discard(lane)
        self._current[lane] = task
        self._alive.add(task)

        def current(callback: Callable[..., None], last: bool) -> Callable[..., None]:
            def deliver(*payload: object) -> None:
                if self._current.get(lane) is not task:
                    return
                if last:
                    del self._current[lane]
                    self.changed.emit()
                callback(*payload)

            return deliver

        task.progressed.connect(current(ends.told, False))
        task.succeeded.connect(current(ends.succeeded, True))
        task.failed.connect(current(ends.failed, True))
        task.cancelled.connect(current(ends.cancelled, True))
        task.finished.connect(lambda: self._bury(task))
        task.start()
        self.changed.emit()
        return task

    def discard(self, lane: Lane) -> None:
        """Drop what runs in ``lane``, and every signal it still sends."""
        task = self._current.pop(lane, None)
        if task is not None:
            task.discard()
            self.changed.emit()

    def shut_down(self) -> None:
        """Discard everything and wait until every thread has ended."""
        for lane in tuple(self._current):
            self.discard(lane)
        for task in tuple(self._alive):
            task.discard()
            task.wait()

    def _bury(self, task: Task) -> None:
        task.wait()  # "finished" comes a moment before the thread has ended
        self._alive.discard(task)
        task.deleteLater()
