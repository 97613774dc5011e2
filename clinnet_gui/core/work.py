"""Long work as a generator: every ``yield`` is progress, pause point and cancellation point.

A piece of work is ``def train(...) -> Work[Fit]``. It has three ends: it runs out and
returns its result; ``throw(Finish)`` at a yield asks it to return the best so far (work
that has no partial result lets Finish through, which means cancelled); ``close()`` discards
it. Only the thread that runs a generator throws into it or closes it. It yields at least
every 50 ms.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")

Work = Generator[object, None, Result]
"""Work yields records (``Progress`` or a record of its own kind) and returns a Result."""


class Finish(Exception):
    """Thrown at a yield: stop here and return the best result so far."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work has come.

    ``done`` is a fraction in 0..1, or None where the end is not known; ``text`` says what is
    being done, in the analyst's words.
    """

    text: str
    done: float | None = None


def told(work: Work[Result], text: str) -> Work[Result]:
    """Run work that knows no words and tell its records as Progress: ``text``, with the share done
    where a record is one.

    >>> list(told(iter((0.5,)), "Resampling"))
    [Progress(text='Resampling', done=0.5)]
    """
    while True:
        try:
            record = next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        yield Progress(text, record if isinstance(record, float) else None)


def drain(work: Work[Result], on_record: Callable[[object], None] | None = None) -> Result:
    """Run work to its end, hand each record to ``on_record``, and return the result.

    >>> def count():
    ...     yield Progress("one")
    ...     return 1
    >>> drain(count())
    1
    """
    while True:
        try:
            record = next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        if on_record is not None:
            on_record(record)


def time_left(seconds: float) -> str:
    """Return how long work still takes, in words.

    >>> time_left(20.0), time_left(70.0)
    ('less than a minute left', 'about 1 minute left')
    """
    return f"{duration(seconds)} left"


def duration(seconds: float) -> str:
    """Return roughly how long something takes, in words.

    >>> duration(20.0), duration(170.0), duration(7000.0)
    ('less than a minute', 'about 3 minutes', 'about 2 hours')
    """
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 100:
        return f"about {minutes} minute{'' if minutes == 1 else 's'}"
    return f"about {round(minutes / 60)} hours"
