"""Random-effects pooling: what groups have in common, how far they differ, what a new one may show.

Between-group variance by restricted maximum likelihood (Viechtbauer, J Educ Behav Stat 2005;30:261);
the interval of the mean by Hartung & Knapp (Stat Med 2001;20:3875), which holds for few groups; the
prediction interval by Higgins, Thompson & Spiegelhalter (J R Stat Soc A 2009;172:137).
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats

METHOD = "random effects by REML, Hartung-Knapp interval"
SECTIONS = 200
GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True)
class Pooled:
    """The mean over ``groups`` with its 95 % interval, ``tau`` (the standard deviation between groups),
    and where 95 % of new groups are expected (NaN under three groups); NaN where nothing can be pooled."""

    groups: int
    mean: float
    low: float
    high: float
    tau: float
    predicted_low: float
    predicted_high: float


NOTHING = Pooled(0, math.nan, math.nan, math.nan, math.nan, math.nan, math.nan)


def pool(values: Floats, errors: Floats) -> Pooled:
    """Return the pooled mean of ``values`` with these standard errors (> 0); NaN entries are left out.

    >>> round(pool(np.array([0.0, 1.0, 2.0]), np.array([0.1, 0.1, 0.1])).mean, 6)
    1.0
    """
    from scipy.special import stdtrit

    sound = np.isfinite(values) & np.isfinite(errors) & (errors > 0)
    y, variances = values[sound], errors[sound] ** 2
    k = int(y.size)
    if k < 2:
        return NOTHING
    tau2 = between_variance(y, variances)
    weights = 1 / (variances + tau2)
    mean = float((weights * y).sum() / weights.sum())
    spread = float((weights * (y - mean) ** 2).sum() / ((k - 1) * weights.sum()))
    reach = float(stdtrit(k - 1, 0.975)) * math.sqrt(spread)
    ahead = float(stdtrit(k - 2, 0.975)) * math.sqrt(tau2 + spread) if k > 2 else math.nan
    return Pooled(k, mean, mean - reach, mean + reach, math.sqrt(tau2), mean - ahead, mean + ahead)


def between_variance(y: Floats, variances: Floats) -> float:
    """Return tau2 >= 0 that maximises the restricted likelihood of values with these variances."""
    most = float(y.var(ddof=1)) * 4 + float(variances.max())
    grid = np.concatenate(([0.0], np.geomspace(most * 1e-8, most, SECTIONS)))
    reached = np.array([_restricted(tau2, y, variances) for tau2 in grid])
    best = int(reached.argmax())
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, SECTIONS)])
    for _ in range(SECTIONS):  # golden section: each step keeps 0.618 of the bracket
        if high - low <= 1e-12 * most:
            break
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if _restricted(left, y, variances) >= _restricted(right, y, variances):
            high = right
        else:
            low = left
    found = (low + high) / 2
    return found if _restricted(found, y, variances) > float(reached[0]) else 0.0


def _restricted(tau2: float, y: Floats, variances: Floats) -> float:
    """The restricted log-likelihood, but for a constant."""
    total = variances + tau2
    weights = 1 / total
    mean = (weights * y).sum() / weights.sum()
    return float(-0.5 * (np.log(total).sum() + math.log(weights.sum()) + (weights * (y - mean) ** 2).sum()))
