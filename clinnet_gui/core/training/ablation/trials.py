"""All trials of an ablation, one after the other or many at once.

Both yield a Tried for each trial that is done, and in between, often, the share of the running one.
"""

from collections.abc import Generator
from concurrent.futures import Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from threading import Event

from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.training.ablation.trial import Order, Tried, attempt, attempt_in_process
from clinnet_gui.core.training.aside import aside
from clinnet_gui.core.training.executor import Crew, Materials
from clinnet_gui.core.training.records import Begun, Step

WAIT = 0.02
"""Seconds between two yields."""

Trials = Generator[Tried | float, None, None]


def one_by_one(orders: list[Order], materials: Materials) -> Trials:
    """Make the trials here, in their order."""
    for order in orders:
        work, steps, share = attempt(order, materials), 1, 0.0
        try:
            while True:
                record = next(work)
                if isinstance(record, Begun):
                    steps = record.steps
                elif isinstance(record, Step):
                    share = record.step / steps
                yield share
        except StopIteration as end:
            yield end.value
        finally:
            work.close()


def at_once(orders: list[Order], materials: Materials, crew: Crew) -> Trials:
    """Make the trials in the processes of a crew, which ends when the generator does.

    Raises TrainingFailed where one of the processes was ended from outside.
    """
    with crew(materials) as executor:
        pending: set[Future[Tried]] = set()
        try:
            # the first orders start the processes, which takes longer than a yield may wait
            with closing(aside("", lambda left: _submit(orders, executor, pending, left))) as starting:
                for _ in starting:
                    yield 0.0
            while pending:
                done, _ = wait(pending, timeout=WAIT, return_when="FIRST_COMPLETED")
                pending -= done
                for future in done:
                    yield future.result()
                yield 0.0
        except BrokenProcessPool as broken:
            raise TrainingFailed(
                "A process that trained networks was ended by the system.",
                "Close other programs, for the memory may have run out, then try again.",
                "PROCESS_ENDED",
            ) from broken
        finally:
            for future in tuple(pending):
                future.cancel()


def _submit(orders: list[Order], executor: Executor, pending: set[Future[Tried]], left: Event) -> None:
    for order in orders:
        if left.is_set():
            return
        pending.add(executor.submit(attempt_in_process, order))
