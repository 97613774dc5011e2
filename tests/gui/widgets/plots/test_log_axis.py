"""Ticks of a logarithmic axis are round numbers, some but not many, inside the range."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clinnet_gui.gui.widgets.plots.log_axis import ticks, to_log
from clinnet_gui.gui.widgets.training.course import Course
from clinnet_gui.gui.widgets.training.live_range import padded, reach, span_of


@given(st.floats(-12, 6), st.floats(0.01, 15), st.integers(3, 12))
def test_ticks_are_inside_few_and_round(low: float, height: float, most: int) -> None:
    high = low + height
    found = ticks(low, high, most)
    assert found and len(found) <= most + 1
    assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in found)
    for tick in found:
        mantissa = 10 ** (tick - math.floor(tick))
        assert math.isclose(mantissa, round(mantissa, 4), rel_tol=1e-6)


def test_a_narrow_range_still_has_ticks_at_round_numbers() -> None:
    found = [round(10**t, 3) for t in ticks(math.log10(0.28), math.log10(1.25), 5)]
    assert found == [0.4, 0.6, 0.8, 1.0, 1.2]


def test_what_has_no_logarithm_is_drawn_far_below() -> None:
    assert to_log(np.array([0.0, -1.0, 10.0])).tolist() == [-12.0, -12.0, 1.0]
    assert np.isnan(to_log(np.array([np.nan]))).all()


def test_the_shown_steps_double_until_the_plan_is_full() -> None:
    course = Course()
    course.planned_steps, course.steps_per_epoch = 3000, 50
    seen = []
    for _ in range(300):
        course.loss.extend(np.ones(10))
        seen.append(reach(course)[1])
    assert sorted(set(seen)) == [250.0, 500.0, 1000.0, 2000.0, 3000.0]
    assert all(bound >= 10 * (i + 1) for i, bound in enumerate(seen))


def test_a_range_is_never_flat_or_without_numbers() -> None:
    assert span_of(np.array([np.nan, np.inf])) == (0.0, 1.0)
    low, high = padded(2.0, 2.0)
    assert low < 2.0 < high
