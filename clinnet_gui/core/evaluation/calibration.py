"""Calibration of one set of risks: how far they agree with what happened."""

import math

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation.binning import Groups, equal_mass
from clinnet_gui.core.evaluation.calibration_error import expected_error, null_bound
from clinnet_gui.core.evaluation.calibration_line import (
    in_the_large,
    line_fit,
    line_points,
    observed_to_expected,
    slope_of,
)
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.evaluation.evaluation import Bin, Calibration
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.wording import calibration_sentence
from clinnet_gui.core.statistics.losses import log_losses, logit, squared_errors
from clinnet_gui.core.statistics.proportions import Z95, wilson
from clinnet_gui.core.work import Progress, Work

BINS = 10


def calibration(y: Bytes, risks: Floats, curve: Curve, seed: int) -> Work[Calibration]:
    """Return the Calibration of risks (0..1) against outcomes; ``curve`` holds the same, sorted.

    One class only, equal risks, risks of 0 or 1: what cannot be estimated is NaN.
    """
    groups = equal_mass(curve, BINS)
    bound = yield from null_bound_of(curve, groups, seed)
    logits = logit(risks)
    fit = line_fit(y, logits)
    yield Progress("Calibration")
    large, ratio = in_the_large(y, logits), observed_to_expected(y, risks)
    yield Progress("Calibration")
    slope = slope_of(fit, y)
    return Calibration(
        bins=bins_of(groups),
        line=line_points(fit, risks),
        ece=ece_measure(groups, bound, y),
        brier=mean_measure(squared_errors(y, risks), y, "Brier score"),
        log_loss=mean_measure(log_losses(y, risks), y, "log-loss"),
        in_the_large=large,
        slope=slope,
        o_to_e=ratio,
        sentence=calibration_sentence(ratio, large, slope),
    )


def null_bound_of(curve: Curve, groups: Groups, seed: int) -> Work[float]:
    """Run the null simulation and turn its shares into progress."""
    simulation = null_bound(curve, groups, seed)
    while True:
        try:
            share = next(simulation)
        except StopIteration as end:
            return float(end.value)
        yield Progress("Calibration error of a perfect model", share)


def bins_of(groups: Groups) -> tuple[Bin, ...]:
    """Return the groups as points of a reliability diagram, with Wilson intervals."""
    shares = groups.events / groups.counts
    low, high = wilson(groups.events, groups.counts)
    return tuple(
        Bin(
            float(groups.low[i]),
            float(groups.high[i]),
            float(groups.predicted[i]),
            Measure(
                float(shares[i]),
                float(low[i]),
                float(high[i]),
                "share with the event; Wilson interval",
                int(groups.counts[i]),
                int(groups.events[i]),
            ),
        )
        for i in range(groups.counts.size)
    )


def ece_measure(groups: Groups, bound: float, y: Bytes) -> Measure:
    """Return ECE; its "interval" is what a perfect model reaches in 95 of 100 samples of this size."""
    method = (
        f"expected calibration error, {groups.counts.size} groups of equal size; 0 to high: perfect model"
    )
    return Measure(expected_error(groups), 0.0, bound, method, y.size, int(y.sum()))


def mean_measure(values: Floats, y: Bytes, name: str) -> Measure:
    """Return the mean of per-row losses with its normal interval."""
    if values.size == 0:
        return Measure(math.nan, method=name)
    value = float(values.mean())
    reach = Z95 * float(values.std(ddof=1)) / math.sqrt(values.size) if values.size > 1 else math.nan
    low = max(value - reach, 0.0) if not math.isnan(reach) else math.nan
    return Measure(value, low, value + reach, f"{name}; normal interval", y.size, int(np.sum(y)))
