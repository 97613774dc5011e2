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
    return float((y * logits).sum() - np.logaddexp(0, logits).sum())


def fit_logistic(design: Floats, y: Bytes | Floats, offset: Floats | None = None) -> Logistic | None:
    """Return the fit of y (0/1 or between, [n]) on ``design`` ([n, k], with its column of ones) plus a fixed
    ``offset`` ([n]); None where no finite maximum exists: one class, separation, or columns that
    repeat each other.
    """
    if y.size == 0 or y.min() == y.max():
        return None
    fixed = np.zeros(y.size) if offset is None else offset
    coefficients = np.zeros(design.shape[1])
    for _ in range(MOST_STEPS):
        risks = expit(design @ coefficients + fixed)
        information = _information(design, risks)
        step = _solve(information, design.T @ (y - risks))
        if step is None:
            return None
        if np.abs(step).max() <= 1e-9 * (1 + np.abs(coefficients).max()):
            coefficients = coefficients + step
            reached = log_likelihood(y, design @ coefficients + fixed)
            covariance = np.linalg.inv(information).astype(np.float64)
            return Logistic(coefficients, covariance, reached)
        coefficients = _climb(design, y, fixed, coefficients, step)
    return None


def _information(design: Floats, risks: Floats) -> Floats:
    return np.asarray((design * (risks * (1 - risks))[:, None]).T @ design)


def _solve(information: Floats, gradient: Floats) -> Floats | None:
    """Return the Newton step, or None where the information is singular."""
    scale = np.sqrt(np.diag(information))
    if not np.all(scale > 1e-9) or np.linalg.cond(information / np.outer(scale, scale)) > 1e13:
        return None
    return np.linalg.solve(information, gradient).astype(np.float64)


def _climb(design: Floats, y: Bytes | Floats, fixed: Floats, coefficients: Floats, step: Floats) -> Floats:
    """Return the coefficients one step on; a step that loses likelihood is halved."""
    here = log_likelihood(y, design @ coefficients + fixed)
    slack = 1e-12 * (1 + abs(here))  # rounding of the sum, or the last step would never be taken
    for halving in range(30):
        proposed = coefficients + step / 2**halving
        if log_likelihood(y, design @ proposed + fixed) >= here - slack:
            return np.asarray(proposed)
    return coefficients
