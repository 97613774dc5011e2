"""The hand-written rule gives the numbers of shap's DeepExplainer, with fewer rounding errors."""

import copy
import warnings

import numpy as np
import pytest
import torch
from torch import nn

from clinnet_gui.core.explanation.layers import layers_of
from clinnet_gui.core.explanation.path import integrated_gradients
from clinnet_gui.core.explanation.rescale import Rescale
from clinnet_gui.core.model.network import build
from clinnet_gui.core.model.spec import Activation, Spec

INPUTS = 12


def _network(hidden: tuple[int, ...], activation: Activation) -> nn.Sequential:
    """A network as training leaves it: every BatchNorm with statistics of its own."""
    network = build(Spec(hidden=hidden, dropout=0.2, activation=activation, seed=3), INPUTS)
    draw = torch.Generator().manual_seed(4)
    for layer in network:
        if isinstance(layer, nn.BatchNorm1d):
            layer.running_mean = torch.randn(layer.num_features, generator=draw)
            layer.running_var = torch.rand(layer.num_features, generator=draw) + 0.5
            layer.weight.data = torch.rand(layer.num_features, generator=draw) + 0.5
            layer.bias.data = torch.randn(layer.num_features, generator=draw)
    return network.eval()


def _patients(n: int, seed: int) -> torch.Tensor:
    """Patients some of whose inputs are 0 or 1, as one-hot inputs are."""
    draw = torch.Generator().manual_seed(seed)
    x = torch.randn(n, INPUTS, generator=draw)
    x[:, 6:] = (x[:, 6:] > 0).float()
    return x


def _shap(network: nn.Sequential, background: torch.Tensor, x: torch.Tensor) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap

        without_flatten = nn.Sequential(*[m for m in network if not isinstance(m, nn.Flatten)])
        return np.asarray(shap.DeepExplainer(without_flatten, background).shap_values(x))[..., 0]


@pytest.mark.parametrize("hidden", [(16, 8), (8,), ()])
@pytest.mark.parametrize("activation", [Activation.RELU, Activation.GELU, Activation.TANH, Activation.NONE])
def test_equal_to_shap(hidden: tuple[int, ...], activation: Activation) -> None:
    network = _network(hidden, activation)
    background, x = _patients(50, 5), _patients(20, 6)
    double = copy.deepcopy(network).double()
    expected = _shap(double, background.double(), x.double())
    with torch.no_grad():
        exact = Rescale(layers_of(double), background.double()).contributions(x.double())
        single = Rescale(layers_of(network), background).contributions(x)
    assert np.abs(exact.numpy() - expected).max() < 1e-7
    assert np.abs(single.numpy() - expected).max() < 1e-5


@pytest.mark.parametrize("activation", list(Activation))
def test_contributions_add_up_to_the_logit(activation: Activation) -> None:
    network = _network((16, 8), activation)
    background, x = _patients(50, 5), _patients(20, 6)
    with torch.no_grad():
        rescale = Rescale(layers_of(network), background)
        total = rescale.base + rescale.contributions(x).double().sum(dim=1)
        assert (total - network(x).double()).abs().max() < 1e-5


def test_a_patient_of_the_background_is_explained() -> None:
    """Where patient and background are the same unit for unit, the quotient is 0 / 0."""
    network, background = _network((16, 8), Activation.RELU), _patients(1, 5)
    with torch.no_grad():
        found = Rescale(layers_of(network), background).contributions(background)
    assert torch.equal(found, torch.zeros_like(found))


@pytest.mark.parametrize("activation", list(Activation))
def test_slopes_are_the_derivatives(activation: Activation) -> None:
    layer = layers_of(_network((4,), activation).double())[0]
    if layer.bend is None or layer.slope is None:
        assert activation is Activation.NONE
        return
    z = torch.linspace(-4, 4, 81, dtype=torch.float64) + 0.013
    numeric = (layer.bend(z + 1e-6) - layer.bend(z - 1e-6)) / 2e-6
    assert (layer.slope(z) - numeric).abs().max() < 1e-8


@pytest.mark.parametrize("activation", list(Activation))
def test_folded_layers_are_the_network(activation: Activation) -> None:
    network, x = _network((16, 8), activation), _patients(30, 7)
    with torch.no_grad():
        out = x
        for layer in layers_of(network):
            out = layer.out(layer.linear(out))
        assert (out[:, 0] - network(x)).abs().max() < 1e-5


def test_an_unknown_layer_is_no_guess() -> None:
    with pytest.raises(TypeError, match="Softmax"):
        layers_of(nn.Sequential(nn.Linear(3, 2), nn.Softmax(1)))


@pytest.mark.parametrize("activation", list(Activation))
def test_integrated_gradients_reach_the_difference(activation: Activation) -> None:
    network = _network((16, 8), activation)
    reference, x = _patients(2, 8)
    with torch.no_grad():
        found = integrated_gradients(layers_of(network), reference, x)
        ends = network(torch.stack((reference, x))).double()
    assert abs(float(found.double().sum() - (ends[1] - ends[0]))) < 5e-3


def test_integrated_gradients_of_a_line_are_its_terms() -> None:
    network = _network((), Activation.NONE)
    reference, x = _patients(2, 8)
    with torch.no_grad():
        found = integrated_gradients(layers_of(network), reference, x)
        expected = network.head.weight[0] * (x - reference)
    assert (found - expected).abs().max() < 1e-6
