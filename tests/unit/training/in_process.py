"""What the tests of the executor let its processes do."""

import os

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
