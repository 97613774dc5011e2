"""The network beside its baselines, on the same rows, recalibrated the same way."""

import math
from dataclasses import dataclass
from functools import partial
from threading import Event

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.aside import aside
from clinnet_gui.core.evaluation.by_patient import mean_by_patient
from clinnet_gui.core.evaluation.calibration import mean_measure
from clinnet_gui.core.evaluation.discrimination import auroc_of, whose_rows
from clinnet_gui.core.evaluation.evaluation import Judged
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.area_difference import difference_of
from clinnet_gui.core.statistics.clustered import (
    clustered_difference_of,
    clustered_mean_error,
)
from clinnet_gui.core.statistics.losses import log_losses, squared_errors
from clinnet_gui.core.statistics.paired import resampled_means
from clinnet_gui.core.statistics.proportions import Z95
from clinnet_gui.core.statistics.ranks import Placements, placements
from clinnet_gui.core.training.baselines import PREVALENCE
from clinnet_gui.core.work import Progress, Work, told

TIMES = 500
MOST_ROWS = 100_000
"""Above this many rows the bootstrap of a mean is its normal limit, and that is used."""
NETWORK = "network"
_UNKNOWN = Measure(math.nan)


def compare(
    y: Bytes, risks: tuple[tuple[str, Floats], ...], seed: int, owner: Ints | None = None
) -> Work[tuple[Judged, ...]]:
    """Return each model judged on outcomes y; ``risks`` are (name, risks), the network first.

    ``against`` is the model's log-loss minus the network's, by paired bootstrap: > 0 speaks for
    the network. So does ``against_brier`` > 0, and ``against_auroc`` < 0. ``owner`` numbers the patients from
    0 where some have several rows: intervals are by patient then.
    """
    text, rows = "Comparing with simpler models", _Rows(y, owner)
    losses, errors = np.empty((2, y.size, len(risks)))
    for i, (_, values) in enumerate(risks):
        losses[:, i], errors[:, i] = log_losses(y, values), squared_errors(y, values)
        yield Progress(text, 0.0)
    both = np.column_stack([losses[:, 1:] - losses[:, :1], errors[:, 1:] - errors[:, :1]])
    yield Progress(text, 0.0)
    found = yield from _differences(both, rows, seed)
    yield Progress(text, 0.0)
    rivals, judged, one_class = len(risks) - 1, [], y.min() == y.max()
    network: Placements | None = None
    for i, (name, values) in enumerate(risks):
        ranked = _ranked(name, values)
        placed = None if one_class else (yield from aside(text, partial(_placed, y, ranked)))
        yield Progress(text, (i + 0.5) / len(risks))
        against = (_UNKNOWN, _UNKNOWN) if i == 0 else (found[i - 1], found[rivals + i - 1])
        areas = _UNKNOWN if i == 0 else _areas(rows, placed, network)
        network = placed if i == 0 else network
        judged.append(_judge(name, rows, placed, (losses[:, i], errors[:, i]), (*against, areas)))
        yield Progress(text, (i + 1) / len(risks))
    return tuple(judged)


def _placed(y: Bytes, scores: Floats, _: Event) -> Placements:
    return placements(y, scores)


def _ranked(name: str, risks: Floats) -> Floats:
    """The risks by which a model ranks patients. The prevalence ranks nobody: that of the other folds is the
    lower the more events a fold has, which would bring its AUROC below 0.5."""
    return np.zeros_like(risks) if name.casefold() == PREVALENCE.casefold() else risks


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Outcomes, and whose rows they are where some patients have several."""

    y: Bytes
    owner: Ints | None

    def measure(self, method: str, value: float, low: float = math.nan, high: float = math.nan) -> Measure:
        return Measure(value, low, high, method, self.y.size, int(self.y.sum()))

    def mean(self, values: Floats, name: str) -> Measure:
        plain = mean_measure(values, self.y, name)
        return plain if self.owner is None else mean_by_patient(plain, values, self.owner)


def _areas(rows: _Rows, placed: Placements | None, others: Placements | None) -> Measure:
    """Return the AUROC less that of ``others``, on the same rows, with DeLong's interval."""
    whose = whose_rows(rows.y, rows.owner)
    method = f"AUROC difference; paired {'DeLong interval' if whose is None else 'interval, by patient'}"
    if placed is None or others is None:
        return rows.measure(method, math.nan)
    found = difference_of(placed, others) if whose is None else clustered_difference_of(placed, others, whose)
    return rows.measure(method, found.value, found.low, found.high)


def _judge(
    name: str,
    rows: _Rows,
    placed: Placements | None,
    lost: tuple[Floats, Floats],
    against: tuple[Measure, Measure, Measure],
) -> Judged:
    """Judge one model by its placements, log-losses and squared errors."""
    losses, errors = lost
    return Judged(
        name=name,
        auroc=auroc_of(rows.y, placed, rows.owner),
        log_loss=rows.mean(losses, "log-loss"),
        brier=rows.mean(errors, "Brier score"),
        against=against[0],
        against_brier=against[1],
        against_auroc=against[2],
    )


def _differences(differences: Floats, rows: _Rows, seed: int) -> Work[tuple[Measure, ...]]:
    """Return each column's mean with its paired interval."""
    n, owner = rows.y.size, rows.owner
    if not differences.size:
        return ()
    means, drawn_of = differences.mean(axis=0), "the rows" if owner is None else "the patients"
    if n > MOST_ROWS:
        own = np.arange(n) if owner is None else owner
        reach = Z95 * np.array([clustered_mean_error(column, own) for column in differences.T])
        bounds, method = np.stack([means - reach, means + reach]), "paired normal interval"
    else:
        # Drawn within outcomes, an interval holds the truth in 59 of 100 samples where a model is too high.
        work = resampled_means(differences, np.arange(n) if owner is None else owner, seed, TIMES)
        drawn = yield from told(work, "Comparing with simpler models")
        bounds = np.quantile(drawn, [0.025, 0.975], axis=0)
        method = f"paired bootstrap, {TIMES} samples of {drawn_of}"
    return tuple(
        rows.measure(f"mean difference; {method}", float(mean), float(low), float(high))
        for mean, low, high in zip(means, *bounds, strict=True)
    )
