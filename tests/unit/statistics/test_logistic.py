"""Unpenalised logistic regression, against scikit-learn without a penalty."""

import numpy as np
import pytest

from clinnet_gui.core.statistics.logistic import fit_logistic, log_likelihood
from clinnet_gui.core.statistics.losses import expit


def sample(n: int = 400) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    terms = np.vstack([np.ones(n), rng.normal(size=(2, n))])
    y = (rng.random(n) < expit(np.array([-1.0, 0.8, -0.4]) @ terms)).astype(np.int8)
    return terms, y


def test_it_agrees_with_scikit_learn_without_penalty() -> None:
    from sklearn.linear_model import LogisticRegression

    terms, y = sample()
    fit = fit_logistic(terms, y)
    assert fit is not None
    other = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-12, max_iter=1000).fit(terms.T, y)
    np.testing.assert_allclose(fit.coefficients, other.coef_[0], atol=1e-6)


def test_the_gradient_vanishes_and_the_covariance_inverts_the_information() -> None:
    terms, y = sample()
    offset = np.linspace(-2, 2, y.size)
    fit = fit_logistic(terms, y, offset)
    assert fit is not None
    risks = expit(fit.coefficients @ terms + offset)
    np.testing.assert_allclose(terms @ (y - risks), 0, atol=1e-8)
    information = (terms * (risks * (1 - risks))) @ terms.T
    np.testing.assert_allclose(fit.covariance @ information, np.eye(3), atol=1e-8)
    assert fit.log_likelihood == pytest.approx(log_likelihood(y, fit.coefficients @ terms + offset))


def test_log_likelihood_neither_overflows_nor_loses_small_terms() -> None:
    y = np.array([1, 0, 1], np.int8)
    assert log_likelihood(y, np.array([900.0, -900.0, 0.0])) == pytest.approx(-np.log(2))
    assert log_likelihood(y, np.array([-900.0, -900.0, 900.0])) == pytest.approx(-900)


@pytest.mark.parametrize(
    "terms, y",
    [
        (np.ones((1, 6)), [1, 1, 1, 1, 1, 1]),
        (np.stack([np.ones(6), np.arange(6.0)]), [0, 0, 0, 1, 1, 1]),
        (np.stack([np.ones(6), np.ones(6)]), [0, 1, 0, 1, 0, 1]),
        (np.stack([np.ones(6), np.zeros(6)]), [0, 1, 0, 1, 0, 1]),
        (np.empty((1, 0)), []),
    ],
    ids=["one class", "separation", "repeated term", "empty term", "no rows"],
)
def test_where_no_finite_maximum_exists_there_is_no_fit(terms: np.ndarray, y: list[int]) -> None:
    assert fit_logistic(terms, np.array(y, np.int8)) is None


def test_it_climbs_from_far_away() -> None:
    """Offsets of 20 logits make a full Newton step overshoot; halving brings it back."""
    rng = np.random.default_rng(0)
    offset = np.full(500, 20.0)
    y = (rng.random(500) < 0.3).astype(np.int8)
    fit = fit_logistic(np.ones((1, 500)), y, offset)
    assert fit is not None
    assert fit.coefficients[0] + 20 == pytest.approx(np.log(y.mean() / (1 - y.mean())), abs=1e-8)


def test_a_weight_counts_a_row_so_many_times() -> None:
    terms, y = sample(200)
    times = np.random.default_rng(8).integers(1, 5, y.size)
    weighted = fit_logistic(terms, y, weights=times.astype(np.float64))
    repeated = fit_logistic(np.repeat(terms, times, axis=1), np.repeat(y, times))
    assert weighted is not None and repeated is not None
    np.testing.assert_allclose(weighted.coefficients, repeated.coefficients, atol=1e-9)
    np.testing.assert_allclose(weighted.covariance, repeated.covariance, rtol=1e-8)
    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood)


def test_shares_are_fitted_like_the_outcomes_they_stand_for() -> None:
    """Groups of equal terms: the share with the event, weighted by the group's size."""
    z = np.repeat([-1.0, 0.0, 0.5, 2.0], [40, 30, 20, 10])
    y = (np.random.default_rng(2).random(100) < expit(z)).astype(np.int8)
    single = fit_logistic(np.stack([np.ones(100), z]), y)
    values, place, sizes = np.unique(z, return_inverse=True, return_counts=True)
    shares = np.bincount(place, weights=y) / sizes
    grouped = fit_logistic(np.stack([np.ones(4), values]), shares, weights=sizes.astype(np.float64))
    assert single is not None and grouped is not None
    np.testing.assert_allclose(grouped.coefficients, single.coefficients, atol=1e-9)
