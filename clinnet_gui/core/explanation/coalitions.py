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
    ``variances`` (that of the mean over orders; 0 where nothing was drawn), float64 [players]."""

    values: Floats
    variances: Floats


class Enumeration:
    """Every coalition: the Shapley values themselves."""

    def __init__(self, players: int) -> None:
        numbers = np.arange(2**players)
        self.coalitions: Bools = (numbers[:, None] >> np.arange(players)) & 1 == 1

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
        return Shares(found, np.zeros(players))


class Orders:
    """Random orders in which players come in, each also walked backwards (antithetic pairs:
    Mitchell et al. 2022, JMLR 23(43)); a player gets the mean of what it added when it came."""

    def __init__(self, players: int, pairs: int, draw: np.random.Generator) -> None:
        forwards = np.array([draw.permutation(players) for _ in range(pairs)]).reshape(pairs, players)
        self._orders: Ints = np.stack((forwards, forwards[:, ::-1]), axis=1)
        places = np.argsort(self._orders, axis=2)
        heads = [places < come for come in range(players + 1)]
        self.coalitions: Bools = np.stack(heads, axis=2).reshape(-1, players)

    def shares(self, worth: Floats) -> Shares:
        """Return the means over the pairs of orders, from the worth of each of ``coalitions``."""
        pairs, _, players = self._orders.shape
        gained = np.diff(worth.reshape(pairs, 2, players + 1), axis=2)
        by_player = np.empty_like(gained)
        np.put_along_axis(by_player, self._orders, gained, axis=2)
        of_pair = by_player.mean(axis=1)
        return Shares(of_pair.mean(axis=0), of_pair.var(axis=0, ddof=1) / pairs)


Plan = Enumeration | Orders


def blocks(coalitions: int, at_once: int) -> Iterator[slice]:
    """Return slices that cover so many coalitions, at most ``at_once`` each."""
    bounds = (*range(0, coalitions, at_once), coalitions)
    return (slice(*bound) for bound in pairwise(bounds))
