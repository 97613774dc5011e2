"""Risks sorted once, so that every threshold costs a binary search.

The flag rule is everywhere risk >= threshold.
"""

import math
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, ascending, read_only
from clinnet_gui.core.evaluation.spreads import Owned, owned, spreads_of
from clinnet_gui.core.statistics.design_effect import Spread


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts at one threshold: true and false positives, false and true negatives; ``spread`` is how they are
    spread over patients, None where each row is a patient."""

    threshold: float
    tp: int
    fp: int
    fn: int
    tn: int
    spread: Spread | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """``risks`` ascending (float64, n) and ``events_below`` (int64, n + 1): the number of
    events among the first i of them. ``owned`` knows whose rows they are, None where each is a patient."""

    risks: Floats
    events_below: Ints
    owned: Owned | None = None

    @property
    def n(self) -> int:
        """How many rows there are."""
        return self.risks.size

    @property
    def events(self) -> int:
        """How many of them have the event."""
        return int(self.events_below[-1])

    @property
    def prevalence(self) -> float:
        """The share with the event, NaN without rows."""
        return self.events / self.n if self.n else math.nan

    def at(self, threshold: float) -> Confusion:
        """Return the counts at ``threshold`` in O(log n), where patients repeat if the curve is ``swift``."""
        below = int(np.searchsorted(self.risks, threshold, side="left"))
        fn = int(self.events_below[below])
        tp = self.events - fn
        counts = (tp, self.n - below - tp, fn, below - fn)
        return Confusion(threshold, *counts, None if self.owned is None else self.owned.at(below, counts))

    def between(self, low: float, high: float) -> Confusion:
        """Return the counts where those are chosen whose risk reaches ``low`` but not ``high``."""
        first, last = np.searchsorted(self.risks, (low, high), side="left").tolist()
        tp = int(self.events_below[last] - self.events_below[first])
        fp, fn = last - first - tp, self.events - tp
        counts = (tp, fp, fn, self.n - tp - fp - fn)
        return Confusion(low, *counts, None if self.owned is None else self.owned.between(first, last))


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """The same where a risk stands for several rows: ``risks`` ascending ([n]); ``rows_below`` and
    ``events_below`` ([n + 1]): rows and events among the first i of them."""

    risks: Floats
    rows_below: Ints
    events_below: Ints


def tally_of(curve: Curve | Tally) -> Tally:
    """Return the curve as a tally, each risk standing for one row."""
    if isinstance(curve, Tally):
        return curve
    return Tally(curve.risks, np.arange(curve.risks.size + 1), curve.events_below)


class CalibrateCurve(Curve):
    """The curve of rows on which a threshold may be chosen; ``cases.curve_to_choose_on`` makes it, so
    that no suggestion can be taken from test rows by mistake."""

    __slots__ = ()


def curve_of(y: Bytes, risks: Floats, owner: Ints | None = None) -> Curve:
    """Sort risks (0..1) with their outcomes (0/1) into a Curve; ``owner`` numbers the patients from 0 where
    some have several rows.

    >>> curve_of(np.array([0, 1, 1]), np.array([0.1, 0.8, 0.3])).at(0.3)
    Confusion(threshold=0.3, tp=2, fp=0, fn=0, tn=1)
    """
    return Curve(*arranged(y, risks, owner))


SomeCurve = TypeVar("SomeCurve", bound=Curve)


def swift(curve: SomeCurve) -> SomeCurve:
    """Return the curve ready for many thresholds, each in O(log n) also where patients have several rows."""
    return curve if curve.owned is None else replace(curve, owned=spreads_of(curve.owned))


def arranged(y: Bytes, risks: Floats, owner: Ints | None) -> tuple[Floats, Ints, Owned | None]:
    """Return what a Curve is made of."""
    order = ascending(risks)
    whose = None if owner is None else owned(y[order], owner[order])
    return *_sorted(y, risks, order), whose


def sorted_risks(y: Bytes, risks: Floats) -> tuple[Floats, Ints]:
    """Return risks ascending, and the number of events below each place among them."""
    return _sorted(y, risks, ascending(risks))


def _sorted(y: Bytes, risks: Floats, order: Ints) -> tuple[Floats, Ints]:
    below = np.concatenate(([0], np.cumsum(y[order], dtype=np.int64)))
    return read_only(risks[order]), read_only(below)
