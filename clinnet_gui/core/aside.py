"""A call that cannot be divided, made in a thread of its own while the work goes on yielding."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event
from typing import TypeVar

from clinnet_gui.core.work import Progress, Work

Result = TypeVar("Result")

WAIT = 0.02
"""Seconds between two yields."""


def aside(text: str, call: Callable[[Event], Result]) -> Work[Result]:
    """Return what ``call`` returns, or raise what it raises; yield Progress meanwhile.

    Finish and close leave at once, and set the event that the call was given: it should look at it
    now and then and end, for a program cannot end before its threads. Nobody hears its result.
    """
    left = Event()
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")
    try:
        future = pool.submit(call, left)
        while not wait((future,), timeout=WAIT).done:
            yield Progress(text)
        return future.result()
    finally:
        left.set()
        pool.shutdown(wait=False)
