"""The figures that a validation corrects, each a number of outcomes and risks."""

import math
from enum import StrEnum

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation.flexible import flexible_curve, gaps
from clinnet_gui.core.evaluation.operating import net_benefit
from clinnet_gui.core.statistics.logistic import fit_logistic
from clinnet_gui.core.statistics.losses import log_losses, logit, squared_errors
from clinnet_gui.core.statistics.ranks import area


class Figure(StrEnum):
    """What is corrected for optimism, in the order of the tables."""

    AUROC = "AUROC"
    BRIER = "Brier score"
    SCALED_BRIER = "scaled Brier score"
    LOG_LOSS = "log-loss"
    SLOPE = "calibration slope"
    IN_THE_LARGE = "calibration-in-the-large"
    RATIO = "observed : expected"
    ICI = "calibration error (ICI)"
    NET_BENEFIT = "net benefit"


COMPARED = (Figure.AUROC, Figure.BRIER, Figure.SCALED_BRIER, Figure.LOG_LOSS)
"""By which the network is set against the logistic regression."""

FIGURES = tuple(Figure)
PLACE = {figure: place for place, figure in enumerate(FIGURES)}


def figures(y: Bytes, risks: Floats, wanted: tuple[Figure, ...] = FIGURES) -> Floats:
    """Return one number for each of FIGURES, as the tabs define them; NaN for what is not ``wanted`` (all,
    or those COMPARED) and what cannot be estimated. Net benefit has a function of its own."""
    found = np.full(len(FIGURES), np.nan)
    events = int(y.sum())
    if not 0 < events < y.size or not np.isfinite(risks).all():
        return found
    prevalence, brier = events / y.size, float(squared_errors(y, risks).mean())
    found[PLACE[Figure.AUROC]] = area(y, risks).value
    found[PLACE[Figure.BRIER]] = brier
    found[PLACE[Figure.SCALED_BRIER]] = 1 - brier / (prevalence * (1 - prevalence))
    found[PLACE[Figure.LOG_LOSS]] = log_losses(y, risks).mean()
    if wanted != COMPARED:
        z = logit(risks)
        found[PLACE[Figure.RATIO]] = events / risks.sum()
        found[PLACE[Figure.SLOPE]] = _coefficient(np.stack([np.ones(y.size), z]), y, None)
        found[PLACE[Figure.IN_THE_LARGE]] = _coefficient(np.ones((1, y.size)), y, z)
        found[PLACE[Figure.ICI]] = gaps(flexible_curve(y, z), risks, z)[0]
    return found


def uninformed(y: Bytes, risks: Floats) -> Floats:
    """Return what each of FIGURES would be if the same risks told nothing of the outcomes: over all pairs of
    a risk and an outcome (Efron & Tibshirani 1997). NaN for those of calibration, which have no such value,
    and for net benefit, which has a function of its own."""
    found = np.full(len(FIGURES), np.nan)
    events = int(y.sum())
    if not 0 < events < y.size or not np.isfinite(risks).all():
        return found
    share, ones = events / y.size, np.ones(y.size, np.int8)
    brier = share * squared_errors(ones, risks) + (1 - share) * squared_errors(0 * ones, risks)
    losses = share * log_losses(ones, risks) + (1 - share) * log_losses(0 * ones, risks)
    found[PLACE[Figure.AUROC]] = 0.5
    found[PLACE[Figure.BRIER]] = brier.mean()
    found[PLACE[Figure.SCALED_BRIER]] = 1 - brier.mean() / (share * (1 - share))
    found[PLACE[Figure.LOG_LOSS]] = losses.mean()
    return found


def benefit(y: Bytes, risks: Floats, threshold: float) -> Floats:
    """Return FIGURES of which only the net benefit is there, of flagging risk >= ``threshold`` (0..1); NaN
    for a threshold of 1."""
    true = float(np.count_nonzero((risks >= threshold) & (y == 1))) / max(1, y.size)
    return _benefit(true, risks, threshold)


def uninformed_benefit(y: Bytes, risks: Floats, threshold: float) -> Floats:
    """Return ``benefit`` if as many were flagged, but by chance."""
    true = float(y.mean()) * float((risks >= threshold).mean())
    return _benefit(true, risks, threshold)


def _benefit(true: float, risks: Floats, threshold: float) -> Floats:
    found = np.full(len(FIGURES), np.nan)
    if risks.size and np.isfinite(risks).all() and threshold < 1:
        flagged = float((risks >= threshold).mean())
        found[PLACE[Figure.NET_BENEFIT]] = net_benefit(true, flagged - true, threshold)
    return found


def _coefficient(terms: Floats, y: Bytes, offset: Floats | None) -> float:
    """The last coefficient of a logistic regression, NaN where it has no maximum."""
    fit = fit_logistic(terms, y, offset)
    return math.nan if fit is None else float(fit.coefficients[-1])
