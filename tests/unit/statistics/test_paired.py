"""The paired bootstrap: patients are what is drawn, columns are drawn together."""

import numpy as np
import pytest

from clinnet_gui.core.statistics.paired import TIMES, Interval, interval, resampled_means
from clinnet_gui.core.work import drain


def means(values: np.ndarray, patients: np.ndarray, seed: int = 1) -> np.ndarray:
    return drain(resampled_means(values, patients, seed))


def test_the_interval_of_independent_rows_is_that_of_theory() -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(0.1, 1.0, (2_000, 1))
    found = interval(values, means(values, np.arange(2_000))[:, 0])
    error = values.std(ddof=1) / np.sqrt(2_000)
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(found.value - 1.96 * error, abs=0.15 * error)
    assert found.high == pytest.approx(found.value + 1.96 * error, abs=0.15 * error)


def test_rows_of_a_patient_count_as_one() -> None:
    """Each patient's value nine times over: the interval must not shrink by a third."""
    rng = np.random.default_rng(4)
    values = rng.normal(0.0, 1.0, (300, 1))
    once = means(values, np.arange(300))[:, 0]
    often = means(np.repeat(values, 9, axis=0), np.repeat(np.arange(300), 9))[:, 0]
    assert often == pytest.approx(once)
    naive = means(np.repeat(values, 9, axis=0), np.arange(2_700))[:, 0]
    assert naive.std() == pytest.approx(once.std() / 3, rel=0.15)


def test_patients_with_more_rows_weigh_more() -> None:
    values = np.array([[0.0], [1.0], [1.0], [1.0]])
    drawn = means(values, np.array([5, 9, 9, 9]))[:, 0]
    assert set(np.unique(drawn)) == {0.0, 0.75, 1.0}


def test_columns_are_drawn_together() -> None:
    rng = np.random.default_rng(5)
    noise = rng.normal(0.0, 5.0, 500)
    drawn = means(np.column_stack([noise, noise + 0.1]), np.arange(500))
    assert drawn.shape == (TIMES, 2)
    assert drawn[:, 1] - drawn[:, 0] == pytest.approx(np.full(TIMES, 0.1))


def test_the_same_seed_draws_the_same() -> None:
    values = np.random.default_rng(6).normal(size=(40, 2))
    assert np.array_equal(means(values, np.arange(40)), means(values, np.arange(40)))
    assert not np.array_equal(means(values, np.arange(40)), means(values, np.arange(40), seed=2))


def test_many_rows_are_drawn_in_portions() -> None:
    shares: list[object] = []
    values = np.zeros((50_000, 1))
    drain(resampled_means(values, np.arange(50_000), 1, times=40), shares.append)
    assert len(shares) == 10 and shares[-1] == 1.0


def test_an_interval_knows_its_side_of_zero() -> None:
    assert Interval(-1, -2, -0.1).below_zero and not Interval(-1, -2, 0.1).below_zero
    assert Interval(1, 0.1, 2).above_zero and not Interval(1, 0.0, 2).above_zero
