"""The course of a training as the views draw it, grown from records or taken from a fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.training.fit import Fit
from clinnet_gui.core.training.records import Begun, Spike, Step, Validated
from clinnet_gui.gui.widgets.training.trace import Trace


@dataclass(frozen=True, slots=True)
class Look:
    """A look at the early-stop rows: after how many steps, and their loss."""

    step: int
    loss: float


class Course:
    """Loss and gradient norm of each step, looks at the early-stop rows, steps that stood out.

    It only grows: a new training is a new course.
    """

    def __init__(self) -> None:
        self.loss = Trace()
        self.norm = Trace(geometric=True)
        self.looks: list[Look] = []
        self.spikes: list[Spike] = []
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
    def flagged(self) -> tuple[int, ...]:
        """The steps that stood out, ascending, each once."""
        return tuple(sorted({spike.step for spike in self.spikes}))

    def extend(self, records: Iterable[object]) -> None:
        """Add what training yielded; records of other kinds are passed over."""
        steps: list[Step] = []
        for record in records:
            if isinstance(record, Step):
                steps.append(record)
            elif isinstance(record, Validated):
                self._add_look(record)
            elif isinstance(record, Spike):
                self.spikes.append(record)
            elif isinstance(record, Begun):
                self._begin(record)
        if steps:
            self._add_steps(steps)

    def _begin(self, begun: Begun) -> None:
        self.null_loss = begun.null_loss
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


def course_of(fit: Fit) -> Course:
    """Return the course of a fit that was trained earlier."""
    history, course = fit.folds[-1].history, Course()
    course.loss.extend(history.loss)
    course.norm.extend(history.gradient_norm)
    pairs = zip(history.validation_step.tolist(), history.validation_loss.tolist(), strict=True)
    course.looks = [Look(step, loss) for step, loss in pairs]
    course.spikes = list(history.spikes)
    course.null_loss = history.null_loss
    course.steps_per_epoch = max(1, history.steps_per_epoch)
    course.epochs = fit.spec.epochs
    course.planned_steps = fit.spec.epochs * course.steps_per_epoch
    course.parameters = parameter_count(fit.spec, fit.encoder.inputs)
    course.learning_rate = fit.spec.learning_rate
    course.epoch = int(history.epoch[-1]) if history.epoch.size else 0
    course.best_epoch = history.best_epoch
    course.best = next((look for look in course.looks if look.step == history.best_step), None)
    return course
