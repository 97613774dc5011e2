"""Which part of a growing course is shown while it is followed."""

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.gui.widgets.training.course import Course

FIRST_EPOCHS = 5


def reach(course: Course, behind: tuple[Course, ...] = ()) -> tuple[float, float]:
    """Return the steps to show: from 0 to the plan's end or to a bound that doubles, and at least
    as far as the courses behind.

    A course that is still short fills at least half of the plot, and the axis changes only each
    time the steps have doubled.
    """
    longest = max(one.step for one in (course, *behind))
    bound = max(20, FIRST_EPOCHS * course.steps_per_epoch)
    while bound < longest:
        bound *= 2
    return 0.0, float(min(bound, max(course.planned_steps, longest)) or bound)


def span_of(values: Floats) -> tuple[float, float]:
    """Return the least and greatest finite value, 0 and 1 where there is none."""
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)


def padded(low: float, high: float) -> tuple[float, float]:
    """Return the range with a margin, never of height zero.

    >>> padded(1.0, 1.0)
    (0.5, 1.5)
    """
    if high - low < 1e-9 * max(1.0, abs(high)):
        return low - 0.5, high + 0.5
    margin = 0.08 * (high - low)
    return low - margin, high + margin
