"""Many networks at once: an Executor whose processes hold what is to be trained on.

A ``Crew`` opens such an executor and ends it. ``spawned`` is the one for a workstation. Whoever has
a cluster brings another: each of its workers must have called ``receive`` once. What it holds goes
to a process once, through a pipe: nothing of a patient is written anywhere.
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


class _End(Protocol):
    """An end of a pipe; ``poll`` returns when the other end is closed."""

    def poll(self, timeout: float | None = None) -> bool: ...

    def recv_bytes(self) -> bytes: ...

    def send_bytes(self, buf: bytes | memoryview, /) -> None: ...

    def close(self) -> None: ...


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
    should this process die, they die too. What they hold does not go through the pipe that starts a
    process: the starting end of that waits for ever where the process is ended before it has read all.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("spawn")
    leash, rope = context.Pipe(duplex=False)
    source, feed = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(processes, context, _begin, (source, context.Lock(), leash))
    feeder = Thread(target=_feed, args=(feed, held, processes), daemon=True)
    feeder.start()
    try:
        yield pool
    finally:
        rope.close()
        pool.shutdown(cancel_futures=True)
        source.close()  # of which nobody reads any more: that ends the feeder
        feeder.join()
        leash.close()


def _feed(feed: _End, held: object, processes: int) -> None:
    """Hand what the crew holds to each process, as long as one may still come and read it."""
    from multiprocessing.reduction import ForkingPickler

    try:
        packed = ForkingPickler.dumps(held)
        for _ in range(processes):
            feed.send_bytes(packed)
    except OSError:
        pass  # they have gone; whoever waits for their results hears of it
    finally:
        feed.close()


def receive(held: object) -> None:
    """In a process of a crew: keep what its jobs work on."""
    _HELD[:] = [held]


def received() -> object:
    """In a process of a crew: return what it holds."""
    return _HELD[0]


def _begin(source: _End, one_reads: AbstractContextManager[object], leash: _End) -> None:
    import atexit
    import signal
    from multiprocessing.reduction import ForkingPickler

    atexit.register(os._exit, 0)  # taking torch apart took seconds; nothing is left to be done
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to answer
    Thread(target=_watch, args=(leash,), daemon=True).start()
    with one_reads:
        packed = source.recv_bytes()
    receive(ForkingPickler.loads(packed))


def _watch(leash: _End) -> None:
    """Wait until the parent lets go; a parent that died cannot end its processes itself."""
    from multiprocessing import parent_process

    leash.poll(None)
    LEFT.set()
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
