"""Calibration of one set of risks: how far they agree with what happened."""

import math

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, read_only
from clinnet_gui.core.aside import aside
from clinnet_gui.core.evaluation.binning import Groups, equal_mass, equal_width
from clinnet_gui.core.evaluation.calibration_error import (
    debiased_error,
    expected_error,
    largest_error,
    null_bound,
    null_of_patients,
)
from clinnet_gui.core.evaluation.calibration_line import (
    fit_lines,
    line_points,
    observed_to_expected,
    shift_of,
    slope_of,
)
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.evaluation.decomposition import (
    corp_steps,
    decompose,
    scaled_brier,
    scaled_parts,
    spiegelhalter,
    step_points,
)
from clinnet_gui.core.evaluation.evaluation import Bin, Calibration, Errors, Parts, Smooths
from clinnet_gui.core.evaluation.flexible import (
    Flexible,
    curve_points,
    default_knots,
    distances,
    fit_flexible,
)
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.shares import share_bounds
from clinnet_gui.core.evaluation.wording import calibration_sentence
from clinnet_gui.core.statistics.isotonic import Steps
from clinnet_gui.core.statistics.loess import fit_loess
from clinnet_gui.core.statistics.losses import log_losses, logit, squared_errors
from clinnet_gui.core.statistics.proportions import Z95
from clinnet_gui.core.statistics.smoothing import SmoothError
from clinnet_gui.core.work import Progress, Work, told

BINS, FINE = 10, 15
"""Groups of the headline errors, and of those that the literature also gives."""
SMOOTH_POINTS = 401


def calibration(
    y: Bytes, risks: Floats, curve: Curve, seed: int, owner: Ints | None = None
) -> Work[Calibration]:
    """Return the Calibration of risks (0..1) against outcomes; ``curve`` holds the same, sorted. ``owner``
    numbers the patients from 0 where some have several rows: band and groups are by patient then, the other
    intervals ``by_patient`` makes so.

    One class only, equal risks, risks of 0 or 1: what cannot be estimated is NaN.
    """
    logits = logit(risks)
    yield Progress("Calibration")
    lines = yield from told(fit_lines(y, logits), "Calibration")
    errors = yield from _errors(y, risks, curve, seed)
    flexible = yield from _flexible(y, logits, owner)
    loess = loess_points(curve)
    yield Progress("Calibration curve")
    steps = yield from aside("Calibration curve", lambda _: corp_steps(curve))
    far = distances(flexible, risks, logits, y)
    yield Progress("Calibration curve")
    losses = squared_errors(y, risks)
    brier = mean_measure(losses, y, "Brier score")
    large, slope, ratio = shift_of(lines.shift, y), slope_of(lines.line, y), observed_to_expected(y, risks)
    return Calibration(
        curve=curve,
        bins=bins_of(equal_mass(curve, BINS), curve),
        line=read_only(line_points(lines.line, risks)),
        smooths=Smooths(
            flexible=read_only(curve_points(flexible, risks)),
            knots=0 if flexible is None else flexible.knots.size,
            loess=read_only(loess),
            steps=read_only(step_points(steps)),
        ),
        distances=far,
        tests=lines.tests,
        spiegelhalter=spiegelhalter(y, risks),
        errors=errors,
        brier=brier,
        brier_scaled=_scaled(losses, y),
        parts=_parts(brier, y, steps),
        log_loss=mean_measure(log_losses(y, risks), y, "log-loss"),
        in_the_large=large,
        slope=slope,
        o_to_e=ratio,
        sentence=calibration_sentence(ratio, large, slope),
    )


def _flexible(y: Bytes, logits: Floats, owner: Ints | None) -> Work[Flexible | None]:
    knots = default_knots(y, logits)
    yield Progress("Calibration curve")
    found = yield from told(fit_flexible(y, logits, knots), "Calibration curve")
    if found is None or owner is None:
        return found
    yield Progress("Calibration curve")
    return found.of_patients(y, logits, owner)


def loess_points(curve: Curve) -> Floats:
    """Return loess as (risk, observed) [points, 2] over the range of the risks; no points where
    these take fewer than three values."""
    fit = fit_loess(curve.risks, np.diff(curve.events_below).astype(np.int8))
    if fit is None:
        return np.empty((0, 2))
    at = np.linspace(curve.risks[0], curve.risks[-1], SMOOTH_POINTS)
    return np.column_stack([at, fit.at(at)])


def bins_of(groups: Groups, curve: Curve) -> tuple[Bin, ...]:
    """Return the groups of the curve as points of a reliability diagram, with Wilson intervals; by patient
    where patients have several rows."""
    return tuple(
        Bin(
            float(groups.low[i]),
            float(groups.high[i]),
            float(groups.predicted[i]),
            _observed(int(groups.events[i]), int(groups.counts[i]), int(groups.starts[i]), curve),
        )
        for i in range(groups.counts.size)
    )


def _observed(events: int, rows: int, start: int, curve: Curve) -> Measure:
    """The share with the event of rows of neighbouring risks."""
    spread = None if curve.owned is None else curve.owned.among(start, start + rows)
    low, high, how = share_bounds(events, rows, spread, (0,), (1,))
    return Measure(events / rows, low, high, f"share with the event; {how}", rows, events)


def mean_measure(values: Floats, y: Bytes, name: str) -> Measure:
    """Return the mean of per-row losses with its normal interval."""
    if values.size == 0:
        return Measure(math.nan, method=name)
    value = float(values.mean())
    reach = Z95 * float(values.std(ddof=1)) / math.sqrt(values.size) if values.size > 1 else math.nan
    low = max(value - reach, 0.0) if not math.isnan(reach) else math.nan
    return Measure(value, low, value + reach, f"{name}; normal interval", y.size, int(np.sum(y)))


def _errors(y: Bytes, risks: Floats, curve: Curve, seed: int) -> Work[Errors]:
    """Return every calibration error with the bound that a perfect model stays below."""
    mass, width, fine = equal_mass(curve, BINS), equal_width(curve, BINS), equal_mass(curve, FINE)
    text = "Calibration error of a perfect model"
    if curve.owned is None:
        null = yield from told(null_bound(curve, mass, seed), text)
    else:
        null = yield from aside(text, lambda _: null_of_patients(curve, mass, seed))
    smooth = yield from told(SmoothError(risks).step_by_step(y), "Smooth calibration error")

    def error(value: float, method: str) -> Measure:
        return Measure(value, method=method, n=y.size, events=int(curve.events_below[-1]))

    expected = "expected calibration error, {} groups of equal {}"
    return Errors(
        mass=error(expected_error(mass), expected.format(mass.counts.size, "size")),
        width=error(expected_error(width), expected.format(BINS, "width")),
        mass_fine=error(expected_error(fine), expected.format(fine.counts.size, "size")),
        width_fine=error(expected_error(equal_width(curve, FINE)), expected.format(FINE, "width")),
        largest=error(largest_error(width), f"largest gap of {BINS} groups of equal width"),
        debiased=error(
            debiased_error(fine), f"root mean square gap of {FINE} groups of equal size, chance taken off"
        ),
        smooth=error(smooth, "smooth calibration error: residuals smoothed by a Gaussian, no groups"),
        null=null,
    )


def _scaled(losses: Floats, y: Bytes) -> Measure:
    """Return the scaled Brier score; its interval is not that of the Brier score, since the
    prevalence varies too."""
    n, events, method = y.size, int(y.sum()), "1 − Brier score over that of the prevalence"
    value = scaled_brier(float(losses.mean()), events / n) if n else math.nan
    if math.isnan(value):
        return Measure(value, method=method, n=n, events=events)
    reach = Z95 * float(scaled_parts(losses, y).std(ddof=1)) / math.sqrt(n)
    return Measure(value, value - reach, value + reach, f"{method}; normal interval", n, events)


def _parts(brier: Measure, y: Bytes, steps: Steps) -> Parts:
    """Return the Brier score taken apart, ``steps`` being the isotonic regression."""
    found = decompose(brier.value, float(y.mean()), steps)
    method = "CORP decomposition by isotonic regression: Brier score = MCB − DSC + UNC"
    values = (found.miscalibration, found.discrimination, found.uncertainty)
    return Parts(*(Measure(value, method=method, n=y.size, events=brier.events) for value in values))
