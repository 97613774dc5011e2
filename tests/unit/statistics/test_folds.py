"""Folds keep patients together, and are as even as can be."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.statistics.folds import folds


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
