"""The network beside its baselines, on the same rows, recalibrated the same way."""

import math

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation.calibration import mean_measure
from clinnet_gui.core.evaluation.evaluation import Judged
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.area_difference import difference_of
from clinnet_gui.core.statistics.losses import log_losses, squared_errors
from clinnet_gui.core.statistics.paired import resampled_means
from clinnet_gui.core.statistics.proportions import Z95
from clinnet_gui.core.statistics.ranks import Placements, area_of, placements
from clinnet_gui.core.training.baselines import PREVALENCE
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
    text = "Comparing with simpler models"
    losses, errors = np.empty((2, y.size, len(risks)))
    for i, (_, values) in enumerate(risks):
        losses[:, i], errors[:, i] = log_losses(y, values), squared_errors(y, values)
        yield Progress(text, 0.0)
    both = np.column_stack([losses[:, 1:] - losses[:, :1], errors[:, 1:] - errors[:, :1]])
    yield Progress(text, 0.0)
    found = yield from _differences(both, y, seed)
    yield Progress(text, 0.0)
    rivals, judged, one_class = len(risks) - 1, [], y.min() == y.max()
    network: Placements | None = None
    for i, (name, values) in enumerate(risks):
        placed = None if one_class else placements(y, _ranked(name, values))
        yield Progress(text, (i + 0.5) / len(risks))
        against = (_UNKNOWN, _UNKNOWN) if i == 0 else (found[i - 1], found[rivals + i - 1])
        areas = _UNKNOWN if i == 0 else _areas(y, placed, network)
        network = placed if i == 0 else network
        judged.append(_judge(name, y, placed, (losses[:, i], errors[:, i]), (*against, areas)))
        yield Progress(text, (i + 1) / len(risks))
    return tuple(judged)


def _ranked(name: str, risks: Floats) -> Floats:
    """The risks by which a model ranks patients. The prevalence ranks nobody: that of the other folds is the
    lower the more events a fold has, which would bring its AUROC below 0.5."""
    return np.zeros_like(risks) if name.casefold() == PREVALENCE.casefold() else risks


def auroc_measure(y: Bytes, scores: Floats) -> Measure:
    """Return the AUROC with DeLong's interval on the logit scale."""
    return _auroc(y, None if y.min() == y.max() else placements(y, scores))


def _auroc(y: Bytes, placed: Placements | None) -> Measure:
    """Return the AUROC from its placement values; not estimable without them."""
    method = "area under the ROC curve; DeLong interval on the logit scale"
    if placed is None:
        return Measure(math.nan, method=method, n=y.size, events=int(y.sum()))
    found = area_of(placed)
    return Measure(found.value, found.low, found.high, method, y.size, int(y.sum()))


def _areas(y: Bytes, placed: Placements | None, others: Placements | None) -> Measure:
    """Return the AUROC less that of ``others``, on the same rows, with DeLong's interval."""
    method = "AUROC difference; paired DeLong interval"
    if placed is None or others is None:
        return Measure(math.nan, method=method, n=y.size, events=int(y.sum()))
    found = difference_of(placed, others)
    return Measure(found.value, found.low, found.high, method, y.size, int(y.sum()))


def _judge(
    name: str,
    y: Bytes,
    placed: Placements | None,
    lost: tuple[Floats, Floats],
    against: tuple[Measure, Measure, Measure],
) -> Judged:
    """Judge one model by its placements, log-losses and squared errors."""
    losses, errors = lost
    return Judged(
        name=name,
        auroc=_auroc(y, placed),
        log_loss=mean_measure(losses, y, "log-loss"),
        brier=mean_measure(errors, y, "Brier score"),
        against=against[0],
        against_brier=against[1],
        against_auroc=against[2],
    )


def _differences(differences: Floats, y: Bytes, seed: int) -> Work[tuple[Measure, ...]]:
    """Return each column's mean with its paired interval."""
    n, events = y.size, int(y.sum())
    if not differences.size:
        return ()
    means = differences.mean(axis=0)
    if n > MOST_ROWS:
        reach = Z95 * differences.std(axis=0, ddof=1) / math.sqrt(n)
        bounds, method = (
            np.stack([means - reach, means + reach]),
            "mean difference; paired normal interval",
        )
    else:
        # Drawn within outcomes, an interval holds the truth in 59 of 100 samples where a model is too high.
        work = resampled_means(differences, np.arange(n), seed, TIMES)
        drawn = yield from told(work, "Comparing with simpler models")
        bounds = np.quantile(drawn, [0.025, 0.975], axis=0)
        method = f"mean difference; paired bootstrap, {TIMES} samples of the rows"
    return tuple(
        Measure(float(mean), float(low), float(high), method, n, events)
        for mean, low, high in zip(means, *bounds, strict=True)
    )
