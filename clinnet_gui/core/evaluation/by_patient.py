"""Intervals of rows that belong to patients with several of them: by patient, where a formula gives them.

Estimates stay as they are. The band of the curve is in ``flexible``; shares, at a threshold and in the groups
of a calibration plot, are in ``shares``.
"""

import math
from dataclasses import replace

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, numbered
from clinnet_gui.core.data.questions import many
from clinnet_gui.core.evaluation.calibration_line import Lines, LineTests, fit_lines
from clinnet_gui.core.evaluation.decomposition import ScoreTest, scaled_parts, spiegelhalter
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.wording import calibration_sentence
from clinnet_gui.core.statistics.clustered import (
    clustered_covariance,
    clustered_mean_error,
)
from clinnet_gui.core.statistics.design_effect import FEWEST_PATIENTS, student
from clinnet_gui.core.statistics.folds import repeats
from clinnet_gui.core.statistics.likelihood import BY_PATIENT, NestedTest, wald_test
from clinnet_gui.core.statistics.logistic import SOLVED, Logistic
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
    O:E, Brier score (scaled too) and log-loss, its tests likewise, and its sentence from these."""
    if too_few(owner):
        return _of_few(found, y, int(owner.max()) + 1)
    lines = yield from told(fit_lines(y, logit(risks)), "Intervals by patient")
    yield Progress("Intervals by patient")
    tests, large, slope = _of_lines(found, lines, y, logit(risks), owner)
    yield Progress("Intervals by patient")
    ratio, losses = ratio_by_patient(found.o_to_e, y, risks, owner), squared_errors(y, risks)
    yield Progress("Intervals by patient")
    return replace(
        found,
        tests=tests,
        spiegelhalter=spiegelhalter(y, risks, owner),
        in_the_large=large,
        slope=slope,
        o_to_e=ratio,
        brier=mean_by_patient(found.brier, losses, owner),
        brier_scaled=mean_by_patient(found.brier_scaled, scaled_parts(losses, y), owner, positive=False),
        log_loss=mean_by_patient(found.log_loss, log_losses(y, risks), owner),
        sentence=calibration_sentence(ratio, large, slope),
    )


def _of_lines(
    found: Calibration, lines: Lines, y: Bytes, logits: Floats, owner: Ints
) -> tuple[LineTests, Measure, Measure]:
    """The tests, calibration-in-the-large and slope, from the covariances of the two lines over patients."""
    one, patients = np.ones((1, y.size)), int(owner.max()) + 1
    tests, large, slope = found.tests, found.in_the_large, found.slope
    if lines.shift is not None:
        spread = clustered_covariance(lines.shift, one, y, owner, logits)
        tests = replace(tests, large=wald_test(lines.shift.coefficients, spread, patients))
        large = _wald(large, float(spread[0, 0]), patients)
    if lines.line is not None:
        spread = clustered_covariance(lines.line, np.vstack([one, logits]), y, owner)
        away = lines.line.coefficients - np.array([0.0, 1.0])
        weak, alone = wald_test(away, spread, patients), wald_test(away[1:], spread[1:, 1:], patients)
        tests, slope = replace(tests, weak=weak, slope=alone), _wald(slope, float(spread[1, 1]), patients)
    return tests, large, slope


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
        tests=LineTests(*(NestedTest(math.nan, df, math.nan, BY_PATIENT) for df in (2, 1, 1))),
        spiegelhalter=ScoreTest(math.nan, math.nan),
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


def slope_by_patient(
    measure: Measure, fit: Logistic | None, y: Bytes, logits: Floats, owner: Ints
) -> Measure:
    """Return the calibration slope of this ``fit`` with its interval by patient."""
    if fit is None or too_few(owner):
        return without_interval(measure)
    spread = clustered_covariance(fit, np.stack([np.ones(y.size), logits]), y, owner)
    return _wald(measure, float(spread[1, 1]), int(owner.max()) + 1)


def _wald(measure: Measure, variance: float, patients: int) -> Measure:
    if math.isnan(variance) or not measure.estimable:
        return measure
    reach = max(student(patients - 1) * math.sqrt(variance), SOLVED)
    method = _method(measure, "Wald")
    return replace(measure, low=measure.value - reach, high=measure.value + reach, method=method)


def ratio_by_patient(measure: Measure, y: Bytes, risks: Floats, owner: Ints) -> Measure:
    """Return O:E with its interval by patient: it is a ratio of two sums over them, and its logarithm's error
    that of the residuals."""
    if not measure.estimable:
        return measure
    if too_few(owner):
        return without_interval(measure)
    error = clustered_mean_error(y - measure.value * risks, owner) * y.size / measure.events
    factor, method = math.exp(Z95 * error), _method(measure, "interval on the log scale")
    return replace(measure, low=measure.value / factor, high=measure.value * factor, method=method)


def _method(measure: Measure, interval: str) -> str:
    """The estimator as it was named, and the interval it has now."""
    name = measure.method.split(";")[0].removesuffix(", Wald")
    return f"{name}; {interval}, by patient"
