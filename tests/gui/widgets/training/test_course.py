"""The course is the same whether it was watched live, read late in one piece, or from the fit."""

import math

import numpy as np

from clinnet_gui.core.training.records import Begun, Spike, SpikeKind, Step, Validated
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import Progress, drain
from clinnet_gui.gui.widgets.training.course import Course, course_of
from tests import builders


def test_live_late_and_reopened_courses_agree() -> None:
    records: list[object] = []
    dataset, split = builders.dataset(), builders.split()
    trained = drain(train(dataset, split, builders.small()), records.append)
    live, late, reopened = Course(), Course(), course_of(trained.fit, trained.fit.folds[0])
    for record in records:
        live.extend([record])
    late.extend(records)
    for course in (late, reopened):
        np.testing.assert_array_equal(course.loss.values, live.loss.values)
        np.testing.assert_array_equal(course.norm.values, live.norm.values)
        assert course.looks == live.looks
        assert course.best == live.best and course.best is not None
        assert course.best_epoch == live.best_epoch
        assert (course.epoch, course.epochs) == (live.epoch, live.epochs)
        assert (course.planned_steps, course.steps_per_epoch) == (live.planned_steps, live.steps_per_epoch)
        assert math.isclose(course.null_loss, live.null_loss)
        assert course.parameters == live.parameters > 0
        assert [spike.step for spike in course.spikes] == [spike.step for spike in live.spikes]


def test_a_step_that_stood_out_twice_is_flagged_once() -> None:
    course = Course()
    spikes = [Spike(7, 1, kind, 9.0, 1.0, 8.0, (1,)) for kind in (SpikeKind.GRADIENT, SpikeKind.LOSS)]
    course.extend([Begun(100, 10, 10, 0.5, 42), Progress("x"), *spikes])
    assert course.flagged == (7,) and course.empty


def test_what_is_not_finite_stays_in_the_trace_and_out_of_the_curve() -> None:
    course = Course()
    course.extend([Step(1, 1, 0.5, 1.0, 1e-3), Step(2, 1, math.nan, math.inf, 1e-3)])
    course.extend([Validated(2, 1, 0.5, 0.6, 2, 1, 0.6)])
    assert math.isnan(course.loss.at(2)) and math.isinf(course.norm.at(2))
    assert course.loss.buckets.envelope()[1].tolist() == [0.5]
    assert course.best is not None and course.best.loss == 0.6
