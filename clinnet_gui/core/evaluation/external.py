"""Judging any model's predictions: outcomes and risks from a file, no network needed."""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.errors import EvaluationRefused, SettingsRefused
from clinnet_gui.core.evaluation.binning import equal_mass, equal_width
from clinnet_gui.core.evaluation.calibration import bins_of, null_bound_of
from clinnet_gui.core.evaluation.calibration_error import (
    debiased_error,
    expected_error,
    largest_error,
)
from clinnet_gui.core.evaluation.calibration_line import (
    in_the_large,
    line_fit,
    observed_to_expected,
    slope_of,
)
from clinnet_gui.core.evaluation.comparison import auroc_measure
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.decomposition import Decomposition, decompose, scaled_brier, spiegelhalter_z
from clinnet_gui.core.evaluation.evaluation import Bin
from clinnet_gui.core.evaluation.flexible import Distances, distances, flexible_curve
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import OperatingPoint, operating_point
from clinnet_gui.core.evaluation.wording import calibration_sentence
from clinnet_gui.core.statistics.losses import log_losses, logit, squared_errors
from clinnet_gui.core.statistics.smoothing import smooth_calibration_error
from clinnet_gui.core.work import drain

SEED = 20251
"""Of the simulation behind the null band; the report is the same each time."""
WIDE, FINE = 10, 15
"""Groups of the headline errors, and of the debiased one."""


@dataclass(frozen=True, slots=True, eq=False)
class PredictionReport:
    """How well given risks predict given outcomes; NaN where not estimable.

    ``missing`` rows were left out; ``certain`` counts risks of exactly 0 or 1, held 1e-8 away from
    there wherever a logarithm is taken. ``ece_null`` is the 95th percentile of ``ece_mass`` for a
    perfectly calibrated model at this n. ``at`` holds one operating point a threshold.
    """

    n: int
    missing: int
    certain: int
    events: int
    auroc: Measure
    brier: float
    brier_scaled: float
    log_loss: float
    o_to_e: Measure
    in_the_large: Measure
    slope: Measure
    flexible: Distances
    ece_mass: float
    ece_width: float
    ece_null: float
    mce: float
    rmsce_debiased: float
    smooth_ece: float
    spiegelhalter: float
    parts: Decomposition
    bins: tuple[Bin, ...]
    sentence: str
    at: tuple[OperatingPoint, ...]

    @property
    def prevalence(self) -> float:
        """The share of rows with the event."""
        return self.events / self.n


def judge_predictions(
    y: Bytes, risks: Floats, thresholds: tuple[float, ...] = (), missing: int = 0
) -> PredictionReport:
    """Judge ``risks`` (0..1, [n]) against outcomes ``y`` (0/1, [n]).

    ``missing`` is how many rows were left out for want of either. EvaluationRefused where there
    is no row or a risk lies outside 0..1; SettingsRefused where a threshold does.
    """
    _check(risks, thresholds)
    logits, curve = logit(risks), curve_of(y, risks)
    mass, width = equal_mass(curve, WIDE), equal_width(curve, WIDE)
    ratio, large = observed_to_expected(y, risks), in_the_large(y, logits)
    slope = slope_of(line_fit(y, logits), y)
    return PredictionReport(
        n=y.size,
        missing=missing,
        certain=int(((risks == 0) | (risks == 1)).sum()),
        events=int(y.sum()),
        auroc=auroc_measure(y, risks),
        brier=float(squared_errors(y, risks).mean()),
        brier_scaled=scaled_brier(y, risks),
        log_loss=float(log_losses(y, risks).mean()),
        o_to_e=ratio,
        in_the_large=large,
        slope=slope,
        flexible=distances(flexible_curve(y, logits), risks, logits),
        ece_mass=expected_error(mass),
        ece_width=expected_error(width),
        ece_null=drain(null_bound_of(curve, mass, SEED)),
        mce=largest_error(width),
        rmsce_debiased=debiased_error(equal_mass(curve, FINE)),
        smooth_ece=smooth_calibration_error(y, risks),
        spiegelhalter=spiegelhalter_z(y, risks),
        parts=decompose(y, risks),
        bins=bins_of(mass),
        sentence=calibration_sentence(ratio, large, slope),
        at=tuple(operating_point(curve, threshold) for threshold in thresholds),
    )


def _check(risks: Floats, thresholds: tuple[float, ...]) -> None:
    if risks.size == 0:
        raise EvaluationRefused(
            "No row has both an outcome and a risk.", "Check the two column names.", "NO_ROWS"
        )
    outside = np.flatnonzero(~((risks >= 0) & (risks <= 1)))
    if outside.size:
        raise EvaluationRefused(
            f"{outside.size:,} of {risks.size:,} risks lie outside 0 to 1.",
            _hint(float(risks.min()), float(risks.max())),
            "RISK_RANGE",
        )
    if not all(0 <= threshold <= 1 for threshold in thresholds):
        raise SettingsRefused(
            "A threshold must lie between 0 and 1.", "Give risks such as 0.05,0.1.", "THRESHOLD"
        )


def _hint(low: float, high: float) -> str:
    """Return what numbers from ``low`` to ``high`` probably are, and the way back to risks."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "Some are infinite or no numbers: correct or remove these rows."
    if low < 0:
        return "Negative numbers are probably logits: give 1 / (1 + exp(-logit)) instead."
    if high <= 100:
        return "They are probably percentages: divide them by 100."
    return "Give the predicted probability of the event, between 0 and 1."
