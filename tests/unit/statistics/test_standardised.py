"""Standardised differences against their definitions, written out in other words."""

import math

import numpy as np
import pytest

from clinnet_gui.core.statistics.standardised import level_difference, mean_difference

NAN = math.nan


def test_numbers_against_the_definition_in_one_line() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(3, 2, 200), rng.normal(4, 1, 90)
    with_gaps = np.where(rng.random(200) < 0.2, NAN, a)
    for first in (a, with_gaps):
        known = first[np.isfinite(first)]
        expected = (b.mean() - known.mean()) / math.sqrt((np.cov(known) + np.cov(b)) / 2)
        assert mean_difference(first, b) == pytest.approx(expected)
        assert mean_difference(b, first) == pytest.approx(-expected)


def test_a_change_of_unit_changes_nothing() -> None:
    rng = np.random.default_rng(2)
    a, b = rng.normal(3, 2, 50), rng.normal(4, 1, 50)
    assert mean_difference(88.4 * a - 5, 88.4 * b - 5) == pytest.approx(mean_difference(a, b))


def test_a_zero_and_one_number_and_its_two_levels_agree() -> None:
    """A number of 0 and 1 has variance p(1-p), but for n - 1."""
    a, b = np.repeat([0.0, 1.0], [600, 400]), np.repeat([0.0, 1.0], [700, 300])
    of_levels = level_difference(np.array([600, 400]), np.array([700, 300]))
    assert of_levels == pytest.approx(abs(mean_difference(a, b)), rel=1e-3)


def test_many_levels_against_the_quadratic_form_written_out() -> None:
    first, second = np.array([40, 30, 20, 10]), np.array([10, 30, 30, 50])
    p, q = first / 100, second / 120
    s = np.zeros((3, 3))
    for k in range(3):
        for m in range(3):
            one = p[k] * (1 - p[k]) if k == m else -p[k] * p[m]
            two = q[k] * (1 - q[k]) if k == m else -q[k] * q[m]
            s[k, m] = (one + two) / 2
    apart = (p - q)[:3]
    expected = math.sqrt(apart @ np.linalg.inv(s) @ apart)
    assert level_difference(first, second) == pytest.approx(expected)
    order = [2, 0, 3, 1]  # which level is left out does not matter
    assert level_difference(first[order], second[order]) == pytest.approx(expected)


def test_edges() -> None:
    same = np.array([2.0, 2.0, 2.0])
    assert mean_difference(same, same) == 0
    assert mean_difference(same, same + 1) == math.inf
    assert mean_difference(same + 1, same) == -math.inf
    assert math.isnan(mean_difference(same[:1], same))
    assert math.isnan(mean_difference(np.array([NAN, NAN, 1.0]), same))
    assert level_difference(np.array([5, 0]), np.array([9, 0])) == 0
    assert level_difference(np.array([5, 0]), np.array([0, 9])) == math.inf
    assert math.isnan(level_difference(np.array([0, 0]), np.array([0, 9])))
    assert level_difference(np.array([5, 5, 0]), np.array([5, 5, 0])) == pytest.approx(0, abs=1e-9)
    assert math.isfinite(level_difference(np.array([5, 0, 5]), np.array([0, 5, 5])))
