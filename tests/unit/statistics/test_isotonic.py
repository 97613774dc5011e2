"""Isotonic regression against scikit-learn, ties included."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from clinnet_gui.core.statistics.isotonic import fit_isotonic

ROWS = st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 1)), min_size=1, max_size=60)


@settings(deadline=None)
@given(ROWS)
def test_it_is_scikit_learns(rows: list[tuple[int, int]]) -> None:
    scores = np.array([float(score) for score, _ in rows])
    y = np.array([label for _, label in rows], np.int8)
    expected = IsotonicRegression().fit_transform(scores, y)
    np.testing.assert_allclose(fit_isotonic(scores, y).at(scores), expected, atol=1e-12)


@settings(deadline=None)
@given(ROWS)
def test_levels_never_fall_and_keep_the_mean(rows: list[tuple[int, int]]) -> None:
    scores = np.array([float(score) for score, _ in rows])
    y = np.array([label for _, label in rows], np.int8)
    steps = fit_isotonic(scores, y)
    assert (np.diff(steps.levels) >= 0).all()
    np.testing.assert_allclose(steps.at(scores).mean(), y.mean(), atol=1e-12)
