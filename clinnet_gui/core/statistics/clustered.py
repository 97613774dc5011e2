"""Standard errors where patients have several rows: rows of one patient resemble each other.

Every estimator here is a sum over rows; its error follows from the sums over patients. Sources: Obuchowski,
Biometrics 1997;53:567 (area under the ROC curve); Liang & Zeger, Biometrika 1986;73:13 (regression), with
the factor g / (g - 1) for g patients. With one row a patient they are the usual ones, robust to the model.
"""

import math

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.statistics.area_difference import AreaDifference, tested
from clinnet_gui.core.statistics.logistic import Logistic
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.statistics.ranks import Area, Placements, logit_interval, placements

Whose = tuple[Ints, Ints]
"""The patients of the events' rows and of the others', numbered alike."""


def clustered_area_of(placed: Placements, whose: Whose) -> Area:
    """Return the AUROC from placement values with an interval that knows ``whose`` rows they are."""
    value = float(placed.events.mean())
    error = _placement_error(placed.events, placed.others, whose)
    return Area(value, error, *logit_interval(value, error))


def clustered_difference(y: Bytes, first: Floats, second: Floats, owner: Ints) -> AreaDifference:
    """Return the AUROC of the first scores less that of the second, on the same rows, with its test; NaN as
    in ``area_difference``."""
    events = int(np.count_nonzero(y == 1))
    if events in (0, y.size):
        return AreaDifference(*(6 * (math.nan,)))
    whose = (owner[y == 1], owner[y == 0])
    return clustered_difference_of(placements(y, first), placements(y, second), whose)


def clustered_difference_of(one: Placements, other: Placements, whose: Whose) -> AreaDifference:
    """Return the same from placement values, the rows in the same order."""
    events, others = one.events - other.events, one.others - other.others
    return tested(float(events.mean()), _placement_error(events, others, whose))


def _placement_error(events: Floats, others: Floats, whose: Whose) -> float:
    """Return Obuchowski's standard error of the mean of placement values, or of differences of such; NaN
    where either class has one patient alone."""
    ill, well = whose
    many = int(max(ill.max(), well.max())) + 1
    is_ill, is_well = (np.bincount(of, minlength=many) > 0 for of in whose)
    groups = int(np.count_nonzero(is_ill)), int(np.count_nonzero(is_well))
    if min(groups) < 2:
        return math.nan
    of_events = np.bincount(ill, events - events.mean(), many) / ill.size
    of_others = np.bincount(well, others - others.mean(), many) / well.size
    variance = (
        _spread(groups[0]) * float((of_events**2).sum())
        + _spread(groups[1]) * float((of_others**2).sum())
        + 2 * _spread(int(np.count_nonzero(is_ill | is_well))) * float((of_events * of_others).sum())
    )
    return math.sqrt(max(variance, 0.0))


def clustered_covariance(
    fit: Logistic, terms: Floats, y: Bytes, owner: Ints, offset: Floats | None = None
) -> Floats:
    """Return the covariance [k, k] of the coefficients of a logistic regression on ``terms`` ([k, n])."""
    logits = np.einsum("j,ji->i", fit.coefficients, terms) + (0.0 if offset is None else offset)
    miss, many = y - expit(logits), int(owner.max()) + 1
    scores = np.array([np.bincount(owner, term * miss, many) for term in terms])
    meat = _spread(many) * np.einsum("jg,kg->jk", scores, scores)
    return np.asarray(fit.covariance @ meat @ fit.covariance)


def clustered_mean_error(values: Floats, owner: Ints) -> float:
    """Return the standard error of the mean of ``values`` over rows; NaN with one patient alone."""
    many = int(owner.max()) + 1
    sums = np.bincount(owner, values - values.mean(), many)
    return math.sqrt(_spread(many) * float((sums**2).sum())) / values.size


def _spread(groups: int) -> float:
    return groups / (groups - 1) if groups > 1 else math.nan
