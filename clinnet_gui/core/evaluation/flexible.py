"""The flexible calibration curve, and how far risks lie from it (ICI, E50, E90, Emax).

Restricted cubic spline of the logit in a logistic regression. Sources: Austin & Steyerberg, Stat
Med 2019;38:4051; Van Calster et al., J Clin Epidemiol 2016;74:167.
"""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.statistics.logistic import Logistic, fit_logistic
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.statistics.splines import FIVE_KNOTS, THREE_KNOTS, knots_of, spline_basis

ENOUGH_EVENTS = 100
"""Below this many events three knots instead of five."""


@dataclass(frozen=True, slots=True, eq=False)
class Flexible:
    """The fitted curve: ``knots`` on the logit and the logistic fit on their spline."""

    knots: Floats
    fit: Logistic

    def at(self, logits: Floats) -> Floats:
        """Return the observed share (0..1) that the curve gives at these logits."""
        return expit(np.einsum("j,ji->i", self.fit.coefficients, _terms(logits, self.knots)))


@dataclass(frozen=True, slots=True)
class Distances:
    """|observed by the curve - risk| over the patients: mean (ICI), median, 90th percentile, most."""

    ici: float
    e50: float
    e90: float
    emax: float


def flexible_curve(y: Bytes, logits: Floats) -> Flexible | None:
    """Return the curve of y (0/1) on ``logits``; None with one class, equal or separating logits."""
    events = int(y.sum())
    quantiles = FIVE_KNOTS if events >= ENOUGH_EVENTS else THREE_KNOTS
    knots = knots_of(logits, quantiles)
    fit = fit_logistic(_terms(logits, knots), y)
    return None if fit is None else Flexible(knots, fit)


def distances(curve: Flexible | None, risks: Floats, logits: Floats) -> Distances:
    """Return how far the curve lies from the risks; NaN where there is no curve."""
    if curve is None:
        return Distances(*(4 * (np.nan,)))
    gaps = np.abs(curve.at(logits) - risks)
    e50, e90 = np.quantile(gaps, [0.5, 0.9])
    return Distances(float(gaps.mean()), float(e50), float(e90), float(gaps.max()))


def _terms(logits: Floats, knots: Floats) -> Floats:
    return np.vstack([np.ones(logits.size), spline_basis(logits, knots)])
