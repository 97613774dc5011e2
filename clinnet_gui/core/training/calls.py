"""The same job for many orders: one after the other here, or many at once in a crew's processes.

Both yield the result of each order when it is there, and in between, often, the share done of the
running one. In processes results come as they are ready, not in the orders' order.
"""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from threading import Event
from typing import TypeVar, cast

from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.training.aside import aside
from clinnet_gui.core.training.executor import LEFT, Crew, received
from clinnet_gui.core.training.records import Begun, Step
from clinnet_gui.core.work import Work

Order = TypeVar("Order")
Held = TypeVar("Held")
Result = TypeVar("Result")

Shares = Generator[float, None, Result]
"""Work that yields no more than its share done, 0..1."""

Job = Callable[[Order, Held], Shares[Result]]
"""A function of a module, so that a process finds it: from an order and what the crew holds."""

Calls = Generator[Result | float, None, None]

WAIT = 0.02
"""Seconds between two yields."""


class Abandoned(Exception):
    """Nobody waits for this result any more."""


def one_by_one(job: Job[Order, Held, Result], orders: Sequence[Order], held: Held) -> Calls[Result]:
    """Do the job here, for one order after the other."""
    for order in orders:
        yield (yield from job(order, held))


def at_once(job: Job[Order, Held, Result], orders: Sequence[Order], held: Held, crew: Crew) -> Calls[Result]:
    """Do the job in the processes of a crew that holds ``held``; it ends when the generator does.

    Raises TrainingFailed where one of the processes was ended from outside.
    """
    with crew(held) as executor:
        pending: set[Future[Result]] = set()

        def submit(left: Event) -> None:
            _submit(job, orders, executor, pending, left)

        try:
            # the first orders start the processes, which takes longer than a yield may wait
            with closing(aside("", submit)) as starting:
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


def shares(training: Work[Result]) -> Shares[Result]:
    """Run trainings, fold after fold, and yield their share done in place of their records."""
    begun, share = Begun(1, 1, 1, 0.0, 0), 0.0
    try:
        while True:
            record = next(training)
            if isinstance(record, Begun):
                begun = record
            elif isinstance(record, Step):
                share = (begun.fold - 1 + record.step / begun.steps) / begun.folds
            yield share
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    finally:
        training.close()


def _submit(
    job: Job[Order, Held, Result],
    orders: Sequence[Order],
    executor: Executor,
    pending: set[Future[Result]],
    left: Event,
) -> None:
    for order in orders:
        if left.is_set():
            return
        pending.add(executor.submit(_in_process, job, order))


def _in_process(job: Job[Order, Held, Result], order: Order) -> Result:
    """In a process of a crew: do the job; Abandoned as soon as nobody waits for it."""
    work = job(order, cast(Held, received()))
    while not LEFT.is_set():
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
    raise Abandoned
