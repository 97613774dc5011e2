"""One unpenalised logistic regression with an offset: it serves calibration and recalibration.

Maximum likelihood by Newton's method with step halving. Never penalised: a ridge of the usual
default strength moves a calibration slope in the third digit.
"""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.statistics.losses import expit

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


def log_likelihood(y: Bytes | Floats, logits: Floats) -> float:
    """Return the Bernoulli log-likelihood of outcomes (0/1, or targets between) under these logits."""
    # log(1 + exp(z)) in this form neither overflows nor costs what logaddexp does.
    softplus = np.maximum(logits, 0) + np.log1p(np.exp(-np.abs(logits)))
    return float((y * logits).sum() - softplus.sum())


def fit_logistic(terms: Floats, y: Bytes | Floats, offset: Floats | None = None) -> Logistic | None:
    """Return the fit of y (0/1 or between, [n]) on ``terms`` plus a fixed ``offset`` ([n]).

    ``terms`` is [k, n], one row a coefficient, a row of ones for the intercept: so laid out the
    products need no BLAS, whose threads only get in each other's way here. None where no finite
    maximum exists: one class, separation, or terms that repeat each other.
    """
    if y.size == 0 or y.min() == y.max():
        return None
    fixed = np.zeros(y.size) if offset is None else offset
    here = _Place(np.zeros(len(terms)), fixed, log_likelihood(y, fixed))
    for _ in range(MOST_STEPS):
        risks = expit(here.logits)
        information = _information(terms, risks)
        step = _solve(information, np.einsum("ji,i->j", terms, y - risks))
        if step is None:
            return None
        small = np.abs(step).max() <= 1e-9 * (1 + np.abs(here.coefficients).max())
        here = _climb(terms, y, fixed, here, step)
        if small:
            covariance = np.linalg.inv(information).astype(np.float64)
            return Logistic(here.coefficients, covariance, here.log_likelihood)
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Coefficients, the logits they give (offset included), and the likelihood there."""

    coefficients: Floats
    logits: Floats
    log_likelihood: float


def _information(terms: Floats, risks: Floats) -> Floats:
    return np.asarray(np.einsum("ji,ki->jk", terms * (risks * (1 - risks)), terms))


def _solve(information: Floats, gradient: Floats) -> Floats | None:
    """Return the Newton step, or None where the information is singular."""
    scale = np.sqrt(np.diag(information))
    if not np.all(scale > 1e-9) or np.linalg.cond(information / np.outer(scale, scale)) > 1e13:
        return None
    return np.linalg.solve(information, gradient).astype(np.float64)


def _climb(terms: Floats, y: Bytes | Floats, fixed: Floats, here: _Place, step: Floats) -> _Place:
    """Return the place one step on; a step that loses likelihood is halved."""
    slack = 1e-12 * (1 + abs(here.log_likelihood))  # rounding of the sum, or the last step never ends
    for halving in range(30):
        coefficients = here.coefficients + step / 2**halving
        logits = np.einsum("j,ji->i", coefficients, terms) + fixed
        reached = log_likelihood(y, logits)
        if reached >= here.log_likelihood - slack:
            return _Place(coefficients, logits, reached)
    return here
