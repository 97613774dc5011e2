"""A network taken apart is the same network."""

import pytest
import torch
from torch import nn

from clinnet_gui.core.explanation.layers import stacks_of
from clinnet_gui.core.model.spec import Activation, Shortcut
from tests.unit.explanation.unrolled import made, patients


@pytest.mark.parametrize("activation", list(Activation))
@pytest.mark.parametrize("hidden", [(16, 8), ()])
@pytest.mark.parametrize(("members", "shortcut"), [(1, Shortcut.NONE), (4, Shortcut.ZERO)])
def test_the_stacks_add_up_to_the_logit(
    activation: Activation, hidden: tuple[int, ...], members: int, shortcut: Shortcut
) -> None:
    network, x = made(hidden, activation, members, shortcut), patients(30, 7)
    stacks = stacks_of(network)
    assert len(stacks) == members + (shortcut is not Shortcut.NONE)
    total = torch.zeros(30)
    with torch.no_grad():
        for stack in stacks:
            out = x
            for layer in stack:
                out = layer.out(layer.linear(out))
            total += out[:, 0]
        assert (total - network(x)).abs().max() < 1e-5


@pytest.mark.parametrize("activation", list(Activation))
def test_slopes_are_the_derivatives(activation: Activation) -> None:
    layer = stacks_of(made((4,), activation).double())[0][0]
    if layer.bend is None or layer.slope is None:
        assert activation is Activation.NONE
        return
    z = torch.linspace(-4, 4, 81, dtype=torch.float64) + 0.013
    numeric = (layer.bend(z + 1e-6) - layer.bend(z - 1e-6)) / 2e-6
    assert (layer.slope(z) - numeric).abs().max() < 1e-8


def test_an_unknown_layer_is_no_guess() -> None:
    network = made((4,), Activation.RELU)
    network.body.add_module("other", nn.Softmax(1))
    with pytest.raises(TypeError, match="Softmax"):
        stacks_of(network)
