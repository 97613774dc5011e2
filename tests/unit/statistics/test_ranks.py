"""AUROC with DeLong's variance, against scikit-learn and against the definition."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.statistics.ranks import area, placements


def rows(n: int, seed: int = 0, decimals: int = 1) -> tuple[Bytes, Floats]:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=n).round(decimals)
    y = (rng.random(n) < 1 / (1 + np.exp(-scores))).astype(np.int8)
    return y, scores


def test_it_agrees_with_scikit_learn_in_the_presence_of_ties() -> None:
    from sklearn.metrics import roc_auc_score

    y, scores = rows(400)
    assert area(y, scores).value == pytest.approx(roc_auc_score(y, scores), abs=1e-12)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(-3, 3)), min_size=2, max_size=40))
def test_placements_are_the_shares_they_are_defined_as(pairs: list[tuple[int, int]]) -> None:
    y = np.array([label for label, _ in pairs], np.int8)
    scores = np.array([float(score) for _, score in pairs])
    if y.min() == y.max():
        return
    placed = placements(y, scores)
    wins = scores[y == 1][:, None] - scores[y == 0][None, :]
    share = (wins > 0) + 0.5 * (wins == 0)
    np.testing.assert_allclose(placed.events, share.mean(axis=1), atol=1e-12)
    np.testing.assert_allclose(placed.others, share.mean(axis=0), atol=1e-12)


def test_the_standard_error_is_that_of_repeated_samples() -> None:
    drawn = [area(*rows(300, seed, 6)) for seed in range(400)]
    spread = np.std([found.value for found in drawn])
    assert np.mean([found.error for found in drawn]) == pytest.approx(spread, rel=0.1)


def test_the_interval_covers_the_truth_in_about_95_of_100_samples() -> None:
    truth = area(*rows(200_000, 99, 6)).value
    drawn = [area(*rows(150, seed, 6)) for seed in range(400)]
    covered = np.mean([found.low <= truth <= found.high for found in drawn])
    assert 0.92 <= covered <= 0.98


@settings(deadline=None)
@given(st.floats(0.1, 5), st.floats(-3, 3))
def test_a_rising_line_changes_nothing(slope: float, intercept: float) -> None:
    y, scores = rows(60)
    assert area(y, intercept + slope * scores).value == pytest.approx(area(y, scores).value, abs=1e-12)


def test_reversed_scores_are_not_flipped_back() -> None:
    y, scores = rows(300)
    assert area(y, -scores).value == pytest.approx(1 - area(y, scores).value)
    assert area(y, -scores).value < 0.5


def test_one_class_is_not_estimable() -> None:
    assert math.isnan(area(np.ones(5, np.int8), np.arange(5.0)).value)


@pytest.mark.parametrize("scores, value", [([0.0, 0.0, 1.0, 1.0], 1.0), ([0.5, 0.5, 0.5, 0.5], 0.5)])
def test_perfect_and_equal_scores_have_a_value_and_no_interval(scores: list[float], value: float) -> None:
    found = area(np.array([0, 0, 1, 1], np.int8), np.array(scores))
    assert found.value == value
    assert math.isnan(found.low) and math.isnan(found.high)
