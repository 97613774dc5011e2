"""The Brier score taken apart: miscalibration, discrimination, uncertainty; and a test of it.

Sources: Dimitriadis, Gneiting & Jordan, PNAS 2021 (CORP); Spiegelhalter, Stat Med 1986;5:421.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.statistics.isotonic import Steps, fit_sorted
from clinnet_gui.core.statistics.losses import squared_errors


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Brier score = ``miscalibration`` - ``discrimination`` + ``uncertainty``; none below 0."""

    miscalibration: float
    discrimination: float
    uncertainty: float


def corp_steps(curve: Curve) -> Steps:
    """Return the isotonic regression of the outcomes on the risks: the perfect recalibration."""
    return fit_sorted(curve.risks, curve.events_below)


def decompose(curve: Curve, steps: Steps) -> Decomposition:
    """Return the CORP decomposition, ``steps`` being the curve's ``corp_steps``."""
    y = np.diff(curve.events_below)
    best = np.repeat(steps.levels, steps.counts)
    score, recalibrated = (float(squared_errors(y, risks).mean()) for risks in (curve.risks, best))
    prevalence = float(y.mean())
    uncertainty = prevalence * (1 - prevalence)
    # Both differences are at least 0; rounding may leave -1e-17.
    return Decomposition(max(score - recalibrated, 0.0), max(uncertainty - recalibrated, 0.0), uncertainty)


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


def spiegelhalter_z(y: Bytes, risks: Floats) -> float:
    """Return Spiegelhalter's z: standard normal for perfectly calibrated risks; NaN where all are
    0, 0.5 or 1."""
    lean = 1 - 2 * risks
    variance = float((lean**2 * risks * (1 - risks)).sum())
    return float(((y - risks) * lean).sum()) / math.sqrt(variance) if variance > 0 else math.nan
