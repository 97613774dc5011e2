"""Whose the rows of a curve are, where patients have several, and so how counts are spread over patients.

Read at once for any threshold (``Spreads``): when it is lowered past a row, that row's patient has one more
flagged, and the square of this count, and its product with any other, rise by what the patient had before.
These rises, added up in the order of the risks, give the sums over patients at every threshold, exactly and
without going over the patients again.
"""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bools, Bytes, Codes, Ints, ascending, read_only
from clinnet_gui.core.statistics.design_effect import Spread

FOUND, ALARM, MISSED, CLEARED = (0,), (1,), (2,), (3,)
"""The kinds of rows at a threshold: true and false positives, false and true negatives. Of any other choice
of rows: chosen with and without the event, not chosen with and without it."""
FLAGGED, SPARED = FOUND + ALARM, MISSED + CLEARED
ALL = FLAGGED + SPARED


@dataclass(frozen=True, slots=True, eq=False)
class Owned:
    """The rows of a curve from the highest risk down: ``y`` (0/1) and ``owner`` (patients from 0), [n].
    ``ill`` and ``well`` are how many events and others each patient has."""

    y: Bytes
    owner: Ints
    ill: Ints
    well: Ints

    def at(self, below: int, rows: tuple[int, ...]) -> Spread:
        """Return how ``rows`` (how many of each kind) are spread where so many of the lowest risks are not
        flagged; O(n)."""
        return self.between(below, self.y.size)

    def between(self, low: int, high: int) -> Spread:
        """Return the same where those are chosen who have at least ``low`` and less than ``high`` rows of
        lower risk; O(n)."""
        e, w = self._chosen(low, high)
        pairs = ((e, e), (e, w), (w, w), (e, self.ill), (e, self.well), (w, self.ill), (w, self.well))
        totals = ((self.ill, self.ill), (self.ill, self.well), (self.well, self.well))
        kinds = (e, w, self.ill - e, self.well - w)
        rows, having = (tuple(int(f(kind)) for kind in kinds) for f in (np.sum, np.count_nonzero))
        moments = _moments(*([int(np.dot(*pair)) for pair in of] for of in (pairs, totals)))
        return Spread(rows, having, moments, self.ill.size)

    def among(self, low: int, high: int) -> Spread:
        """Return how the events and the others of these rows alone are spread."""
        kinds = self._chosen(low, high)
        rows, having = (tuple(int(f(kind)) for kind in kinds) for f in (np.sum, np.count_nonzero))
        moments = tuple(tuple(int(np.dot(one, other)) for other in kinds) for one in kinds)
        return Spread(rows, having, moments, self.ill.size)

    def _chosen(self, low: int, high: int) -> tuple[Ints, Ints]:
        """How many events and others each patient has among these rows."""
        rows = slice(self.y.size - high, self.y.size - low)
        owner, event = self.owner[rows], self.y[rows] == 1
        e, w = (np.bincount(owner[of], minlength=self.ill.size) for of in (event, ~event))
        return e, w


@dataclass(frozen=True, slots=True, eq=False)
class Spreads(Owned):
    """The same, ready for any threshold.

    ``sums`` [7, n + 1] over patients, of the first i rows: events squared, events times others, others
    squared, then events and others each times all the patient's events and others. ``having`` [4, n + 1]
    counts patients: with an event, with another row, with all their events, with all their others among the
    first i.
    """

    sums: Ints
    having: Codes

    def at(self, below: int, rows: tuple[int, ...]) -> Spread:
        """Return how ``rows`` are spread, as ``Owned.at`` does; O(1)."""
        flagged = self.y.size - below
        with_event, without, all_events, all_others = self.having[:, flagged].tolist()
        _, _, ill, well = self.having[:, -1].tolist()
        having = (with_event, without, ill - all_events, well - all_others)
        _, _, _, ii, iu, _, uu = self.sums[:, -1].tolist()
        moments = _moments(self.sums[:, flagged].tolist(), [ii, iu, uu])
        return Spread(rows, having, moments, self.ill.size)


def _moments(sums: list[int], totals: list[int]) -> tuple[tuple[int, ...], ...]:
    """The products of all four counts from those of the chosen, with each other and with all."""
    ee, ew, ww, ei, eu, wi, wu = sums
    ii, iu, uu = totals
    missed, cleared = (ei - ee, wi - ew), (eu - ew, wu - ww)
    m = ii - 2 * ei + ee, iu - eu - wi + ew, uu - 2 * wu + ww
    return (
        (ee, ew, missed[0], cleared[0]),
        (ew, ww, missed[1], cleared[1]),
        (missed[0], missed[1], m[0], m[1]),
        (cleared[0], cleared[1], m[1], m[2]),
    )


def owned(y: Bytes, owner: Ints) -> Owned:
    """Return whose rows of these outcomes (0/1) are, by risk ascending; ``owner`` numbers patients from 0."""
    y, owner = read_only(y[::-1]), read_only(owner[::-1])
    many = int(owner.max()) + 1
    ill, well = (read_only(np.bincount(owner[y == label], minlength=many)) for label in (1, 0))
    return Owned(y, owner, ill, well)


def spreads_of(rows: Owned) -> Spreads:
    """Return the same rows ready for any threshold: what was added up takes as long as sorting them."""
    event, ill, well = rows.y == 1, rows.ill[rows.owner], rows.well[rows.owner]
    events = _so_far(event, rows.owner)
    others = _so_far(~event, rows.owner)
    rises = (
        np.where(event, 2 * events + 1, 0),
        np.where(event, others, events),
        np.where(event, 0, 2 * others + 1),
        np.where(event, ill, 0),
        np.where(event, well, 0),
        np.where(event, 0, ill),
        np.where(event, 0, well),
    )
    firsts = (event & (events == 0), ~event & (others == 0))
    lasts = (event & (events + 1 == ill), ~event & (others + 1 == well))
    sums, having = np.zeros((7, event.size + 1), np.int64), np.zeros((4, event.size + 1), np.int32)
    for row, rise in zip(sums, rises, strict=True):
        np.cumsum(rise, out=row[1:])
    for patients, new in zip(having, (*firsts, *lasts), strict=True):
        np.cumsum(new, out=patients[1:])
    return Spreads(rows.y, rows.owner, rows.ill, rows.well, read_only(sums), read_only(having))


def _so_far(of: Bools, owner: Ints) -> Ints:
    """How many of these rows the row's patient has before it."""
    order = ascending(owner)
    before: Ints = np.cumsum(of[order]) - of[order]
    first = np.searchsorted(owner[order], np.arange(int(owner.max()) + 1))
    found = np.empty(owner.size, np.int64)
    found[order] = before - before[first][owner[order]]
    return found
