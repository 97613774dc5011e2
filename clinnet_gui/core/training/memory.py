"""Exhausted memory, or a device that failed, as an error that says what to do instead of a crash."""

from collections.abc import Generator
from typing import TypeVar

from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.training.device import failure_of_device

Record = TypeVar("Record")
Result = TypeVar("Result")

_SIGNS = ("can't allocate memory", "not enough memory", "out of memory")


def within_memory(work: Generator[Record, None, Result]) -> Generator[Record, None, Result]:
    """Run ``work``; where memory runs out raise TrainingFailed (OUT_OF_MEMORY), and where a graphics
    processor's does or it fails, the one that ``failure_of_device`` returns.

    numpy raises MemoryError, torch a RuntimeError of which only the text tells; any other
    RuntimeError is a bug and goes on.
    """
    try:
        return (yield from work)
    except MemoryError:
        failed = _exhausted()
    except RuntimeError as error:
        told = failure_of_device(error)
        if told is None and not any(sign in str(error).lower() for sign in _SIGNS):
            raise
        failed = told or _exhausted()
    raise failed  # out here the first error is gone, and with it the memory that its frames held


def _exhausted() -> TrainingFailed:
    return TrainingFailed(
        "This computer's memory is not enough for this training; the study is as it was.",
        "Close other programs, make the layers narrower, switch off Quality, or use fewer columns.",
        "OUT_OF_MEMORY",
    )
