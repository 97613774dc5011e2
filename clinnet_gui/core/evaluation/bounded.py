"""A calibration with the intervals that its bootstrap samples give."""

import math
from dataclasses import replace

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.bounds import Bounds, moved, of_error, percentiles
from clinnet_gui.core.evaluation.evaluation import Calibration, Parts
from clinnet_gui.core.evaluation.flexible import Distances
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.redrawn import NAMES


def bounded(found: Calibration, drawn: Floats, perfect: Floats, failed: int) -> Calibration:
    """Return ``found`` with an interval for each of NAMES, from the figures of samples [times, names] and of
    the same samples with outcomes of ``perfect`` risks; ``failed`` of them had no curve."""
    samples = f"{len(drawn):,} samples" + (f", {failed:,} of them without a curve" if failed else "")
    said = f"bootstrap of patients, {samples}"
    column, perfection = (dict(zip(NAMES, values.T, strict=True)) for values in (drawn, perfect))

    def plain(name: str, measure: Measure) -> Measure:
        return _with(measure, percentiles(column[name]), said)

    def error(name: str, measure: Measure, over: float = math.nan) -> Measure:
        return _with(measure, of_error(column[name], perfection[name], measure.value, over), said)

    far, errors, parts = found.distances, found.errors, found.parts
    # An isotonic regression follows chance alike whether the risks are right or off.
    fitted = float(perfection["miscalibration"].mean())
    discrimination = moved(column["discrimination"], parts.discrimination.value, fitted)
    return replace(
        found,
        brier=plain("brier", found.brier),
        brier_scaled=plain("brier_scaled", found.brier_scaled),
        log_loss=plain("log_loss", found.log_loss),
        parts=Parts(
            error("miscalibration", parts.miscalibration, fitted),
            _with(parts.discrimination, discrimination, f"{said}, less what resampling adds"),
            plain("uncertainty", parts.uncertainty),
        ),
        distances=Distances(
            error("ici", far.ici), error("e50", far.e50), error("e90", far.e90), error("emax", far.emax)
        ),
        errors=replace(
            errors,
            mass=error("mass", errors.mass),
            width=error("width", errors.width),
            mass_fine=error("mass_fine", errors.mass_fine),
            width_fine=error("width_fine", errors.width_fine),
            largest=error("largest", errors.largest),
            debiased=error("debiased", errors.debiased, 0.0),  # chance is taken off the estimate
            smooth=error("smooth", errors.smooth),
        ),
    )


def _with(measure: Measure, bounds: Bounds, said: str) -> Measure:
    method = f"{measure.method.split('; ')[0]}; {said}"
    if not math.isnan(bounds.chance):
        method += (
            ", less what resampling adds; perfectly calibrated risks show up to "
            f"{bounds.chance:.3f} by chance (97.5 of 100 samples), and up to there the interval begins at 0"
        )
    return replace(measure, low=bounds.low, high=bounds.high, method=method)
