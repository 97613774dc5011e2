"""Weak calibration: calibration-in-the-large, slope, the O:E ratio, and the logistic line.

Source: Cox 1958; Van Calster et al., J Clin Epidemiol 2016;74:167. "In the large" is always the
intercept with the slope held at 1, never the joint intercept.
"""

import math

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.logistic import Logistic, fit_logistic
from clinnet_gui.core.statistics.losses import expit, logit
from clinnet_gui.core.statistics.proportions import Z95

POINTS = 101


def in_the_large(y: Bytes, logits: Floats) -> Measure:
    """Return the intercept a of logit P(y) = a + logits (ideal 0), Wald interval; > 0: risks too low."""
    fit = fit_logistic(np.ones((1, y.size)), y, logits)
    return _wald(fit, 0, "calibration-in-the-large: logistic intercept with the logits as offset, Wald", y)


def line_fit(y: Bytes, logits: Floats) -> Logistic | None:
    """Return the fit of logit P(y) = a + b logits, or None where it has no maximum."""
    return fit_logistic(np.stack([np.ones(y.size), logits]), y)


def slope_of(fit: Logistic | None, y: Bytes) -> Measure:
    """Return the calibration slope b (ideal 1), Wald interval; < 1: risks too extreme."""
    return _wald(fit, 1, "calibration slope: logistic regression on the logits, unpenalised, Wald", y)


def observed_to_expected(y: Bytes, risks: Floats) -> Measure:
    """Return O:E, events over the sum of risks (ideal 1), with exp(ln O:E +- 1.96 / sqrt(O))."""
    events, expected = int(y.sum()), float(risks.sum())
    method = "observed over expected events; interval on the log scale, Poisson"
    if events == 0 or expected <= 0:
        return Measure(math.nan, method=method, n=y.size, events=events)
    ratio, reach = events / expected, math.exp(Z95 / math.sqrt(events))
    return Measure(ratio, ratio / reach, ratio * reach, method, y.size, events)


def line_points(fit: Logistic | None, risks: Floats) -> Floats:
    """Return the logistic calibration line as (risk, observed) [101, 2] over the range of the
    risks, even in logits; no points where the fit is None."""
    if fit is None:
        return np.empty((0, 2))
    z = np.linspace(logit(risks.min()), logit(risks.max()), POINTS)
    a, b = fit.coefficients
    return np.column_stack([expit(z), expit(a + b * z)])


def _wald(fit: Logistic | None, index: int, method: str, y: Bytes) -> Measure:
    events = int(y.sum())
    if fit is None:
        return Measure(math.nan, method=method, n=y.size, events=events)
    value, reach = float(fit.coefficients[index]), Z95 * float(fit.errors[index])
    return Measure(value, value - reach, value + reach, method, y.size, events)
