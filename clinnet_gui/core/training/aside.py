"""A call that cannot be divided, made in a thread of its own while the work goes on yielding."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from clinnet_gui.core.work import Progress, Work

Result = TypeVar("Result")

WAIT = 0.02
"""Seconds between two yields."""


def aside(text: str, call: Callable[[], Result]) -> Work[Result]:
    """Return what ``call`` returns, or raise what it raises; yield Progress meanwhile.

    Finish and close leave at once; the call then runs to its end unheard. So use it for calls of
    seconds that touch nothing but their own data.
    """
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")
    try:
        future = pool.submit(call)
        while not wait((future,), timeout=WAIT).done:
            yield Progress(text)
        return future.result()
    finally:
        pool.shutdown(wait=False)
