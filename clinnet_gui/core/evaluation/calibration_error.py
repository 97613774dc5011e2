"""Calibration error over groups of similar risk: expected (ECE), largest (MCE), debiased.

All are of P(event), never of the confidence in a predicted class.
"""

import math
from collections.abc import Generator

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.binning import Groups
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.statistics.design_effect import FEWEST_PATIENTS

SIMULATED_ROWS = 20_000
"""Above this many rows the null distribution comes from the groups' normal limit."""
SIMULATIONS = 1_000
DRAWS = 200_000


def expected_error(groups: Groups) -> float:
    """Return ECE: the mean over patients of |observed share - mean risk| of their group.

    Source: Naeini, Cooper & Hauskrecht, AAAI 2015.
    """
    return float((groups.counts * np.abs(groups.gaps)).sum() / groups.counts.sum())


def largest_error(groups: Groups) -> float:
    """Return MCE, the largest |observed share - mean risk| of a group."""
    return float(np.abs(groups.gaps).max())


def debiased_error(groups: Groups) -> float:
    """Return the root mean square gap with the sampling variance of each group taken off.

    0 where the gaps are no larger than chance. A group of one row adds nothing, since one outcome tells
    no variance. Source: Kumar, Liang & Ma, NeurIPS 2019.
    """
    shares = groups.events / groups.counts
    chance = shares * (1 - shares) / np.maximum(groups.counts - 1, 1)
    told = np.where(groups.counts > 1, groups.counts * (groups.gaps**2 - chance), 0.0)
    square = told.sum() / groups.counts.sum()
    return float(np.sqrt(max(square, 0.0)))


def null_bound(curve: Curve, groups: Groups, seed: int) -> Generator[float, None, float]:
    """Return the 95th percentile of the ECE that a perfectly calibrated model would show.

    Outcomes are drawn from the risks themselves, the groups kept. Yields the share done.
    """
    variances = np.add.reduceat(curve.risks * (1 - curve.risks), groups.starts)
    generator = np.random.default_rng(seed)
    n = curve.risks.size
    if n > SIMULATED_ROWS:
        drawn = np.abs(generator.standard_normal((10 * SIMULATIONS, variances.size)) * np.sqrt(variances))
        return float(np.quantile(drawn.sum(axis=1) / n, 0.95))
    errors = np.empty(SIMULATIONS)
    expected = groups.predicted * groups.counts
    block = max(1, DRAWS // n)
    for start in range(0, SIMULATIONS, block):
        size = min(block, SIMULATIONS - start)
        errors[start : start + size] = _simulated(curve.risks, groups, expected, size, generator)
        yield (start + size) / SIMULATIONS
    return float(np.quantile(errors, 0.95))


def null_of_patients(curve: Curve, groups: Groups, seed: int) -> float:
    """Return the same where patients have several rows (``curve.owned``): how much the groups' residuals vary
    and go together is taken from the patients, and the normal limit from that. NaN of fewer than ten.

    Simulated with right risks of 15 to 300 patients whose rows resemble each other, 4 to 5 of 100 samples had
    a larger ECE; larger than the bound for rows taken alone had 7 to 34.
    """
    if curve.owned is None or curve.owned.ill.size < FEWEST_PATIENTS:
        return math.nan
    whose, n, many = curve.owned, curve.n, curve.owned.ill.size
    residuals, owner = whose.y[::-1] - curve.risks, whose.owner[::-1]
    sums = np.empty((groups.counts.size, many))
    for place, (start, count) in enumerate(zip(groups.starts, groups.counts, strict=True)):
        rows = slice(start, start + count)
        sums[place] = np.bincount(owner[rows], residuals[rows], many)
    spread = np.einsum("ig,jg->ij", sums, sums)
    roots, axes = np.linalg.eigh(spread)
    drawn = np.random.default_rng(seed).standard_normal((10 * SIMULATIONS, roots.size))
    drawn = np.einsum("ti,ji->tj", drawn * np.sqrt(np.maximum(roots, 0)), axes)
    return float(np.quantile(np.abs(drawn).sum(axis=1) / n, 0.95))


def _simulated(
    risks: Floats, groups: Groups, expected: Floats, times: int, generator: np.random.Generator
) -> Floats:
    """Return the ECE of ``times`` sets of outcomes drawn from the risks."""
    drawn = generator.random((times, risks.size)) < risks
    events = np.add.reduceat(drawn, groups.starts, axis=1, dtype=np.int64)
    return np.asarray(np.abs(events - expected).sum(axis=1) / risks.size)
