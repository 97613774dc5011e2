"""Patients in groups of similar risk, cut from sorted risks; equal risks share a group."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.evaluation.curves import Curve, Tally, tally_of


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Groups in ascending risk, none empty. ``starts`` (int64, k) are positions in the sorted
    risks; ``counts``, ``events`` (k) rows and events; ``predicted`` (k) the mean risk;
    ``low``, ``high`` (k) the range of their risks."""

    starts: Ints
    counts: Ints
    events: Ints
    predicted: Floats
    low: Floats
    high: Floats

    @property
    def gaps(self) -> Floats:
        """Observed share minus mean risk of each group."""
        return np.asarray(self.events / self.counts - self.predicted)


def equal_mass(curve: Curve | Tally, count: int) -> Groups:
    """Cut at most ``count`` groups of as equal size as ties allow.

    Cuts stand midway between neighbouring risks and groups are closed on the right, as in
    Kumar, Liang & Ma, NeurIPS 2019: a run of equal risks goes to the lower group.
    """
    tally = tally_of(curve)
    n = int(tally.rows_below[-1])
    sizes = np.full(count, n // count)
    sizes[: n % count] += 1
    cuts = np.unique(np.cumsum(sizes)[:-1])
    cuts = cuts[(cuts > 0) & (cuts < n)]
    left, right = (np.searchsorted(tally.rows_below, rows, side="right") - 1 for rows in (cuts - 1, cuts))
    return _cut(tally, (tally.risks[left] + tally.risks[right]) / 2)


def equal_width(curve: Curve | Tally, count: int) -> Groups:
    """Cut groups at 1/count, 2/count, ... closed on the right (Guo et al., ICML 2017)."""
    return _cut(tally_of(curve), np.arange(1, count) / count)


def _cut(tally: Tally, edges: Floats) -> Groups:
    """Return the groups of rows with risk <= the first edge, <= the second, and so on."""
    risks = tally.risks
    bounds = np.unique(np.concatenate(([0], np.searchsorted(risks, edges, side="right"), [risks.size])))
    starts, stops = bounds[:-1], bounds[1:]
    counts = tally.rows_below[stops] - tally.rows_below[starts]
    events = tally.events_below[stops] - tally.events_below[starts]
    predicted = np.add.reduceat(risks * np.diff(tally.rows_below), starts) / counts
    return Groups(starts, counts, events, predicted, risks[starts], risks[stops - 1])
