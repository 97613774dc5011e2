"""Many networks at once: an Executor whose processes hold what is to be trained on.

A ``Crew`` opens such an executor and ends it. ``spawned`` is the one for a workstation. Whoever has
a cluster brings another: each of its workers must have called ``receive`` once. What it holds goes
to a process once, through the pipe it is started by: nothing of a patient is written anywhere.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from threading import Event, Thread
from typing import Protocol

Crew = Callable[[object], AbstractContextManager[Executor]]
"""Opens an executor whose processes hold a value: the material of trainings, or a dataset."""

MOST_PROCESSES = 8
"""Each holds torch, some 250 MB, and a copy of what the crew holds."""

LEFT = Event()
"""In a process of a crew: set once nobody waits for its results any more."""

_HELD: list[object] = []


class _Leash(Protocol):
    """The reading end of a pipe; ``poll`` returns when the other end is closed."""

    def poll(self, timeout: float | None = None) -> bool: ...


def processors() -> int:
    """Return how many processors this process may use, at most ``MOST_PROCESSES``."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, MOST_PROCESSES)


def on_processors(processes: int | None = None) -> Crew | None:
    """Return the crew of this workstation; None where one process would do the same in place."""
    count = processors() if processes is None else processes
    return partial(spawned, processes=count) if count > 1 else None


@contextmanager
def spawned(held: object, processes: int) -> Iterator[Executor]:
    """Open ``processes`` processes that hold ``held``, and end them all when left.

    They are spawned, not forked: a fork copies a process whose threads hold locks. Work that
    is under way when they are left ends at its next yield, work that waits is never begun, and
    should this process die, they die too.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("spawn")
    leash, rope = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(processes, context, _begin, (held, leash))
    try:
        yield pool
    finally:
        rope.close()
        pool.shutdown(cancel_futures=True)
        leash.close()


def receive(held: object) -> None:
    """In a process of a crew: keep what its jobs work on."""
    _HELD[:] = [held]


def received() -> object:
    """In a process of a crew: return what it holds."""
    return _HELD[0]


def _begin(held: object, leash: _Leash) -> None:
    import atexit
    import signal

    atexit.register(os._exit, 0)  # taking torch apart took seconds; nothing is left to be done
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to answer
    receive(held)
    Thread(target=_watch, args=(leash,), daemon=True).start()


def _watch(leash: _Leash) -> None:
    """Wait until the parent lets go; a parent that died cannot end its processes itself."""
    from multiprocessing import parent_process

    leash.poll(None)
    LEFT.set()
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
