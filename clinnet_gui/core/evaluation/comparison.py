"""The network beside its baselines, on the same rows, recalibrated the same way."""

import math

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation.calibration import mean_measure
from clinnet_gui.core.evaluation.evaluation import Judged
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.losses import log_losses, squared_errors
from clinnet_gui.core.statistics.proportions import Z95
from clinnet_gui.core.statistics.ranks import area
from clinnet_gui.core.statistics.resampling import bootstrap_means
from clinnet_gui.core.work import Progress, Work, told

TIMES = 500
MOST_ROWS = 100_000
"""Above this many rows the bootstrap of a mean is its normal limit, and that is used."""
NETWORK = "network"


def compare(y: Bytes, risks: tuple[tuple[str, Floats], ...], seed: int) -> Work[tuple[Judged, ...]]:
    """Return each model judged on outcomes y; ``risks`` are (name, risks), the network first.

    ``against`` is the model's log-loss minus the network's, by paired bootstrap: > 0 speaks for
    the network.
    """
    losses = np.column_stack([log_losses(y, values) for _, values in risks])
    yield Progress("Comparing with simpler models", 0.0)
    differences = losses[:, 1:] - losses[:, :1]
    against = yield from _differences(differences, y, seed)
    judged = []
    for i, (name, values) in enumerate(risks):
        judged.append(_judge(name, y, values, losses[:, i], against[i - 1] if i else Measure(math.nan)))
        yield Progress("Comparing with simpler models", (i + 1) / len(risks))
    return tuple(judged)


def auroc_measure(y: Bytes, scores: Floats) -> Measure:
    """Return the AUROC with DeLong's interval on the logit scale."""
    found = area(y, scores)
    method = "area under the ROC curve; DeLong interval on the logit scale"
    return Measure(found.value, found.low, found.high, method, y.size, int(y.sum()))


def _judge(name: str, y: Bytes, risks: Floats, losses: Floats, against: Measure) -> Judged:
    return Judged(
        name=name,
        auroc=auroc_measure(y, risks),
        log_loss=mean_measure(losses, y, "log-loss"),
        brier=mean_measure(squared_errors(y, risks), y, "Brier score"),
        against=against,
    )


def _differences(differences: Floats, y: Bytes, seed: int) -> Work[tuple[Measure, ...]]:
    """Return each column's mean with its paired interval."""
    n, events = y.size, int(y.sum())
    means = differences.mean(axis=0)
    if n > MOST_ROWS:
        reach = Z95 * differences.std(axis=0, ddof=1) / math.sqrt(n)
        bounds, method = (
            np.stack([means - reach, means + reach]),
            "log-loss difference; paired normal interval",
        )
    else:
        drawn = yield from told(bootstrap_means(differences, y, TIMES, seed), "Comparing with simpler models")
        bounds = np.quantile(drawn, [0.025, 0.975], axis=0)
        method = f"log-loss difference; paired bootstrap, {TIMES} samples within outcomes"
    return tuple(
        Measure(float(mean), float(low), float(high), method, n, events)
        for mean, low, high in zip(means, *bounds, strict=True)
    )
