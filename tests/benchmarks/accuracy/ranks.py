"""The arithmetic over tables: means over seeds, ranks among those that ran, excess over a peer."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.stats import rankdata

from clinnet_gui.core.arrays import Floats
from tests.benchmarks.accuracy.scores import Result


def complete(results: Sequence[Result]) -> list[Result]:
    """Leave out a model on a table where it has fewer splits than another has: their means would be
    over different rows."""
    runs = Counter((result.table, result.model) for result in results)
    most = {table: max(n for (t, _), n in runs.items() if t == table) for table, _ in runs}
    return [r for r in results if runs[r.table, r.model] == most[r.table]]


def over_seeds(
    results: Sequence[Result], measure: str, tables: Sequence[str], models: Sequence[str]
) -> Floats:
    """Return a measure's mean over seeds [tables, models]; NaN where a model did not run.

    A slope is the median of those that have an estimate: beside perfect separation a mean is noise.
    """
    found = np.full((len(tables), len(models)), np.nan)
    centre = np.nanmedian if measure == "slope" else np.mean
    for i, table in enumerate(tables):
        for j, model in enumerate(models):
            values = [getattr(r.score, measure) for r in results if (r.table, r.model) == (table, model)]
            if values and not np.isnan(values).all():
                found[i, j] = centre(values)
    return found


def ranks(losses: Floats) -> Floats:
    """Return each row's ranks, 1 the least, ties shared; who did not run is not ranked.

    >>> ranks(np.array([[0.3, 0.1, np.nan, 0.1]]))
    array([[3. , 1.5, nan, 1.5]])
    """
    return rankdata(losses, axis=1, nan_policy="omit")


def mean_ranks(losses: Floats) -> Floats:
    """Return each model's mean rank over the tables on which it ran; NaN where on none."""
    found, ran = ranks(losses), ~np.isnan(losses)
    count = ran.sum(axis=0)
    return np.where(count > 0, np.where(ran, found, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan)


def worst_excess(losses: Floats, beside: int) -> Floats:
    """Return by what share a model's loss exceeds that of model ``beside`` on its worst table."""
    excess = losses / losses[:, [beside]] - 1
    return np.where(np.isnan(excess).all(axis=0), np.nan, np.fmax.reduce(excess, axis=0))
