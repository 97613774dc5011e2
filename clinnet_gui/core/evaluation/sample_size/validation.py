"""The sample size for validating a model: how wide the intervals will be at a number of patients.

Sources: Riley et al., Stat Med 2021;40:4230 (O:E, C-statistic, slope, standardised net benefit); the
variance of C by Hanley & McNeil 1982 in Newcombe's form (Stat Med 2006;25:559).
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.statistics.binormal import Binormal
from clinnet_gui.core.statistics.losses import expit, logit
from clinnet_gui.core.statistics.ranks import area

Z = 1.96
"""The quantile as the published sizes were computed with it."""

STEP = 1e-4
"""The standard error of ln(O:E) is taken to four digits, upwards, as the published program takes it."""


@dataclass(frozen=True, slots=True)
class Widths:
    """Widths of 95 % intervals: as targets, or as a number of patients gives them. NaN: not estimable
    (``net_benefit`` is standardised: divided by the prevalence)."""

    o_to_e: float
    c: float
    slope: float
    net_benefit: float = math.nan


TARGETS = Widths(0.2, 0.1, 0.2, 0.2)
"""What Riley et al. recommend."""


@dataclass(frozen=True, slots=True)
class Anticipated:
    """What a validation will meet. ``slope_variance`` is that of the calibration slope, times n;
    sensitivity and specificity at ``threshold`` (NaN where there is none)."""

    prevalence: float
    c: float
    slope_variance: float
    threshold: float = math.nan
    sensitivity: float = math.nan
    specificity: float = math.nan


@dataclass(frozen=True, slots=True)
class ValidationSize:
    """Patients at which each interval is as narrow as its target; 0 where it has none."""

    o_to_e: int
    c: int
    slope: int
    net_benefit: int

    @property
    def patients(self) -> int:
        """What the most demanding target asks for."""
        return max(self.o_to_e, self.c, self.slope, self.net_benefit)


def anticipated(prevalence: float, c: float, threshold: float | None = None) -> Anticipated:
    """Return what a calibrated binormal model of this prevalence and C-statistic will meet."""
    model = Binormal(prevalence, c)
    logits, weights = model.distribution()
    variance = slope_variance(logits, weights)
    if threshold is None or not 0 < threshold < 1:
        return Anticipated(prevalence, c, variance)
    return Anticipated(prevalence, c, variance, threshold, *model.operating(threshold))


def anticipated_of(y: Bytes, risks: Floats, threshold: float | None = None) -> Anticipated:
    """Return what a model that gave ``risks`` (0..1) for outcomes y will meet in more such patients."""
    logits = logit(risks)
    events = int(y.sum())
    prevalence = events / y.size if y.size else math.nan
    variance = slope_variance(logits, np.full(y.size, 1 / max(y.size, 1)))
    found = Anticipated(prevalence, area(y, risks).value, variance)
    if threshold is None or not 0 < threshold < 1 or events in (0, y.size):
        return found
    flagged = risks >= threshold
    sensitivity, specificity = float(flagged[y == 1].mean()), float((~flagged[y == 0]).mean())
    return Anticipated(prevalence, found.c, variance, threshold, sensitivity, specificity)


def slope_variance(logits: Floats, weights: Floats) -> float:
    """Return n times the variance of the calibration slope of calibrated risks whose logits have this
    distribution, from the information of intercept and slope; NaN where all are equal."""
    risks = expit(logits)
    information = weights * risks * (1 - risks)
    total = float(information.sum())
    if total <= 0:
        return math.nan
    mean = float((information * logits).sum()) / total
    spread = float((information * (logits - mean) ** 2).sum())
    return 1 / spread if spread > 1e-12 else math.nan


def widths_at(patients: float, of: Anticipated) -> Widths:
    """Return how wide the intervals will be at so many patients."""
    if patients < 1 or not 0 < of.prevalence < 1:
        return Widths(math.nan, math.nan, math.nan)
    ratio = math.sqrt((1 - of.prevalence) / (of.prevalence * patients))
    return Widths(
        o_to_e=2 * math.sinh(Z * ratio) if Z * ratio < 50 else math.inf,
        c=2 * Z * math.sqrt(_variance_of_c(patients, of)),
        slope=2 * Z * math.sqrt(of.slope_variance / patients),
        net_benefit=2 * Z * math.sqrt(_benefit_variance(of) / patients),
    )


def validation_size(of: Anticipated, targets: Widths = TARGETS) -> ValidationSize:
    """Return the patients that each target width asks for.

    >>> validation_size(anticipated(0.018, 0.8), Widths(1.0, 0.1, 0.2)).c
    4252
    """
    return ValidationSize(
        o_to_e=_for_ratio(of.prevalence, targets.o_to_e),
        c=_for_c(of, targets.c),
        slope=_for_variance(of.slope_variance, targets.slope),
        net_benefit=_for_variance(_benefit_variance(of), targets.net_benefit),
    )


def _for_ratio(prevalence: float, width: float) -> int:
    if not (0 < prevalence < 1 and width > 0):
        return 0
    error = math.ceil(math.asinh(width / 2) / Z / STEP) * STEP
    return math.ceil((1 - prevalence) / (prevalence * error**2))


def _for_variance(variance: float, width: float) -> int:
    wanted = variance * (2 * Z / width) ** 2 if width > 0 else math.nan
    return math.ceil(wanted) if math.isfinite(wanted) else 0


def _for_c(of: Anticipated, width: float) -> int:
    """The first number of patients whose interval is no wider; the width falls with each patient."""
    if not (0 < of.c < 1 and 0 < of.prevalence < 1 and width > 0):
        return 0
    low, high = 1, 2
    while 2 * Z * math.sqrt(_variance_of_c(high, of)) > width:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        wide = 2 * Z * math.sqrt(_variance_of_c(middle, of)) > width
        low, high = (middle, high) if wide else (low, middle)
    return high


def _variance_of_c(patients: float, of: Anticipated) -> float:
    half, c = patients / 2 - 1, of.c
    spread = c * (1 - c) * (1 + half * (1 - c) / (2 - c) + half * c / (1 + c))
    return max(spread, 0.0) / (patients**2 * of.prevalence * (1 - of.prevalence))


def _benefit_variance(of: Anticipated) -> float:
    """n times the variance of net benefit / prevalence; NaN without a threshold."""
    if not 0 < of.threshold < 1:
        return math.nan
    pi, caught, spared = of.prevalence, of.sensitivity, of.specificity
    weight = (1 - pi) / pi * of.threshold / (1 - of.threshold)
    alarms = spared * (1 - spared) / (1 - pi) + (1 - spared) ** 2 / (pi * (1 - pi))
    return caught * (1 - caught) / pi + weight**2 * alarms
