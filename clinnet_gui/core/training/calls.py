"""The same job for many orders: one after the other here, or many at once in a crew's processes.

Both yield the result of each order when it is there, and in between, often, the share done of the
running one. In processes results come as they are ready, not in the orders' order.
"""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from threading import Event
from typing import TypeVar, cast

from clinnet_gui.core.aside import aside
from clinnet_gui.core.errors import ClinnetError, TrainingFailed
from clinnet_gui.core.model.spec import Device
from clinnet_gui.core.training.executor import LEFT, Crew, received
from clinnet_gui.core.training.memory import within_memory
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


@dataclass(frozen=True, slots=True)
class CutShort:
    """A record: work failed, and returns what it has by then."""

    error: ClinnetError


class Abandoned(Exception):
    """Nobody waits for this result any more."""


def each(
    job: Job[Order, Held, Result], orders: Sequence[Order], held: Held, crew: Crew | None, device: Device
) -> Calls[Result]:
    """Do the job for every order: many at once where there is a crew and the CPU does the sums.

    A graphics processor is one for all: each process would take memory of it, and wait for the others.
    TrainingFailed where the machine does not do it: memory, a device or processes fail.
    """
    if crew is None or device is not Device.CPU:
        return within_memory(one_by_one(job, orders, held))
    return within_memory(at_once(job, orders, held, crew))


def one_by_one(job: Job[Order, Held, Result], orders: Sequence[Order], held: Held) -> Calls[Result]:
    """Do the job here, for one order after the other."""
    for order in orders:
        yield (yield from job(order, held))


def at_once(job: Job[Order, Held, Result], orders: Sequence[Order], held: Held, crew: Crew) -> Calls[Result]:
    """Do the job in the processes of a crew that holds ``held``; it ends when the generator does.

    Where one of the processes is ended from outside, what is not done is begun again with a new crew;
    TrainingFailed (PROCESS_ENDED) where that one brings no result either, or the first one brought none.
    """
    waiting = dict(enumerate(orders))
    while waiting:
        before = len(waiting)
        try:
            yield from _in_a_crew(job, waiting, held, crew)
        except BrokenProcessPool as broken:
            if len(waiting) == before:
                raise TrainingFailed(
                    "A process that trained networks was ended by the system.",
                    "Close other programs, for the memory may have run out, then try again.",
                    "PROCESS_ENDED",
                ) from broken


def _in_a_crew(
    job: Job[Order, Held, Result], waiting: dict[int, Order], held: Held, crew: Crew
) -> Calls[Result]:
    """Do the job for all orders that wait; those that are done wait no more. BrokenProcessPool where a
    process was ended from outside."""
    with crew(held) as executor:
        pending = dict[Future[Result], int]()

        def submit(left: Event) -> None:
            for number, order in tuple(waiting.items()):
                if left.is_set():
                    return
                pending[executor.submit(_in_process, job, order)] = number

        try:
            # the first orders start the processes, which takes longer than a yield may wait
            with closing(aside("", submit)) as starting:
                for _ in starting:
                    yield 0.0
            while pending:
                done, _ = wait(pending, timeout=WAIT, return_when="FIRST_COMPLETED")
                # what was finished before a process ended counts: it comes first
                for future in sorted(done, key=lambda one: one.exception() is not None):
                    result = future.result()
                    del waiting[pending.pop(future)]
                    yield result
                yield 0.0
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


def _in_process(job: Job[Order, Held, Result], order: Order) -> Result:
    """In a process of a crew: do the job; Abandoned as soon as nobody waits for it."""
    work = job(order, cast(Held, received()))
    while not LEFT.is_set():
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
    raise Abandoned
