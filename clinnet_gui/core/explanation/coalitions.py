"""Shapley values from what coalitions are worth: of every coalition, or of random orders.

A player is an original column; a coalition is the set of columns in which a patient is herself
while all others are some background patient's. Shapley 1953; interventional as in Janzing et al.
2020 (arXiv 1910.13413).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import comb

import numpy as np

from clinnet_gui.core.arrays import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """What each player gets of the difference between all and nobody, ``values`` and their
    ``variances`` (that of the mean over orders; 0 where nothing was drawn), float64 [players].
    ``doubts`` are the variances of these variances as estimates."""

    values: Floats
    variances: Floats
    doubts: Floats


class Enumeration:
    """Every coalition: the Shapley values themselves. ``shape`` is that of their worth, as of Orders."""

    def __init__(self, players: int) -> None:
        numbers = np.arange(2**players)
        self.coalitions: Bools = (numbers[:, None] >> np.arange(players)) & 1 == 1
        self.shape: tuple[int, ...] = (2**players,)

    def shares(self, worth: Floats) -> Shares:
        """Return the values from the worth of each of ``coalitions``.

        >>> Enumeration(2).shares(np.array([0.0, 1.0, 0.0, 3.0])).values
        array([2., 1.])
        """
        players = self.coalitions.shape[1]
        found, without = np.zeros(players), np.arange(worth.size)
        weights = np.array([1 / (players * comb(players - 1, size)) for size in range(players)])
        sizes = self.coalitions.sum(axis=1)
        for player in range(players):
            absent = without[~self.coalitions[:, player]]
            gained = worth[absent | (1 << player)] - worth[absent]
            found[player] = weights[sizes[absent]] @ gained
        return Shares(found, np.zeros(players), np.zeros(players))


class Orders:
    """Random orders in which players come in, for each background patient others, each order also walked
    backwards (antithetic pairs: Mitchell et al. 2022, JMLR 23(43)). A player gets the mean of what it
    added when it came.

    Where all background patients shared the orders, what one order leaves to chance would hardly average
    out over them: so a hundredth of the orders a patient gives better values.
    """

    def __init__(self, players: int, backgrounds: int, pairs: int, draw: np.random.Generator) -> None:
        shape = backgrounds, pairs, players
        forwards = draw.permuted(np.broadcast_to(np.arange(players), shape), axis=2)
        self._shape = backgrounds, pairs, 2, players
        self.orders: Ints = np.stack((forwards, forwards[:, :, ::-1]), axis=2).reshape(-1, players)
        self.shape: tuple[int, ...] = (len(self.orders), players + 1)
        self.starts: Ints = np.repeat(np.arange(backgrounds), 2 * pairs)

    def shares(self, worth: Floats) -> Shares:
        """Return the means over all orders, from the ``worth`` [orders, players + 1] of nobody, the first,
        the first two, and so on.

        Each background patient is a stratum: what differs between them is no matter of chance.
        """
        gained = np.diff(worth, axis=1)
        by_player = np.empty_like(gained)
        np.put_along_axis(by_player, self.orders, gained, axis=1)
        backgrounds, pairs = self._shape[:2]
        of_pair = by_player.reshape(self._shape).mean(axis=2)
        spread = of_pair.var(axis=1, ddof=1) / (pairs * backgrounds**2)
        doubts = (spread**2).sum(axis=0) * 2 / (pairs + 1)
        return Shares(of_pair.mean(axis=(0, 1)), spread.sum(axis=0), doubts)


Plan = Enumeration | Orders


def blocks(count: int, at_once: int) -> Iterator[slice]:
    """Return slices that cover so many coalitions or orders, at most ``at_once`` each."""
    bounds = (*range(0, count, at_once), count)
    return (slice(*bound) for bound in pairwise(bounds))
