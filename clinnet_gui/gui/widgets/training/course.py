"""The course of one network's training as the views draw it, grown from records or taken from a fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.training.fit import Fit, Fold
from clinnet_gui.core.training.records import Begun, Remedy, Repaired, Spike, Step, Validated
from clinnet_gui.gui.widgets.training.trace import Trace


@dataclass(frozen=True, slots=True)
class Look:
    """A look at the early-stop rows: after how many steps, and their loss."""

    step: int
    loss: float


class Course:
    """Loss and gradient norm of each step, looks at the rows held out, what stood out and was repaired.

    It only grows: a new training, or the next fold, is a new course. A repair puts weights back
    and lets the steps go on.
    """

    def __init__(self) -> None:
        self.loss = Trace()
        self.norm = Trace(geometric=True)
        self.looks: list[Look] = []
        self.events: list[Spike | Repaired] = []
        self.fold = 1
        self.null_loss = float("nan")
        self.planned_steps = 0
        self.steps_per_epoch = 1
        self.epochs = 0
        self.parameters = 0
        self.epoch = 0
        self.learning_rate = float("nan")
        self.best: Look | None = None
        self.best_epoch = 0

    @property
    def step(self) -> int:
        """How many steps were done."""
        return self.loss.size

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return self.step == 0

    @property
    def spikes(self) -> list[Spike]:
        """What stood out, in the order in which it came."""
        return [event for event in self.events if isinstance(event, Spike)]

    @property
    def repairs(self) -> list[Repaired]:
        """What was repaired, in the order in which it was."""
        return [event for event in self.events if isinstance(event, Repaired)]

    @property
    def flagged(self) -> tuple[int, ...]:
        """The steps that stood out, ascending, each once."""
        return tuple(sorted({spike.step for spike in self.spikes}))

    def blank(self) -> Course:
        """Return a course of the same plan without a step: axes, and nothing drawn on them."""
        made = Course()
        made.null_loss, made.planned_steps = self.null_loss, self.planned_steps
        made.steps_per_epoch, made.epochs = self.steps_per_epoch, self.epochs
        made.parameters, made.fold = self.parameters, self.fold
        return made

    def extend(self, records: Iterable[object]) -> None:
        """Add what training yielded; records of other kinds are passed over."""
        steps: list[Step] = []
        for record in records:
            if isinstance(record, Step):
                steps.append(record)
            elif isinstance(record, Validated):
                self._add_look(record)
            elif isinstance(record, Spike | Repaired):
                self._add_event(record)
            elif isinstance(record, Begun):
                self._begin(record)
        if steps:
            self._add_steps(steps)

    def _add_event(self, event: Spike | Repaired) -> None:
        """A repair that came too late has no remedy and changed nothing."""
        if isinstance(event, Spike) or event.remedy is not Remedy.NONE:
            self.events.append(event)

    def _begin(self, begun: Begun) -> None:
        self.null_loss, self.fold = begun.null_loss, begun.fold
        self.planned_steps = begun.steps
        self.steps_per_epoch = max(1, begun.steps_per_epoch)
        self.epochs = begun.epochs
        self.parameters = begun.parameters

    def _add_steps(self, steps: list[Step]) -> None:
        self.loss.extend(np.array([step.loss for step in steps]))
        self.norm.extend(np.array([step.gradient_norm for step in steps]))
        self.epoch, self.learning_rate = steps[-1].epoch, steps[-1].learning_rate

    def _add_look(self, look: Validated) -> None:
        self.looks.append(Look(look.step, look.validation_loss))
        self.best = Look(look.best_step, look.best_loss)
        self.best_epoch = look.best_epoch


def course_of(fit: Fit, fold: Fold) -> Course:
    """Return the course of one network of a fit that was trained earlier."""
    history, course = fold.history, Course()
    course.fold = 1 + fit.folds.index(fold)
    course.loss.extend(history.loss)
    course.norm.extend(history.gradient_norm)
    pairs = zip(history.validation_step.tolist(), history.validation_loss.tolist(), strict=True)
    course.looks = [Look(step, loss) for step, loss in pairs]
    course.events = sorted([*history.spikes, *history.repairs], key=lambda event: event.step)
    course.null_loss = history.null_loss
    course.steps_per_epoch = max(1, history.steps_per_epoch)
    course.epochs = fit.spec.epochs
    course.planned_steps = fit.spec.epochs * course.steps_per_epoch
    course.parameters = parameter_count(fit.spec, fold.encoder.inputs)
    course.learning_rate = fit.spec.learning_rate
    course.epoch = int(history.epoch[-1]) if history.epoch.size else 0
    course.best_epoch = history.best_epoch
    course.best = next((look for look in course.looks if look.step == history.best_step), None)
    return course
