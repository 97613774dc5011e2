"""Intervals of rows that belong to patients with several of them: by patient, where a formula gives them.

Estimates stay as they are. The band of the curve is in ``flexible``; shares, at a threshold and in the groups
of a calibration plot, are in ``shares``.
"""

import math
from dataclasses import replace

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, numbered
from clinnet_gui.core.data.questions import many
from clinnet_gui.core.evaluation.calibration_line import fit_lines
from clinnet_gui.core.evaluation.decomposition import scaled_parts
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.wording import calibration_sentence
from clinnet_gui.core.statistics.clustered import (
    clustered_covariance,
    clustered_mean_error,
)
from clinnet_gui.core.statistics.design_effect import FEWEST_PATIENTS
from clinnet_gui.core.statistics.folds import repeats
from clinnet_gui.core.statistics.losses import log_losses, logit, squared_errors
from clinnet_gui.core.statistics.proportions import Z95
from clinnet_gui.core.work import Progress, Work, told


def too_few(owner: Ints) -> bool:
    """Whether these rows are of too few patients for an interval."""
    return int(owner.max(initial=-1)) + 1 < FEWEST_PATIENTS


def owners(patients: Ints) -> Ints | None:
    """Return whose each row is, numbered from 0; None where every row is a patient of its own."""
    return numbered(patients) if repeats(patients) else None


def by_patient(found: Calibration, y: Bytes, risks: Floats, owner: Ints) -> Work[Calibration]:
    """Return the calibration of these rows with intervals by patient for calibration-in-the-large, slope,
    O:E, Brier score (scaled too) and log-loss, and its sentence from these."""
    if too_few(owner):
        return _of_few(found, y, int(owner.max()) + 1)
    logits, one = logit(risks), np.ones((1, y.size))
    both, large, slope = np.vstack([one, logits]), found.in_the_large, found.slope
    yield Progress("Intervals by patient")
    lines = yield from told(fit_lines(y, logits), "Intervals by patient")
    if lines.shift is not None:
        large = _wald(large, float(clustered_covariance(lines.shift, one, y, owner, logits)[0, 0]))
    yield Progress("Intervals by patient")
    if lines.line is not None:
        slope = _wald(slope, float(clustered_covariance(lines.line, both, y, owner)[1, 1]))
    yield Progress("Intervals by patient")
    ratio, losses = _ratio(found.o_to_e, y, risks, owner), squared_errors(y, risks)
    yield Progress("Intervals by patient")
    return replace(
        found,
        in_the_large=large,
        slope=slope,
        o_to_e=ratio,
        brier=mean_by_patient(found.brier, losses, owner),
        brier_scaled=mean_by_patient(found.brier_scaled, scaled_parts(losses, y), owner, positive=False),
        log_loss=mean_by_patient(found.log_loss, log_losses(y, risks), owner),
        sentence=calibration_sentence(ratio, large, slope),
    )


def _of_few(found: Calibration, y: Bytes, patients: int) -> Calibration:
    """The figures of too few patients, none with an interval, and a sentence that claims nothing."""
    whose = f"these {many(y.size, 'row')} are of {many(patients, 'patient')}"
    return replace(
        found,
        in_the_large=without_interval(found.in_the_large),
        slope=without_interval(found.slope),
        o_to_e=without_interval(found.o_to_e),
        brier=without_interval(found.brier),
        brier_scaled=without_interval(found.brier_scaled),
        log_loss=without_interval(found.log_loss),
        sentence=f"Too few to judge calibration: {whose}.",
    )


def without_interval(measure: Measure) -> Measure:
    """Return a measure of too few patients: its estimate alone."""
    return replace(
        measure,
        low=math.nan,
        high=math.nan,
        method=_method(measure, f"no interval below {FEWEST_PATIENTS} patients"),
    )


def mean_by_patient(mean: Measure, values: Floats, owner: Ints, positive: bool = True) -> Measure:
    """Return the ``mean`` of these values with its normal interval by patient; cut at 0 where losses
    cannot be below it (``positive``)."""
    if not mean.estimable:
        return mean
    if too_few(owner):
        return without_interval(mean)
    reach = Z95 * clustered_mean_error(values, owner)
    low = max(mean.value - reach, 0.0) if positive and not math.isnan(reach) else mean.value - reach
    return replace(mean, low=low, high=mean.value + reach, method=_method(mean, "normal interval"))


def _wald(measure: Measure, variance: float) -> Measure:
    if math.isnan(variance) or not measure.estimable:
        return measure
    reach, method = Z95 * math.sqrt(variance), _method(measure, "Wald")
    return replace(measure, low=measure.value - reach, high=measure.value + reach, method=method)


def _ratio(measure: Measure, y: Bytes, risks: Floats, owner: Ints) -> Measure:
    """O:E is a ratio of two sums over patients; its logarithm's error is that of the residuals."""
    if not measure.estimable:
        return measure
    error = clustered_mean_error(y - measure.value * risks, owner) * y.size / measure.events
    factor, method = math.exp(Z95 * error), _method(measure, "interval on the log scale")
    return replace(measure, low=measure.value / factor, high=measure.value * factor, method=method)


def _method(measure: Measure, interval: str) -> str:
    """The estimator as it was named, and the interval it has now."""
    name = measure.method.split(";")[0].removesuffix(", Wald")
    return f"{name}; {interval}, by patient"
