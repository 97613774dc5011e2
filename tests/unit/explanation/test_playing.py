"""Shapley values of networks: equal to shap's exact explainer, and permutations within their bars."""

import warnings

import numpy as np
import pytest
import torch
from scipy.stats import t

from clinnet_gui.core.data.unpacking import Unpacking
from clinnet_gui.core.explanation.coalitions import Enumeration, Orders, Plan
from clinnet_gui.core.explanation.columns import Columns
from clinnet_gui.core.explanation.game import Game
from clinnet_gui.core.explanation.layers import stacks_of
from clinnet_gui.core.explanation.playing import played
from clinnet_gui.core.explanation.told import Told
from clinnet_gui.core.model.network import Network
from clinnet_gui.core.model.spec import Activation, Shortcut
from clinnet_gui.core.work import Progress, drain
from tests.unit.explanation.unrolled import INPUTS, made, patients

OWNERS = np.array([0, 0, 0, 0, 1, 1, 1, 3, 3, 4, 4, 4])
"""Column 2 of five owns no input."""

GROUPED, EACH = Columns(OWNERS, 5), Columns(np.arange(INPUTS), INPUTS)
KINDS = [(1, Shortcut.NONE), (1, Shortcut.ZERO), (4, Shortcut.NONE), (4, Shortcut.ZERO)]


def _plain() -> Unpacking:
    """Packed numbers that are inputs already."""
    width = np.arange(INPUTS)
    limits = np.full(INPUTS, np.inf, np.float32)
    return Unpacking(width, np.zeros(INPUTS, np.float32), -limits, limits, np.ones(INPUTS, bool))


def _played(
    network: Network, plan: Plan, columns: Columns, background: torch.Tensor, x: torch.Tensor
) -> Told:
    games = tuple(Game(stack, background, columns) for stack in stacks_of(network))
    work = played(games, plan, columns, (x.numpy(), _plain()), lambda done: Progress("", done))
    return drain(work)


def _shap(network: Network, columns: Columns, background: torch.Tensor, x: torch.Tensor) -> np.ndarray:
    """What shap's exact explainer says of the columns: its features are the numbers of the rows from
    which each column is taken."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap

    stacked = torch.cat((background, x))

    def output(sources: np.ndarray) -> np.ndarray:
        inputs = torch.empty(len(sources), INPUTS)
        for player, own in enumerate(columns.owned):
            inputs[:, own] = stacked[torch.from_numpy(sources[:, player].astype(np.int64)), own]
        with torch.no_grad():
            return network(inputs).double().numpy()

    players = len(columns.players)
    numbers = np.repeat(np.arange(len(stacked)), players).reshape(-1, players).astype(float)
    masker = shap.maskers.Independent(numbers[: len(background)], max_samples=len(background))
    explainer = shap.explainers.Exact(output, masker)
    return np.asarray(explainer(numbers[len(background) :]).values)


@pytest.mark.parametrize(("members", "shortcut"), KINDS)
@pytest.mark.parametrize("activation", [Activation.RELU, Activation.GELU])
def test_enumeration_equals_shaps_exact_explainer(
    members: int, shortcut: Shortcut, activation: Activation
) -> None:
    network = made((16, 8), activation, members, shortcut)
    background, x = patients(30, 5), patients(4, 6)
    told = _played(network, Enumeration(4), GROUPED, background, x)
    assert np.abs(told.found[:, GROUPED.players] - _shap(network, GROUPED, background, x)).max() < 1e-5
    assert not told.found[:, 2].any()
    with torch.no_grad():
        assert told.base == pytest.approx(np.full(4, float(network(background).double().mean())), abs=1e-5)
        whole = network(x).double().numpy()
    assert np.abs(told.base + told.found.sum(axis=1) - whole).max() < 1e-5


def test_enumeration_of_twelve_columns_equals_shaps() -> None:
    network = made((16, 8), Activation.RELU, 1, Shortcut.ZERO)
    background, x = patients(20, 5), patients(1, 6)
    told = _played(network, Enumeration(INPUTS), EACH, background, x)
    assert np.abs(told.found - _shap(network, EACH, background, x)).max() < 1e-5


def test_a_linear_network_has_its_shapley_values_in_closed_form() -> None:
    network = made((), Activation.NONE, 1, Shortcut.ZERO)
    background, x = patients(20, 5), patients(3, 6)
    assert network.shortcut is not None
    with torch.no_grad():
        weight = network.scale[0] * network.head.weight[0] + network.shortcut
        expected = ((x - background.mean(dim=0)) * weight).numpy()
    plan = Orders(INPUTS, 20, 2, np.random.default_rng(0))
    told = _played(network, plan, EACH, background, x)
    assert np.abs(told.found - expected).max() < 1e-5
    assert told.variances.max() < 1e-10


@pytest.mark.parametrize("pairs", [2, 4])
def test_permutations_are_unbiased_and_their_intervals_cover(pairs: int) -> None:
    """Against the enumeration, over many draws: 95 % of the t intervals, and a mean of nothing missed."""
    network = made((16, 8), Activation.RELU, 4, Shortcut.ZERO)
    background, x = patients(30, 5), patients(4, 6)
    exact = _played(network, Enumeration(INPUTS), EACH, background, x)
    inside, missed = [], []
    for seed in range(24):
        drawn = _played(network, Orders(INPUTS, 30, pairs, np.random.default_rng(seed)), EACH, background, x)
        margins = t(np.minimum(drawn.freedom, 1e6)).ppf(0.975) * np.sqrt(drawn.variances)
        inside.append(np.abs(drawn.found - exact.found) <= margins + 1e-7)
        missed.append(drawn.found - exact.found)
        assert np.allclose(drawn.found.sum(axis=1), exact.found.sum(axis=1), atol=1e-5)
    assert 0.92 < np.mean(inside) < 0.98
    mean, error = np.mean(missed, axis=0), np.std(missed, axis=0, ddof=1) / np.sqrt(24)
    assert np.mean((mean / error) ** 2) < 1.6, "a mean square of 1 where there is no bias"
    assert np.abs(missed).sum() / 24 < 0.05 * np.abs(exact.found).sum()


def test_more_pairs_have_smaller_bars() -> None:
    network = made((16, 8), Activation.RELU)
    background, x = patients(30, 5), patients(10, 6)
    few, many = (
        _played(network, Orders(INPUTS, 30, pairs, np.random.default_rng(1)), EACH, background, x)
        for pairs in (2, 32)
    )
    assert np.median(np.sqrt(many.variances)) < 0.4 * np.median(np.sqrt(few.variances))


def test_progress_rises_patient_by_patient() -> None:
    network = made((16, 8), Activation.RELU, 2)
    games = tuple(Game(stack, patients(30, 5), EACH) for stack in stacks_of(network))
    work = played(
        games, Enumeration(INPUTS), EACH, (patients(3, 6).numpy(), _plain()), lambda done: Progress("", done)
    )
    seen = [record.done for record in work if isinstance(record, Progress) and record.done is not None]
    assert seen == sorted(seen) and seen[-1] == 1.0 and len(seen) >= 6
