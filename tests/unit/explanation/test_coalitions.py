"""Shapley values of games that can be worked out by hand, and the axioms."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.explanation.coalitions import Enumeration, Orders, blocks


def by_definition(worth: Floats, players: int) -> Floats:
    """The mean of what each player adds, over every order; worth[i] is that of the players of i's bits."""
    found = np.zeros(players)
    orders = list(permutations(range(players)))
    for order in orders:
        inside = 0
        for player in order:
            found[player] += worth[inside | (1 << player)] - worth[inside]
            inside |= 1 << player
    return found / len(orders)


@given(st.integers(1, 5), st.integers(0, 1000))
def test_the_enumeration_is_shapleys_definition(players: int, seed: int) -> None:
    worth = np.random.default_rng(seed).normal(size=2**players)
    found = Enumeration(players).shares(worth)
    assert np.allclose(found.values, by_definition(worth, players))
    assert found.values.sum() == pytest.approx(worth[-1] - worth[0])
    assert not found.variances.any()


def test_a_coalition_stands_at_the_number_of_its_bits() -> None:
    coalitions = Enumeration(3).coalitions
    assert coalitions.shape == (8, 3)
    assert coalitions[0b101].tolist() == [True, False, True]


def _asked(orders: Orders, worths: Floats) -> Floats:
    """The worth along each order, of one game a background patient (``worths`` [backgrounds, coalitions])."""
    heads = np.cumsum(1 << orders.orders, axis=1)
    places = np.concatenate((np.zeros((len(heads), 1), np.int64), heads), axis=1)
    return worths[orders.starts[:, None], places]


def test_orders_of_an_additive_game_are_certain() -> None:
    amounts = np.array([0.5, -1.0, 2.0])
    orders = Orders(3, 4, 2, np.random.default_rng(0))
    worths = np.arange(4)[:, None] + Enumeration(3).coalitions @ amounts
    found = orders.shares(_asked(orders, worths))
    assert np.allclose(found.values, amounts)
    assert np.allclose(found.variances, 0)


def test_an_antithetic_pair_is_exact_where_only_two_meet() -> None:
    """Each pair of players comes once in either order, so interactions of two are halved fairly."""
    worth = np.array([0.0, 1.0, 2.0, 7.0, 0.0, 1.0, 2.0, 7.0])
    orders = Orders(3, 1, 2, np.random.default_rng(0))
    found = orders.shares(_asked(orders, worth[None]))
    assert np.allclose(found.values, by_definition(worth, 3))
    assert np.allclose(found.variances, 0)


def test_each_background_patient_has_orders_of_its_own_walked_both_ways() -> None:
    orders = Orders(6, 5, 3, np.random.default_rng(2))
    assert orders.starts.tolist() == np.repeat(np.arange(5), 6).tolist()
    assert (np.sort(orders.orders, axis=1) == np.arange(6)).all()
    pairs = orders.orders.reshape(5, 3, 2, 6)
    assert (pairs[:, :, 0] == pairs[:, :, 1, ::-1]).all()
    assert len({tuple(order) for order in orders.orders.tolist()}) > 20


def test_the_error_bars_cover_the_truth_and_the_sum_is_whole() -> None:
    """Of many games, about 95 % of the t intervals cover; values always add up. The games of the
    background patients resemble each other, and differ."""
    draw, inside, total = np.random.default_rng(5), 0, 0
    for _ in range(150):
        shared = np.cumsum(draw.normal(size=2**5))
        worths = shared + 0.5 * draw.normal(size=(12, 2**5))
        orders = Orders(5, 12, 4, draw)
        found = orders.shares(_asked(orders, worths))
        mean = worths.mean(axis=0)
        assert found.values.sum() == pytest.approx(mean[-1] - mean[0])
        freedom = 2 * found.variances**2 / found.doubts
        away = np.abs(found.values - by_definition(mean, 5)) / np.sqrt(found.variances)
        inside, total = inside + int((away < t(freedom).ppf(0.975)).sum()), total + 5
    assert 0.93 < inside / total < 0.97


def test_one_player_gets_it_all() -> None:
    orders = Orders(1, 3, 2, np.random.default_rng(0))
    assert orders.shares(np.tile([1.0, 3.0], (12, 1))).values.tolist() == [2.0]


@pytest.mark.parametrize(("count", "at_once"), [(7, 3), (6, 3), (2, 5), (1, 1)])
def test_blocks_cover_everything_once(count: int, at_once: int) -> None:
    found = [i for block in blocks(count, at_once) for i in range(count)[block]]
    assert found == list(range(count))
