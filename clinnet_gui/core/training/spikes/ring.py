"""The ring: moments a few steps apart, and the steps made since, by which these can be made again.

Imports torch: import late.
"""

from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

from torch import Tensor

from clinnet_gui.core.training.spikes.signs import Signs
from clinnet_gui.core.training.stepper import Moment, Stepper

MOMENTS = 3


class Made(NamedTuple):
    """A step as it was made: dataset positions of its rows, its signs, and the layers' modes
    (empty where all were in training mode)."""

    rows: Tensor
    signs: Signs
    modes: tuple[bool, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """The moment before some steps, and these steps; the last is the one that stood out."""

    moment: Moment
    made: tuple[Made, ...]

    @property
    def signs(self) -> tuple[Signs, ...]:
        """The signs of the steps."""
        return tuple(one.signs for one in self.made)


class Ring:
    """Keeps the last moments, ``every`` so many steps, and what was made since the oldest."""

    def __init__(self, stepper: Stepper, every: int) -> None:
        self._stepper, self.every = stepper, every
        self.start(0)

    def start(self, step: int) -> None:
        """Forget all, and begin with the moment after ``step``."""
        self._moments = deque([(step, self._stepper.moment())], maxlen=MOMENTS)
        self._made = deque[Made](maxlen=MOMENTS * self.every)

    def add(self, made: Made) -> None:
        """Enter a step; the moment after it is kept where one is due."""
        self._made.append(made)
        if made.signs.step % self.every == 0:
            self._moments.append((made.signs.step, self._stepper.moment()))

    def window(self, step: int, least: int) -> Window | None:
        """Return the latest moment at least ``least`` steps before the end of ``step``, and the
        steps from there to ``step``; None where the ring does not reach so far."""
        fitting = [kept for kept in self._moments if kept[0] <= step - least] or [
            kept for kept in self._moments if kept[0] < step
        ][:1]
        if not fitting:
            return None
        start, moment = fitting[-1]
        made = tuple(one for one in self._made if start < one.signs.step <= step)
        return Window(moment, made) if len(made) == step - start else None
