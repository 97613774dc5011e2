"""One unpenalised logistic regression with an offset: it serves calibration and recalibration.

Maximum likelihood by Newton's method with step halving. Never penalised: a ridge of the usual
default strength moves a calibration slope in the third digit.
"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import drain

SOLVED = 1e-7
"""Coefficients no further apart are the same: Newton ends well before, and the rest is rounding."""
MOST_STEPS = 60
"""Newton ends within ten steps, or the maximum lies at infinity."""


@dataclass(frozen=True, slots=True, eq=False)
class Logistic:
    """Maximum-likelihood ``coefficients`` [k], their ``covariance`` [k, k] (inverse of the
    information), and the log-likelihood reached."""

    coefficients: Floats
    covariance: Floats
    log_likelihood: float

    @property
    def errors(self) -> Floats:
        """The standard error of each coefficient."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def softplus(logits: Floats) -> Floats:
    """Return log(1 + exp(z)) of each logit, without overflow.

    >>> softplus(np.array([-800.0, 0.0, 800.0])).round(4).tolist()
    [0.0, 0.6931, 800.0]
    """
    # This form neither overflows nor costs what logaddexp does.
    return np.asarray(np.maximum(logits, 0) + np.log1p(np.exp(-np.abs(logits))))


def log_likelihood(y: Bytes | Floats, logits: Floats, weights: Floats | None = None) -> float:
    """Return the Bernoulli log-likelihood of outcomes (0/1, or targets between) under these logits;
    ``weights`` ([n]) count a row so many times."""
    if weights is None:
        return float((y * logits).sum() - softplus(logits).sum())
    return float((weights * (y * logits - softplus(logits))).sum())


def fit_logistic(
    terms: Floats, y: Bytes | Floats, offset: Floats | None = None, weights: Floats | None = None
) -> Logistic | None:
    """Return the fit of y (0/1 or between, [n]) on ``terms`` plus a fixed ``offset`` ([n]).

    ``terms`` is [k, n], one row a coefficient, a row of ones for the intercept: so laid out the
    products need no BLAS, whose threads only get in each other's way here. ``weights`` ([n], all
    above 0) count a row so many times. None where no finite maximum exists: one class, separation,
    or terms that repeat each other.
    """
    return drain(fit_step_by_step(terms, y, offset, weights))


def fit_step_by_step(
    terms: Floats, y: Bytes | Floats, offset: Floats | None = None, weights: Floats | None = None
) -> Generator[object, None, Logistic | None]:
    """Return what ``fit_logistic`` returns, and yield after each of its steps: one takes as long as
    two passes over the rows."""
    if y.size == 0 or y.max() <= 0 or y.min() >= 1:
        return None
    fixed = np.zeros(y.size) if offset is None else offset
    here = _Place(np.zeros(len(terms)), fixed, log_likelihood(y, fixed, weights))
    for _ in range(MOST_STEPS):
        risks = expit(here.logits)
        spread, miss = risks * (1 - risks), y - risks
        if weights is not None:
            spread, miss = spread * weights, miss * weights
        information = np.asarray(np.einsum("ji,ki->jk", terms * spread, terms))
        step = _solve(information, np.einsum("ji,i->j", terms, miss))
        if step is None:
            return None
        yield None
        small = np.abs(step).max() <= 1e-9 * (1 + np.abs(here.coefficients).max())
        here = _climb(terms, _Rows(y, fixed, weights), here, step)
        if small:
            covariance = np.linalg.inv(information).astype(np.float64)
            return Logistic(here.coefficients, covariance, here.log_likelihood)
        yield None
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Outcomes, what is fixed in their logits, and how often each counts."""

    y: Bytes | Floats
    fixed: Floats
    weights: Floats | None


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Coefficients, the logits they give (offset included), and the likelihood there."""

    coefficients: Floats
    logits: Floats
    log_likelihood: float


def _solve(information: Floats, gradient: Floats) -> Floats | None:
    """Return the Newton step, or None where the information is singular."""
    scale = np.sqrt(np.diag(information))
    if not np.all(scale > 1e-9) or np.linalg.cond(information / np.outer(scale, scale)) > 1e13:
        return None
    return np.linalg.solve(information, gradient).astype(np.float64)


def _climb(terms: Floats, rows: _Rows, here: _Place, step: Floats) -> _Place:
    """Return the place one step on; a step that loses likelihood is halved."""
    slack = 1e-12 * (1 + abs(here.log_likelihood))  # rounding of the sum, or the last step never ends
    for halving in range(30):
        coefficients = here.coefficients + step / 2**halving
        logits = np.einsum("j,ji->i", coefficients, terms) + rows.fixed
        reached = log_likelihood(rows.y, logits, rows.weights)
        if reached >= here.log_likelihood - slack:
            return _Place(coefficients, logits, reached)
    return here
