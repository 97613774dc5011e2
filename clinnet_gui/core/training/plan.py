"""The plan of a training: how many steps, how fast at each, when to look at the early-stop rows."""

import math
from dataclasses import dataclass

from clinnet_gui.core.model.size import steps_per_epoch
from clinnet_gui.core.model.spec import Spec

WARM_UP = 100
"""Steps over which the learning rate rises, or a twentieth of a short training."""

LOOK_AFTER = (50, 200)
"""Least and most steps between two looks at the early-stop rows."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in all and in an epoch, steps between two looks, steps of patience; peak rate."""

    steps: int
    steps_per_epoch: int
    look_every: int
    patience: int
    learning_rate: float

    def rate(self, step: int) -> float:
        """Return the learning rate of ``step`` (from 1): a short rise, then half a cosine to 0.

        Source: Loshchilov and Hutter 2017 (arXiv 1608.03983), without restarts.
        """
        warm = min(WARM_UP, max(1, self.steps // 20))
        rise = min(1.0, step / warm)
        return self.learning_rate * rise * 0.5 * (1 + math.cos(math.pi * (step - 1) / self.steps))

    def epoch(self, step: int) -> int:
        """Return the epoch (from 1) to which ``step`` (from 1) belongs."""
        return (step - 1) // self.steps_per_epoch + 1


def plan(spec: Spec, rows: int) -> Plan:
    """Return the plan for ``rows`` training rows."""
    steps = steps_per_epoch(rows, spec.batch)
    return Plan(
        steps=steps * spec.epochs,
        steps_per_epoch=steps,
        look_every=_look_every(steps),
        patience=steps * spec.patience,
        learning_rate=spec.learning_rate,
    )


def _look_every(steps: int) -> int:
    """Whole epochs where they are short, equal shares of one where they are long."""
    least, most = LOOK_AFTER
    return steps * math.ceil(least / steps) if steps < least else math.ceil(steps / math.ceil(steps / most))
