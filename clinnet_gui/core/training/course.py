"""The course of a training as it grows: steps, looks, spikes, and which look was the best."""

import math
from dataclasses import dataclass, field

import numpy as np

from clinnet_gui.core.arrays import Floats, read_only
from clinnet_gui.core.training.fit import History
from clinnet_gui.core.training.plan import Plan
from clinnet_gui.core.training.records import Repaired, Spike, Validated


@dataclass(slots=True, eq=False)
class Course:
    """What a History is made of. ``null_loss`` is that of the prevalence, on the early-stop rows."""

    plan: Plan
    null_loss: float
    loss: list[float] = field(default_factory=list)
    norm: list[float] = field(default_factory=list)
    looks: list[Validated] = field(default_factory=list)
    spikes: list[Spike] = field(default_factory=list)
    repairs: list[Repaired] = field(default_factory=list)
    best: Validated | None = None

    @property
    def steps(self) -> int:
        """How many steps were made."""
        return len(self.loss)

    @property
    def is_best(self) -> bool:
        """Whether the last look was the best so far."""
        return bool(self.looks) and self.looks[-1] is self.best

    @property
    def waited(self) -> int:
        """Steps since the best look; 0 while there was none with a finite loss."""
        return 0 if self.best is None else self.steps - self.best.step

    def look(self, loss: float) -> Validated:
        """Enter a look at the early-stop rows that found this ``loss``."""
        step, best = self.steps, self.best
        epoch, train_loss = self.plan.epoch(max(step, 1)), self._recent_loss()
        if math.isfinite(loss) and (best is None or loss < best.validation_loss):
            best = self.best = Validated(step, epoch, train_loss, loss, step, epoch, loss)
            self.looks.append(best)
            return best
        found = (best.step, best.epoch, best.validation_loss) if best else (0, 0, math.nan)
        self.looks.append(Validated(step, epoch, train_loss, loss, *found))
        return self.looks[-1]

    def _recent_loss(self) -> float:
        """The mean batch loss since the last look."""
        since = self.looks[-1].step if self.looks else 0
        recent = [value for value in self.loss[since:] if math.isfinite(value)]
        return float(np.mean(recent)) if recent else math.nan

    def history(self) -> History:
        """Return the course as a value; there has been a best look."""
        assert self.best is not None, "a training without a finite look has no history"
        epochs = np.arange(self.steps) // self.plan.steps_per_epoch + 1
        return History(
            loss=_floats(self.loss),
            gradient_norm=_floats(self.norm),
            epoch=read_only(epochs),
            validation_step=read_only(np.array([look.step for look in self.looks], np.int64)),
            train_loss=_floats([look.train_loss for look in self.looks]),
            validation_loss=_floats([look.validation_loss for look in self.looks]),
            spikes=tuple(self.spikes),
            null_loss=self.null_loss,
            best_step=self.best.step,
            best_epoch=self.best.epoch,
            steps_per_epoch=self.plan.steps_per_epoch,
            repairs=tuple(self.repairs),
        )


def _floats(values: list[float]) -> Floats:
    return read_only(np.array(values, dtype=np.float64))
