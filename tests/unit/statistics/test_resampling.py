"""Folds keep patients together; the bootstrap of a mean has the spread of a mean."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.statistics.resampling import bootstrap_means, folds
from clinnet_gui.core.work import drain


@settings(deadline=None)
@given(st.integers(10, 200), st.integers(1, 4), st.integers(0, 5))
def test_a_patient_stands_in_one_fold(n: int, visits: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    patients = rng.permutation(np.arange(n) // visits)
    y = (rng.random(n) < 0.3).astype(np.int8)
    fold = folds(y, patients, 5, seed)
    for patient in np.unique(patients):
        assert np.unique(fold[patients == patient]).size == 1


def test_folds_share_events_and_rows_evenly() -> None:
    y = np.zeros(103, np.int8)
    y[:23] = 1
    fold = folds(y, np.arange(103), 5, 0)
    assert np.ptp(np.bincount(fold)) <= 1
    assert np.ptp(np.bincount(fold, weights=y)) <= 1


def test_the_same_seed_gives_the_same_folds_and_another_others() -> None:
    y = np.tile([0, 1], 50).astype(np.int8)
    same = folds(y, np.arange(100), 5, 7)
    np.testing.assert_array_equal(same, folds(y, np.arange(100), 5, 7))
    assert (same != folds(y, np.arange(100), 5, 8)).any()


def test_bootstrap_means_spread_as_the_mean_does() -> None:
    rng = np.random.default_rng(0)
    y = (rng.random(400) < 0.2).astype(np.int8)
    values = rng.normal(size=(400, 2)) + y[:, None]
    drawn = drain(bootstrap_means(values, y, 2000, 1))
    within = sum((y == k).sum() * values[y == k].var(axis=0) for k in (0, 1)) / 400**2
    assert drawn.shape == (2000, 2)
    np.testing.assert_allclose(drawn.mean(axis=0), values.mean(axis=0), atol=0.01)
    np.testing.assert_allclose(drawn.std(axis=0), np.sqrt(within), rtol=0.06)


def test_the_bootstrap_says_how_far_it_is() -> None:
    shares: list[object] = []
    y = np.tile([0, 1], 5000).astype(np.int8)
    drain(bootstrap_means(np.ones(10_000), y, 100, 0), shares.append)
    assert len(shares) > 2
    assert shares[-1] == pytest.approx(1.0)
