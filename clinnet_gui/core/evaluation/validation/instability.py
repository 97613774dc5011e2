"""How far a patient's risk moves between networks made of other samples of the same patients.

Source: Riley & Collins, Biometrical Journal 2023;65:2200302.
"""

import math

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints, ascending, read_only
from clinnet_gui.core.evaluation.validation.refits import Singles
from clinnet_gui.core.evaluation.validation.values import Instability
from clinnet_gui.core.work import Progress, Work

CELLS = 200_000
"""Risks between two yields: some 10 ms of sorting."""

MOST_GROUPS, PATIENTS = 30, 15
"""The band goes through as many groups of patients at most, of as many patients at least."""

CLOUD, SEED = 20_000, 1
"""Pairs that are drawn at most, and the seed of their choice."""


def instability(rows: Ints, risks: Floats, refitted: Singles, threshold: float | None) -> Work[Instability]:
    """Return how far ``risks`` [rows] of the network lie from those of its refits [refits, rows]."""
    low, high = np.empty(rows.size), np.empty(rows.size)
    distances, flips = np.empty(rows.size), np.full(rows.size, math.nan)
    step = max(1, CELLS // max(1, len(refitted)))
    for start in range(0, rows.size, step):
        part = slice(start, start + step)
        of = refitted[:, part].astype(np.float64)
        low[part], high[part] = np.quantile(of, (0.025, 0.975), axis=0)
        distances[part] = np.abs(of - risks[part]).mean(axis=0)
        if threshold is not None:
            flips[part] = ((of >= threshold) != (risks[part] >= threshold)).mean(axis=0)
        yield Progress("Instability", start / rows.size)
    cloud = _cloud(risks, refitted)
    band = _band(risks, low, high)
    return Instability(*map(read_only, (rows, risks, low, high, distances, flips, cloud, band)))


def _band(risks: Floats, low: Floats, high: Floats) -> Floats:
    """Means over patients of similar risk: single patients' ends would make a saw of it."""
    order = ascending(risks)
    groups = np.array_split(order, max(1, min(MOST_GROUPS, order.size // PATIENTS)))
    return np.array([[values[group].mean() for values in (risks, low, high)] for group in groups])


def _cloud(risks: Floats, refitted: Singles) -> Floats:
    """All pairs, or as many of them by chance as can be drawn quickly."""
    cells = np.arange(refitted.size)
    if cells.size > CLOUD:
        cells = np.random.default_rng(SEED).integers(0, refitted.size, CLOUD)
    return np.column_stack([risks[cells % risks.size], refitted.ravel()[cells]]).astype(np.float64)
