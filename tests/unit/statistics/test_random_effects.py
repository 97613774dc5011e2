"""Random-effects pooling against the published trials of BCG vaccination and independent fits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import multivariate_normal, t

from clinnet_gui.core.statistics.random_effects import between_variance, pool

BCG = np.array(
    [
        (4, 123, 11, 139),
        (6, 306, 29, 303),
        (3, 231, 11, 220),
        (62, 13598, 248, 12867),
        (33, 5069, 47, 5808),
        (180, 1541, 372, 1451),
        (8, 2545, 10, 629),
        (505, 88391, 499, 88391),
        (29, 7499, 45, 7277),
        (17, 1716, 65, 1665),
        (186, 50634, 141, 27338),
        (5, 2498, 3, 2341),
        (27, 16913, 29, 17854),
    ],
    dtype=np.float64,
).T
"""Cases and all, vaccinated and not, of 13 trials (Colditz et al., JAMA 1994;271:698)."""


def trials() -> tuple[np.ndarray, np.ndarray]:
    """Log risk ratios and their standard errors."""
    sick, treated, ill, others = BCG
    ratios = np.log((sick / treated) / (ill / others))
    return ratios, np.sqrt(1 / sick - 1 / treated + 1 / ill - 1 / others)


def test_the_vaccination_trials_give_the_published_mean_and_variance() -> None:
    """Viechtbauer, J Stat Softw 2010;36(3): REML, tau2 0.3132, mean -0.7145, its Wald error 0.1798."""
    ratios, errors = trials()
    found = pool(ratios, errors)
    assert found.tau**2 == pytest.approx(0.3132, abs=5e-5)
    assert found.mean == pytest.approx(-0.7145, abs=5e-5)
    weights = 1 / (errors**2 + found.tau**2)
    assert 1 / math.sqrt(weights.sum()) == pytest.approx(0.1798, abs=5e-5)


def test_interval_and_prediction_follow_their_definitions() -> None:
    ratios, errors = trials()
    found, k = pool(ratios, errors), len(ratios)
    weights = 1 / (errors**2 + found.tau**2)
    error = math.sqrt((weights * (ratios - found.mean) ** 2).sum() / (k - 1) / weights.sum())
    assert found.high - found.mean == pytest.approx(t.ppf(0.975, k - 1) * error)
    ahead = t.ppf(0.975, k - 2) * math.sqrt(found.tau**2 + error**2)
    assert (found.predicted_low, found.predicted_high) == pytest.approx(
        (found.mean - ahead, found.mean + ahead)
    )


@given(st.integers(0, 10_000), st.integers(3, 12), st.floats(0, 2))
def test_the_variance_is_that_of_contrasts_by_brute_force(seed: int, k: int, tau: float) -> None:
    """REML is the likelihood of error contrasts: any basis orthogonal to the constant will do."""
    generator = np.random.default_rng(seed)
    errors = generator.uniform(0.1, 1.0, k)
    y = tau * generator.standard_normal(k) + errors * generator.standard_normal(k)
    contrasts = np.linalg.svd(np.ones((1, k)))[2][1:]

    def loss(tau2: float) -> float:
        covariance = contrasts @ np.diag(errors**2 + tau2) @ contrasts.T
        return -float(multivariate_normal(np.zeros(k - 1), covariance).logpdf(contrasts @ y))

    found = between_variance(y, errors**2)
    rival = minimize_scalar(loss, bounds=(0, 30), method="bounded", options={"xatol": 1e-9}).x
    assert loss(found) <= min(loss(rival), loss(0.0)) + 1e-7


def test_groups_that_agree_have_no_variance_between_them() -> None:
    found = pool(np.full(6, 0.4), np.full(6, 0.2))
    assert found.tau == 0.0 and found.mean == pytest.approx(0.4)


def test_the_interval_covers_the_mean_of_few_groups() -> None:
    generator, covered, rounds = np.random.default_rng(7), 0, 400
    for _ in range(rounds):
        errors = generator.uniform(0.1, 0.3, 5)
        found = pool(1 + 0.2 * generator.standard_normal(5) + errors * generator.standard_normal(5), errors)
        covered += found.low <= 1 <= found.high
    assert 0.92 <= covered / rounds <= 0.98


def test_one_group_pools_nothing_and_two_predict_nothing() -> None:
    assert math.isnan(pool(np.array([1.0]), np.array([0.1])).mean)
    two = pool(np.array([1.0, 2.0, math.nan]), np.array([0.1, 0.1, 0.1]))
    assert two.groups == 2 and math.isfinite(two.low) and math.isnan(two.predicted_low)
