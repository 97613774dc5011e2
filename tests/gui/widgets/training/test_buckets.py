"""Buckets keep every extreme, lose no step, and do not care how the steps arrive."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clinnet_gui.gui.widgets.training.buckets import Buckets
from clinnet_gui.gui.widgets.training.trace import Trace

values = st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), max_size=400)


def _filled(series: list[np.ndarray], capacity: int = 16) -> Buckets:
    buckets = Buckets(capacity=capacity)
    for part in series:
        buckets.extend(part)
    return buckets


@given(values, st.integers(1, 50))
def test_it_makes_no_difference_in_what_portions_steps_arrive(series: list[float], portion: int) -> None:
    whole = np.array(series)
    parts = [whole[i : i + portion] for i in range(0, whole.size, portion)]
    at_once, bit_by_bit = _filled([whole]), _filled(parts)
    assert at_once.width == bit_by_bit.width
    for a, b in zip(at_once.envelope(), bit_by_bit.envelope(), strict=True):
        np.testing.assert_array_equal(a, b)


@given(values)
def test_extremes_survive_and_nothing_that_is_not_finite_is_drawn(series: list[float]) -> None:
    array = np.array(series)
    steps, drawn = _filled([array]).envelope()
    finite = array[np.isfinite(array)]
    assert np.isfinite(drawn).all() and steps.size == drawn.size <= 32
    assert drawn.size == 0 if not finite.size else (drawn.min(), drawn.max()) == (finite.min(), finite.max())


def test_a_spike_of_one_step_among_half_a_million_is_still_there() -> None:
    series = np.ones(500_000)
    series[123_456] = 77.0
    buckets = Buckets()
    buckets.extend(series)
    steps, drawn = buckets.envelope()
    assert drawn.max() == 77.0 and drawn.size <= 1100
    assert abs(steps[drawn.argmax()] - 123_457) <= buckets.width


def test_short_courses_are_drawn_step_by_step() -> None:
    steps, drawn = _filled([np.array([3.0, np.nan, 5.0])]).envelope()
    assert steps.tolist() == [1.0, 3.0] and drawn.tolist() == [3.0, 5.0]


def test_smoothing_is_the_exponential_average_and_keeps_its_shape_when_buckets_widen() -> None:
    series = np.linspace(2.0, 1.0, 4096)
    expected, total, weight = [], 0.0, 0.0
    for value in series:
        total, weight = total + (value - total) / 200, weight + (1 - weight) / 200
        expected.append(total / weight)
    for capacity in (4096, 64):
        steps, smooth = _filled([series], capacity).smooth(200)
        np.testing.assert_allclose(smooth, np.interp(steps, np.arange(1, 4097), expected), atol=0.01)


def test_a_geometric_mean_is_not_moved_by_one_outlier_as_a_mean_would_be() -> None:
    series = np.ones(64)
    series[40] = 1e6
    buckets = Buckets(geometric=True, capacity=4)
    buckets.extend(series)
    assert buckets.smooth(1)[1].max() < 3.0
    buckets.extend(np.zeros(1))
    assert np.isfinite(buckets.smooth(1)[1]).all()


def test_an_empty_course_has_nothing_to_draw() -> None:
    buckets = Buckets()
    assert buckets.envelope()[0].size == 0 and buckets.smooth(10)[1].size == 0
    assert np.isnan(buckets.middle()).all() and np.isnan(buckets.extent()).all()


def test_a_trace_keeps_every_number_for_export() -> None:
    trace = Trace()
    series = np.random.default_rng(1).normal(size=5000)
    for part in np.array_split(series, 17):
        trace.extend(part)
    np.testing.assert_array_equal(trace.values, series)
    assert trace.at(1) == series[0] and np.isnan(trace.at(0)) and np.isnan(trace.at(5001))
