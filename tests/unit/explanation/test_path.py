"""Integrated gradients: the difference between two patients, input by input."""

import numpy as np
import pytest
import torch

from clinnet_gui.core.explanation.columns import Columns
from clinnet_gui.core.explanation.layers import stacks_of
from clinnet_gui.core.explanation.path import TOLERANCE, Path, integrated_gradients
from clinnet_gui.core.model.spec import Activation, Shortcut
from tests.unit.explanation.unrolled import INPUTS, made, patients


@pytest.mark.parametrize("activation", list(Activation))
@pytest.mark.parametrize(("members", "shortcut"), [(1, Shortcut.NONE), (4, Shortcut.ZERO)])
def test_they_reach_the_difference(activation: Activation, members: int, shortcut: Shortcut) -> None:
    network = made((16, 8), activation, members, shortcut)
    reference, x = patients(2, 8)
    columns = Columns(np.arange(INPUTS), INPUTS)
    with torch.no_grad():
        ways = [Path(stack, reference, columns, TOLERANCE / 8) for stack in stacks_of(network)]
        base = sum(way.base for way in ways)
        found = sum(float(way.contributions(x[None]).sum(dtype=np.float64)) for way in ways)
        ends = network(torch.stack((reference, x))).double()
    assert base == pytest.approx(float(ends[0]), abs=1e-5)
    assert base + found == pytest.approx(float(ends[1]), abs=5e-3)


def test_those_of_a_line_are_its_terms() -> None:
    network = made((), Activation.NONE, shortcut=Shortcut.ZERO)
    reference, x = patients(2, 8)
    assert network.shortcut is not None
    with torch.no_grad():
        found = sum(integrated_gradients(stack, reference, x) for stack in stacks_of(network))
        weight = network.head.weight[0] * network.scale[0] + network.shortcut
        expected = weight * (x - reference)
    assert torch.is_tensor(found)
    assert (found - expected).abs().max() < 1e-6
