"""The design effect: against variances written out over patients, and where its answer is known."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student_t

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.statistics.design_effect import Spread, settled, student
from clinnet_gui.core.statistics.proportions import Z95


def spread(counts: Ints) -> Spread:
    """The Spread of these counts [patients, kinds]."""
    return Spread(
        counts.sum(axis=0).tolist(),
        (counts > 0).sum(axis=0).tolist(),
        (counts.T @ counts).tolist(),
        len(counts),
    )


def drawn(patients: int, seed: int, most: int = 6) -> Ints:
    return np.random.default_rng(seed).integers(0, most, (patients, 4))


@pytest.mark.parametrize("freedom", [9, 15, 40, 1000])
def test_students_t(freedom: int) -> None:
    assert student(freedom) == pytest.approx(student_t.ppf(0.975, freedom), abs=3e-4)


@given(st.integers(0, 2**32 - 1))
def test_a_share_has_the_linearised_variance_of_its_ratio_over_patients(seed: int) -> None:
    counts = drawn(40, seed)
    a, b = counts[:, 0], counts[:, 0] + counts[:, 2]
    share = a.sum() / b.sum()
    variance = 40 / 39 * ((a - share * b) ** 2).sum() / b.sum() ** 2
    found = variance / (share * (1 - share) / b.sum())
    having = max((counts[:, 0] > 0).sum(), (counts[:, 2] > 0).sum())
    t2 = (student_t.ppf(0.975, having - 1) / Z95) ** 2
    expected = max(1.0, found * 39 / 40 * having / (having - 1) * t2)
    worst = (b**2).sum() / b.sum()
    effect = spread(counts).effect((0,), (2,))
    assert effect == pytest.approx(min(expected, max(worst, found * 39 / 40)), rel=1e-3)


@given(st.integers(0, 2**32 - 1))
def test_a_ratio_has_the_variance_of_its_logarithm_by_the_jackknife(seed: int) -> None:
    counts = drawn(400, seed)
    whole, kept = counts.sum(axis=0), counts.sum(axis=0) - counts
    logs = np.log((kept[:, 0] / (kept[:, 0] + kept[:, 2])) / (kept[:, 1] / (kept[:, 1] + kept[:, 3])))
    jackknifed = 399 / 400 * ((logs - logs.mean()) ** 2).sum()
    tp, fp, fn, tn = whole
    alone = 1 / tp - 1 / (tp + fn) + 1 / fp - 1 / (fp + tn)
    effect = spread(counts).ratio_effect((0,), (2,), (1,), (3,))
    assert effect == pytest.approx(max(1.0, jackknifed / alone), rel=0.02)


@given(st.integers(0, 2**32 - 1))
def test_a_mean_has_the_variance_of_a_mean_over_patients(seed: int) -> None:
    counts, worth = drawn(400, seed), np.array([1.0, -0.25, 0.0, 0.0])
    mean = (counts @ worth).sum() / counts.sum()
    variance = ((counts @ worth - mean * counts.sum(axis=1)) ** 2).sum()
    alone = (counts.sum(axis=0) * (worth - mean) ** 2).sum()
    assert spread(counts).mean_effect(worth.tolist()) == pytest.approx(max(1.0, variance / alone), rel=0.02)


@given(st.integers(0, 2**32 - 1))
def test_shares_of_the_same_patients_are_correlated_as_the_jackknife_says(seed: int) -> None:
    counts = drawn(400, seed)
    counts[:, 1] += counts[:, 0]
    kept = counts.sum(axis=0) - counts
    one, two = kept[:, 0] / (kept[:, 0] + kept[:, 2]), kept[:, 1] / (kept[:, 1] + kept[:, 3])
    found = spread(counts).correlation((0,), (2,), (1,), (3,))
    assert found == pytest.approx(np.corrcoef(one, two)[0, 1], abs=0.01)


def test_patients_with_one_row_each_have_no_design_effect() -> None:
    counts = np.eye(4, dtype=np.int64)[np.random.default_rng(1).integers(0, 4, 300)]
    one = spread(counts)
    assert one.effect((0,), (2,)) == pytest.approx(1, abs=1e-9)
    assert one.effect((0, 1), (2, 3)) == pytest.approx(1, abs=1e-9)
    assert one.ratio_effect((0,), (2,), (1,), (3,)) == pytest.approx(1, abs=1e-9)


def test_rows_that_all_agree_count_once_a_patient() -> None:
    counts = 5 * np.eye(4, dtype=np.int64)[np.random.default_rng(1).integers(0, 4, 300)]
    assert spread(counts).effect((0,), (2,)) == pytest.approx(5)
    assert spread(counts).ratio_effect((0,), (2,), (1,), (3,)) == pytest.approx(5)


def test_without_any_variance_all_rows_of_a_patient_count_as_agreeing() -> None:
    counts = np.zeros((50, 4), np.int64)
    counts[:, 0] = 4
    assert spread(counts).effect((0,), (2,)) == 4
    counts[:, 1:] = (1, 0, 1)
    assert spread(counts).ratio_effect((2,), (0,), (1,), (3,)) == 4


def test_a_rare_side_is_mistrusted_by_degrees() -> None:
    """From none to ten patients on the rarer side the effect goes from the worst to the one found."""
    effects = [settled(1.2, 4, 100, rare) for rare in range(12)]
    assert effects[0] == 4 and effects == sorted(effects, reverse=True)
    assert effects[10] == effects[11] == pytest.approx(1.2 * 100 / 99 * (student(99) / Z95) ** 2)


def test_the_effect_is_never_below_one_and_above_the_worst_only_where_found_so() -> None:
    assert settled(0.3, 4, 50, 50) == 1
    assert settled(3.99, 4, 20, 20) == 4
    assert settled(7, 4, 20, 20) == 7


def test_fewer_than_ten_patients_allow_no_interval() -> None:
    counts = drawn(9, 3)
    assert math.isnan(spread(counts).effect((0,), (2,)))
    assert math.isnan(spread(counts).ratio_effect((0,), (2,), (1,), (3,)))
