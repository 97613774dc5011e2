"""Two sets of risks for the same rows: which ranks better, and which loses less."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.aside import aside
from clinnet_gui.core.evaluation.discrimination import auroc_measure
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.area_difference import AreaDifference, area_difference
from clinnet_gui.core.statistics.clustered import clustered_difference
from clinnet_gui.core.statistics.losses import log_losses, squared_errors
from clinnet_gui.core.statistics.paired import interval, resampled_means
from clinnet_gui.core.work import Progress, Work, told


@dataclass(frozen=True, slots=True)
class Contest:
    """The AUROC of the ``first`` and the ``second`` risks with their paired DeLong test, and how much
    more ``log_loss`` and ``brier`` score the first have than the second, with an interval where it
    was bootstrapped. Differences are first minus second."""

    first: Measure
    second: Measure
    areas: AreaDifference
    log_loss: Measure
    brier: Measure


def contest(
    y: Bytes,
    first: Floats,
    second: Floats,
    seed: int,
    times: int = 0,
    *,
    owner: Ints | None = None,
) -> Work[Contest]:
    """Return how two sets of risks (0..1, [n]) compare on outcomes y (0/1); ``times`` bootstrap
    samples give the losses' differences an interval. ``owner`` numbers the patients from 0 where some have
    several rows: they are drawn then, and the AUROCs' intervals are by patient."""
    text = "Comparing the two risks"
    yield Progress(text)
    areas = yield from aside(text, lambda _: _areas(y, first, second, owner))
    ahead = yield from aside(text, lambda _: auroc_measure(y, first, owner))
    behind = yield from aside(text, lambda _: auroc_measure(y, second, owner))
    losses = [
        log_losses(y, first) - log_losses(y, second),
        squared_errors(y, first) - squared_errors(y, second),
    ]
    differences = yield from _differences(y, np.column_stack(losses), seed, times, owner)
    return Contest(ahead, behind, areas, *differences)


def _areas(y: Bytes, first: Floats, second: Floats, owner: Ints | None) -> AreaDifference:
    if owner is None:
        return area_difference(y, first, second)
    return clustered_difference(y, first, second, owner)


def _differences(y: Bytes, losses: Floats, seed: int, times: int, owner: Ints | None) -> Work[list[Measure]]:
    """Return the mean of each column, with its percentile interval where ``times`` is not 0."""
    n, events = y.size, int(y.sum())
    names = ("log-loss", "Brier score")
    if not times:
        means = losses.mean(axis=0)
        return [
            Measure(float(mean), method=f"{name}, first minus second", n=n, events=events)
            for name, mean in zip(names, means, strict=True)
        ]
    owners = np.arange(n) if owner is None else owner
    drawn = yield from told(resampled_means(losses, owners, seed, times), "Resampling the difference")
    found = [interval(losses[:, i], drawn[:, i]) for i in range(2)]
    method = "first minus second; paired bootstrap, {:,} samples"
    return [
        Measure(f.value, f.low, f.high, f"{name}, {method.format(times)}", n, events)
        for name, f in zip(names, found, strict=True)
    ]
