"""Wilson's interval agrees with scipy, stays in 0..1 and holds its proportion."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.statistics.proportions import wilson, wilson_of


@settings(deadline=None)
@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_lies_in_the_unit_and_around_the_share(counts: tuple[int, int]) -> None:
    k, n = counts
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1


@pytest.mark.parametrize("k, n", [(0, 7), (3, 10), (7, 7), (431, 5000)])
def test_it_agrees_with_scipy(k: int, n: int) -> None:
    from scipy.stats import binomtest

    expected = binomtest(k, n).proportion_ci(method="wilson")
    np.testing.assert_allclose(wilson(k, n), (expected.low, expected.high), atol=1e-12)
    assert wilson_of(k, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_no_trials_give_no_interval() -> None:
    low, high = wilson(np.array([0, 1]), np.array([0, 2]))
    assert np.isnan([low[0], high[0]]).all()
    assert np.isfinite([low[1], high[1]]).all()


def test_of_nobody_one_share_has_no_interval() -> None:
    assert all(math.isnan(bound) for bound in wilson_of(0, 0))
    assert wilson_of(0, 7)[0] == 0 and wilson_of(7, 7)[1] == 1
