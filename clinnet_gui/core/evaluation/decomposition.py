"""The Brier score taken apart: miscalibration, discrimination, uncertainty; and a test of it.

Sources: Dimitriadis, Gneiting & Jordan, PNAS 2021 (CORP); Spiegelhalter, Stat Med 1986;5:421.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.evaluation.curves import Curve, Tally, tally_of
from clinnet_gui.core.statistics.isotonic import Steps, fit_sorted

ROUNDING = 1e-12
"""Share of a variance of independent rows below which that over patients is rounding only."""


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Brier score = ``miscalibration`` - ``discrimination`` + ``uncertainty``; none below 0."""

    miscalibration: float
    discrimination: float
    uncertainty: float


def corp_steps(curve: Curve | Tally) -> Steps:
    """Return the isotonic regression of the outcomes on the risks: the perfect recalibration."""
    tally = tally_of(curve)
    return fit_sorted(tally.risks, tally.rows_below, tally.events_below)


def decompose(brier: float, prevalence: float, steps: Steps) -> Decomposition:
    """Return the CORP decomposition of the Brier score of rows whose ``corp_steps`` are ``steps``."""
    # Within a step the share of events is its level q, so that its rows score q (1 - q) each.
    recalibrated = float((steps.counts * steps.levels * (1 - steps.levels)).sum() / steps.counts.sum())
    uncertainty = prevalence * (1 - prevalence)
    # Both differences are at least 0; rounding may leave -1e-17.
    return Decomposition(max(brier - recalibrated, 0.0), max(uncertainty - recalibrated, 0.0), uncertainty)


def step_points(steps: Steps) -> Floats:
    """Return the steps' corners as (risk, observed) [k, 2]."""
    corners = steps.corners
    return np.column_stack([steps.scores[corners], steps.levels[corners]])


def scaled_brier(brier: float, prevalence: float) -> float:
    """Return 1 - Brier / (prevalence (1 - prevalence)): 1 is perfect, 0 no better than the
    prevalence; NaN with one class.

    >>> round(scaled_brier(0.045, 0.1), 4)
    0.5
    """
    reference = prevalence * (1 - prevalence)
    return 1 - brier / reference if reference > 0 else math.nan


def scaled_parts(losses: Floats, y: Bytes) -> Floats:
    """Return what each row adds to the scaled Brier score ([n], their mean is the score): by its squared
    error and, through its outcome, by the prevalence. NaN with one class.

    Their spread is that of the score. Source: influence function; Hampel, J Am Stat Assoc 1974;69:383.
    """
    prevalence = float(y.mean())
    reference = prevalence * (1 - prevalence)
    if not reference > 0:
        return np.full(losses.size, math.nan)
    drift = float(losses.mean()) / reference * (1 - 2 * prevalence) * (y - prevalence)
    return np.asarray(1 - (losses - drift) / reference)


@dataclass(frozen=True, slots=True)
class ScoreTest:
    """``z``, standard normal where all risks are right, and its two-sided ``p``; NaN where not estimable."""

    z: float
    p: float


def spiegelhalter(y: Bytes, risks: Floats, owner: Ints | None = None) -> ScoreTest:
    """Return Spiegelhalter's test of the Brier score that perfectly calibrated risks would have; NaN where
    all are 0, 0.5 or 1. ``owner`` numbers the patients from 0 where some have several rows: the variance is
    then the sum of what each of them adds, squared; NaN where the rows of every patient cancel out, as in
    matched sets."""
    lean = 1 - 2 * risks
    known, parts = lean**2 * risks * (1 - risks), (y - risks) * lean
    if not known.sum() > 0:
        return ScoreTest(math.nan, math.nan)
    variance = known.sum() if owner is None else (np.bincount(owner, parts) ** 2).sum()
    if variance < ROUNDING * known.sum():
        return ScoreTest(math.nan, math.nan)
    z = float(parts.sum()) / math.sqrt(float(variance))
    return ScoreTest(z, math.erfc(abs(z) / math.sqrt(2)))
