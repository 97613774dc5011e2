"""Exhausted memory as an error that says what to do, instead of a crash."""

from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.work import Result, Work

_SIGNS = ("can't allocate memory", "not enough memory", "out of memory")


def within_memory(work: Work[Result]) -> Work[Result]:
    """Run ``work``; where memory runs out raise TrainingFailed (OUT_OF_MEMORY).

    numpy raises MemoryError, torch a RuntimeError of which only the text tells; any other
    RuntimeError is a bug and goes on.
    """
    try:
        return (yield from work)
    except MemoryError:
        raise _exhausted() from None
    except RuntimeError as error:
        if any(sign in str(error).lower() for sign in _SIGNS):
            raise _exhausted() from None
        raise


def _exhausted() -> TrainingFailed:
    return TrainingFailed(
        "This computer's memory is not enough for this training; the study is as it was.",
        "Close other programs, make the layers narrower, switch off Quality, or use fewer columns.",
        "OUT_OF_MEMORY",
    )
