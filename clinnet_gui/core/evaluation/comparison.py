"""The network beside its baselines, on the same rows, recalibrated the same way."""

import math

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation.calibration import mean_measure
from clinnet_gui.core.evaluation.evaluation import Judged
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.area_difference import area_difference
from clinnet_gui.core.statistics.losses import log_losses, squared_errors
from clinnet_gui.core.statistics.proportions import Z95
from clinnet_gui.core.statistics.ranks import area
from clinnet_gui.core.statistics.resampling import bootstrap_means
from clinnet_gui.core.work import Progress, Work, told

TIMES = 500
MOST_ROWS = 100_000
"""Above this many rows the bootstrap of a mean is its normal limit, and that is used."""
NETWORK = "network"
_UNKNOWN = Measure(math.nan)


def compare(y: Bytes, risks: tuple[tuple[str, Floats], ...], seed: int) -> Work[tuple[Judged, ...]]:
    """Return each model judged on outcomes y; ``risks`` are (name, risks), the network first.

    ``against`` is the model's log-loss minus the network's, by paired bootstrap: > 0 speaks for
    the network. So does ``against_brier`` > 0, and ``against_auroc`` < 0.
    """
    losses = np.column_stack([log_losses(y, values) for _, values in risks])
    errors = np.column_stack([squared_errors(y, values) for _, values in risks])
    yield Progress("Comparing with simpler models", 0.0)
    both = np.column_stack([losses[:, 1:] - losses[:, :1], errors[:, 1:] - errors[:, :1]])
    found = yield from _differences(both, y, seed)
    rivals = len(risks) - 1
    judged, network = [], risks[0][1]
    for i, (name, values) in enumerate(risks):
        against = (_UNKNOWN, _UNKNOWN) if i == 0 else (found[i - 1], found[rivals + i - 1])
        areas = _UNKNOWN if i == 0 else auroc_difference(y, values, network)
        judged.append(_judge(name, y, (values, losses[:, i], errors[:, i]), (*against, areas)))
        yield Progress("Comparing with simpler models", (i + 1) / len(risks))
    return tuple(judged)


def auroc_measure(y: Bytes, scores: Floats) -> Measure:
    """Return the AUROC with DeLong's interval on the logit scale."""
    found = area(y, scores)
    method = "area under the ROC curve; DeLong interval on the logit scale"
    return Measure(found.value, found.low, found.high, method, y.size, int(y.sum()))


def auroc_difference(y: Bytes, scores: Floats, others: Floats) -> Measure:
    """Return the AUROC of ``scores`` minus that of ``others``, on the same rows, with DeLong's interval."""
    found = area_difference(y, scores, others)
    method = "AUROC difference; paired DeLong interval"
    return Measure(found.value, found.low, found.high, method, y.size, int(y.sum()))


def _judge(
    name: str, y: Bytes, found: tuple[Floats, Floats, Floats], against: tuple[Measure, Measure, Measure]
) -> Judged:
    """Judge one model by its risks, log-losses and squared errors."""
    risks, losses, errors = found
    return Judged(
        name=name,
        auroc=auroc_measure(y, risks),
        log_loss=mean_measure(losses, y, "log-loss"),
        brier=mean_measure(errors, y, "Brier score"),
        against=against[0],
        against_brier=against[1],
        against_auroc=against[2],
    )


def _differences(differences: Floats, y: Bytes, seed: int) -> Work[tuple[Measure, ...]]:
    """Return each column's mean with its paired interval."""
    n, events = y.size, int(y.sum())
    means = differences.mean(axis=0)
    if n > MOST_ROWS:
        reach = Z95 * differences.std(axis=0, ddof=1) / math.sqrt(n)
        bounds, method = (
            np.stack([means - reach, means + reach]),
            "mean difference; paired normal interval",
        )
    else:
        drawn = yield from told(bootstrap_means(differences, y, TIMES, seed), "Comparing with simpler models")
        bounds = np.quantile(drawn, [0.025, 0.975], axis=0)
        method = f"mean difference; paired bootstrap, {TIMES} samples within outcomes"
    return tuple(
        Measure(float(mean), float(low), float(high), method, n, events)
        for mean, low, high in zip(means, *bounds, strict=True)
    )
