"""What the tests of the executor let its processes do."""

import os
from pathlib import Path

from clinnet_gui.core.training.calls import Shares
from clinnet_gui.core.training.executor import LEFT


def wait_to_be_left() -> bool:
    """Return whether the process was told, within a minute, that nobody waits for it."""
    return LEFT.wait(60.0)


class Deadly:
    """Ends the process that receives it."""

    def __reduce__(self) -> tuple[object, ...]:
        """Have it made anew by an exit."""
        return os._exit, (1,)


def end(order: int, held: object) -> Shares[int]:
    """Die, as a process does that the system ends when memory runs out."""
    yield 0.0
    os._exit(1)


def end_once(order: int, marks: Path) -> Shares[int]:
    """Return ten times the order; die at the first attempt of order 2, and at every one from 100 on."""
    yield 0.0
    mark = marks / f"tried-{order}"
    if order >= 100 or (order == 2 and not mark.exists()):
        mark.touch()
        os._exit(1)
    return 10 * order
