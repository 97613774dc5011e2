"""Shapley values of games that can be worked out by hand, and the axioms."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def _asked(orders: Orders, worth: Floats) -> Floats:
    bits = 1 << np.arange(orders.coalitions.shape[1])
    return worth[orders.coalitions @ bits]


def test_orders_of_an_additive_game_are_certain() -> None:
    amounts = np.array([0.5, -1.0, 2.0])
    orders = Orders(3, 2, np.random.default_rng(0))
    found = orders.shares(1.0 + orders.coalitions @ amounts)
    assert np.allclose(found.values, amounts)
    assert np.allclose(found.variances, 0)


def test_an_antithetic_pair_is_exact_where_only_two_meet() -> None:
    """Each pair of players comes once in either order, so interactions of two are halved fairly."""
    worth = np.array([0.0, 1.0, 2.0, 7.0, 0.0, 1.0, 2.0, 7.0])
    orders = Orders(3, 2, np.random.default_rng(0))
    found = orders.shares(_asked(orders, worth))
    assert np.allclose(found.values, by_definition(worth, 3))
    assert np.allclose(found.variances, 0)


def test_the_error_bars_cover_the_truth_and_the_sum_is_whole() -> None:
    """Of many games, about 95 % of the t intervals over 16 pairs cover; values always add up."""
    draw, inside, total = np.random.default_rng(5), 0, 0
    for _ in range(200):
        worth = np.cumsum(draw.normal(size=2**5)) * draw.normal()
        orders = Orders(5, 16, draw)
        found = orders.shares(_asked(orders, worth))
        assert found.values.sum() == pytest.approx(worth[-1] - worth[0])
        away = np.abs(found.values - by_definition(worth, 5)) / np.sqrt(found.variances)
        inside, total = inside + int((away < 2.13).sum()), total + 5
    assert 0.92 < inside / total < 0.98


def test_one_player_gets_it_all() -> None:
    orders = Orders(1, 2, np.random.default_rng(0))
    assert orders.shares(np.array([1.0, 3.0] * 4)).values.tolist() == [2.0]


@pytest.mark.parametrize(("count", "at_once"), [(7, 3), (6, 3), (2, 5), (1, 1)])
def test_blocks_cover_everything_once(count: int, at_once: int) -> None:
    found = [i for block in blocks(count, at_once) for i in range(count)[block]]
    assert found == list(range(count))
