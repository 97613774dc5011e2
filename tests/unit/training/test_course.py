"""The course: which look was the best, how long ago, and what becomes of looks that are not finite."""

import math

import numpy as np
import pytest

from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.course import Course
from clinnet_gui.core.training.plan import plan


def course(*looks: tuple[list[float], float]) -> Course:
    """A course of (batch losses of the steps before a look, loss that the look found)."""
    made = Course(plan(Spec(hidden=(4,), dropout=0.0, batch=32), 96), null_loss=0.7)
    for losses, found in looks:
        made.loss += losses
        made.norm += [1.0] * len(losses)
        made.look(found)
    return made


def test_nothing_is_waited_for_before_the_first_finite_look() -> None:
    assert (course().best, course().waited, course().is_best) == (None, 0, False)
    broken = course(([1.0, 1.0], math.nan), ([1.0], math.inf))
    assert (broken.best, broken.waited, broken.is_best) == (None, 0, False)
    assert math.isnan(broken.looks[-1].best_loss)


def test_only_a_lower_loss_is_better_and_the_steps_since_it_are_counted() -> None:
    made = course(([1.0, 1.0], 0.6), ([1.0], 0.5), ([1.0, 1.0], 0.5))
    assert made.best is made.looks[1] and made.best.step == 3
    assert not made.is_best and made.waited == 2
    made.look(0.4)
    assert made.is_best and made.waited == 0


def test_a_look_that_is_not_finite_tells_of_the_best_before() -> None:
    last = course(([1.0], 0.5), ([1.0], math.nan)).looks[-1]
    assert (last.step, last.best_step, last.best_loss) == (2, 1, 0.5)


def test_the_training_loss_of_a_look_is_the_mean_since_the_look_before() -> None:
    made = course(([4.0, 2.0], 0.6), ([1.0, math.nan, 3.0], 0.5), ([math.inf], 0.4))
    means = [look.train_loss for look in made.looks]
    assert means[:2] == [3.0, 2.0] and math.isnan(means[2])


def test_a_history_is_the_course_as_read_only_arrays() -> None:
    history = course(([1.0] * 3, 0.6), ([0.5] * 2, 0.7)).history()
    assert history.epoch.tolist() == [1, 1, 1, 2, 2], "three batches an epoch"
    assert history.validation_step.tolist() == [3, 5]
    assert history.validation_loss.tolist() == [0.6, 0.7]
    assert (history.best_step, history.best_epoch, history.null_loss) == (3, 1, 0.7)
    with pytest.raises(ValueError, match="read-only"):
        history.loss[0] = 0
    assert np.isfinite(history.loss).all()
