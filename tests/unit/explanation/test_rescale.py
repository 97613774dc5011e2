"""The hand-written rule gives the numbers of shap's DeepExplainer, with fewer rounding errors."""

import copy

import numpy as np
import pytest
import torch

from clinnet_gui.core.explanation import rescale
from clinnet_gui.core.explanation.columns import Columns
from clinnet_gui.core.explanation.layers import stacks_of
from clinnet_gui.core.explanation.rescale import Rescale
from clinnet_gui.core.model.network import Network
from clinnet_gui.core.model.spec import Activation, Shortcut
from tests.unit.explanation.unrolled import INPUTS, made, patients, shap_values

EACH = Columns(np.arange(INPUTS), INPUTS)
OWNERS = np.array([0, 0, 0, 0, 1, 1, 1, 3, 3, 4, 4, 4])
"""Column 2 of five owns no input."""

KINDS = [(1, Shortcut.NONE), (1, Shortcut.ZERO), (4, Shortcut.NONE), (4, Shortcut.ZERO)]


def _explained(
    network: Network,
    background: torch.Tensor,
    x: torch.Tensor,
    columns: Columns = EACH,
    patients_in_all: int = rescale._MANY,
) -> tuple[float, np.ndarray]:
    """Base and contributions, [patients, columns], the stacks added up."""
    with torch.no_grad():
        ways = [Rescale(stack, background, columns, patients_in_all) for stack in stacks_of(network)]
        return sum(way.base for way in ways), np.sum([way.contributions(x) for way in ways], axis=0)


@pytest.mark.parametrize("hidden", [(16, 8), (8,), ()])
@pytest.mark.parametrize("activation", [Activation.RELU, Activation.GELU, Activation.TANH, Activation.NONE])
def test_equal_to_shap(hidden: tuple[int, ...], activation: Activation) -> None:
    _compare_with_shap(made(hidden, activation))


@pytest.mark.parametrize(("members", "shortcut"), KINDS)
@pytest.mark.parametrize("hidden", [(16, 8), ()])
def test_equal_to_shap_with_members_and_a_shortcut(
    hidden: tuple[int, ...], members: int, shortcut: Shortcut
) -> None:
    _compare_with_shap(made(hidden, Activation.RELU, members, shortcut))


def _compare_with_shap(network: Network) -> None:
    background, x = patients(50, 5), patients(20, 6)
    double = copy.deepcopy(network).double()
    expected = shap_values(double, background.double(), x.double())
    exact = _explained(double, background.double(), x.double())[1]
    single = _explained(network, background, x)[1]
    assert np.abs(exact - expected).max() < 1e-7
    assert np.abs(single - expected).max() < 1e-5


@pytest.mark.parametrize("activation", list(Activation))
@pytest.mark.parametrize(("members", "shortcut"), KINDS)
def test_contributions_add_up_to_the_logit(activation: Activation, members: int, shortcut: Shortcut) -> None:
    network = made((16, 8), activation, members, shortcut)
    background, x = patients(50, 5), patients(20, 6)
    base, found = _explained(network, background, x)
    with torch.no_grad():
        logits = network(x).double().numpy()
    assert np.abs(base + found.astype(np.float64).sum(axis=1) - logits).max() < 1e-5


@pytest.mark.parametrize(("members", "shortcut"), KINDS)
@pytest.mark.parametrize("patients_in_all", [1, rescale._MANY])
def test_a_column_gets_the_sum_of_its_inputs(members: int, shortcut: Shortcut, patients_in_all: int) -> None:
    """Whether the background is summed by column beforehand or not."""
    network = made((16, 8), Activation.RELU, members, shortcut)
    background, x = patients(50, 5), patients(20, 6)
    by_input = _explained(network, background, x)[1]
    by_column = _explained(network, background, x, Columns(OWNERS, 5), patients_in_all)[1]
    expected = np.stack([by_input[:, column == OWNERS].sum(axis=1) for column in range(5)], axis=1)
    assert np.abs(by_column - expected).max() < 1e-5
    assert not by_column[:, 2].any()


def test_a_patient_of_the_background_is_explained() -> None:
    """Where patient and background are the same unit for unit, the quotient is 0 / 0."""
    network, background = made((16, 8), Activation.RELU, 4, Shortcut.ZERO), patients(1, 5)
    assert np.array_equal(_explained(network, background, background)[1], np.zeros((1, INPUTS)))
