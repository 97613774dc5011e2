"""Many patients explained: which columns move the risk, by how much, and in which direction."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, read_only
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.statistics.patient_means import mean_over_patients
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work

TWO_LEVELS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """``attribution`` of some patients with their outcomes ``y``; ``low`` and ``high`` (log-odds, one
    a column) are the 95 % interval over patients of its importance, of this network as it is (NaN with
    a single patient); ``ranks`` (float64 [patients, columns], 0..1) say where each value stands among
    the others, NaN where there is no order or no value."""

    attribution: Attribution
    y: Bytes
    low: Floats
    high: Floats
    ranks: Floats


def cohort(trained: Trained, attribution: Attribution) -> Work[Cohort]:
    """Return what is drawn of many patients' attributions."""
    dataset, rows = trained.dataset, attribution.rows
    y = dataset.y[rows]
    ranks = np.full(attribution.contributions.shape, np.nan)
    for i, name in enumerate(attribution.columns):
        ranks[:, i] = ranks_of(dataset.table.column(name), dataset.rows[rows])
        yield Progress("Ranking the values", i / len(attribution.columns))
    _, low, high = mean_over_patients(np.abs(attribution.contributions), dataset.patients[rows])
    return Cohort(attribution, read_only(y), read_only(low), read_only(high), read_only(ranks))


def ranks_of(column: Column, rows: Ints) -> Floats:
    """Return the mid-rank of each row's value among the rows, scaled to 0..1, NaN where missing; of a
    category only where there are two levels, for more have no order."""
    if column.kind in (Kind.NUMBER, Kind.DATE):
        values = column.values[rows]
    elif len(column.levels) == TWO_LEVELS:
        values = np.where(column.codes[rows] < 0, np.nan, column.codes[rows])
    else:
        return np.full(rows.size, np.nan)
    known = ~np.isnan(values)
    found = np.full(rows.size, np.nan)
    distinct, place, counts = np.unique(values[known], return_inverse=True, return_counts=True)
    if distinct.size > 1:
        middles = np.cumsum(counts) - (counts + 1) / 2
        found[known] = (middles[place] - middles[0]) / (middles[-1] - middles[0])
    else:
        found[known] = 0.5
    return found
