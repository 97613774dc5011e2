"""Weak calibration: calibration-in-the-large, slope, the O:E ratio, the logistic line, and their tests.

Source: Cox 1958; Miller, Hui & Tierney, Stat Med 1991;10:1213; Van Calster et al., J Clin Epidemiol
2016;74:167. "In the large" is always the intercept with the slope held at 1, never the joint intercept.
"""

import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.likelihood import NestedTest, likelihood_ratio
from clinnet_gui.core.statistics.logistic import Logistic, fit_logistic, fit_step_by_step, log_likelihood
from clinnet_gui.core.statistics.losses import expit, logit
from clinnet_gui.core.statistics.proportions import Z95

POINTS = 101


@dataclass(frozen=True, slots=True)
class LineTests:
    """Tests of perfect risks: ``weak`` of intercept 0 and slope 1 at once (2 df), ``large`` of intercept 0
    with the slope held at 1 (1 df), ``slope`` of slope 1 with the intercept free (1 df). By likelihood ratio,
    or Wald's where patients have several rows."""

    weak: NestedTest
    large: NestedTest
    slope: NestedTest


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The two logistic fits: ``shift`` with the slope held at 1, ``line`` with both free; None
    where there is no maximum. ``untouched`` is the log-likelihood of the risks themselves."""

    shift: Logistic | None
    line: Logistic | None
    untouched: float

    @property
    def tests(self) -> LineTests:
        """The tests that compare them."""
        shift, line = (math.nan if fit is None else fit.log_likelihood for fit in (self.shift, self.line))
        return LineTests(
            likelihood_ratio(self.untouched, line, 2),
            likelihood_ratio(self.untouched, shift, 1),
            likelihood_ratio(shift, line, 1),
        )


def fit_lines(y: Bytes, logits: Floats) -> Generator[object, None, Lines]:
    """Return both fits of outcomes (0/1) on ``logits``; yields after each of their steps."""
    one = np.ones((1, y.size))
    shift = yield from fit_step_by_step(one, y, logits)
    line = yield from fit_step_by_step(np.vstack([one, logits]), y)
    return Lines(shift, line, log_likelihood(y, logits))


def in_the_large(y: Bytes, logits: Floats) -> Measure:
    """Return the intercept a of logit P(y) = a + logits (ideal 0), Wald interval; > 0: risks too low."""
    return shift_of(fit_logistic(np.ones((1, y.size)), y, logits), y)


def shift_of(fit: Logistic | None, y: Bytes) -> Measure:
    """Return calibration-in-the-large from the fit with the slope held at 1."""
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
