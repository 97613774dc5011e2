"""The Brier score taken apart: miscalibration, discrimination, uncertainty; and two tests of it.

Sources: Dimitriadis, Gneiting & Jordan, PNAS 2021 (CORP); Spiegelhalter, Stat Med 1986;5:421.
"""

import math
from dataclasses import dataclass

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.statistics.isotonic import fit_isotonic
from clinnet_gui.core.statistics.losses import squared_errors


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Brier score = ``miscalibration`` - ``discrimination`` + ``uncertainty``; none below 0."""

    miscalibration: float
    discrimination: float
    uncertainty: float


def decompose(y: Bytes, risks: Floats) -> Decomposition:
    """Return the CORP decomposition, with isotonic regression as the perfect recalibration."""
    best = fit_isotonic(risks, y).at(risks)
    score, recalibrated = float(squared_errors(y, risks).mean()), float(squared_errors(y, best).mean())
    prevalence = float(y.mean())
    uncertainty = prevalence * (1 - prevalence)
    return Decomposition(score - recalibrated, uncertainty - recalibrated, uncertainty)


def scaled_brier(y: Bytes, risks: Floats) -> float:
    """Return 1 - Brier / (prevalence (1 - prevalence)): 1 is perfect, 0 no better than the
    prevalence; NaN with one class."""
    prevalence = float(y.mean())
    reference = prevalence * (1 - prevalence)
    return 1 - float(squared_errors(y, risks).mean()) / reference if reference > 0 else math.nan


def spiegelhalter_z(y: Bytes, risks: Floats) -> float:
    """Return Spiegelhalter's z: standard normal for perfectly calibrated risks; NaN where all are
    0, 0.5 or 1."""
    lean = 1 - 2 * risks
    variance = float((lean**2 * risks * (1 - risks)).sum())
    return float(((y - risks) * lean).sum()) / math.sqrt(variance) if variance > 0 else math.nan
