"""The courses of a training, one a fold: a split without folds has one."""

from __future__ import annotations

from collections.abc import Iterable

from clinnet_gui.core.training.fit import Fit
from clinnet_gui.core.training.records import Begun, Repaired, Spike
from clinnet_gui.gui.widgets.training.course import Course, course_of


class Folds:
    """Grown from records: each Begun opens the next course. There is always one, perhaps empty."""

    def __init__(self, courses: Iterable[Course] = (), planned: int = 1) -> None:
        self.courses = list(courses) or [Course()]
        self.planned = planned

    @property
    def running(self) -> Course:
        """The course that grows, or the last one that did."""
        return self.courses[-1]

    @property
    def many(self) -> bool:
        """Whether the training goes fold by fold."""
        return self.planned > 1

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return self.courses[0].empty

    @property
    def steps(self) -> int:
        """How many steps were made in all."""
        return sum(course.step for course in self.courses)

    @property
    def steps_left(self) -> int:
        """How many steps are still planned; early stopping may leave many of them out."""
        planned = self.running.planned_steps
        return max(0, planned - self.running.step) + planned * (self.planned - len(self.courses))

    @property
    def share(self) -> float:
        """The share (0..1) of the folds done, that of the running one by its steps."""
        running = min(1.0, self.running.step / max(1, self.running.planned_steps))
        return (len(self.courses) - 1 + running) / self.planned

    @property
    def events(self) -> list[Spike | Repaired]:
        """All that stood out and was repaired, fold after fold."""
        return [event for course in self.courses for event in course.events]

    def extend(self, records: Iterable[object]) -> None:
        """Add what training yielded; records of other kinds are passed over."""
        gathered: list[object] = []
        for record in records:
            if isinstance(record, Begun):
                self.planned = record.folds
                self.running.extend(gathered)
                gathered = []
                if self.running.planned_steps:
                    self.courses.append(Course())
            gathered.append(record)
        self.running.extend(gathered)


def folds_of(fit: Fit) -> Folds:
    """Return the courses of a fit that was trained earlier."""
    return Folds((course_of(fit, fold) for fold in fit.folds), len(fit.folds))
