"""The network: its layers, its size, its start, and the lesson of the linear stack."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from clinnet_gui.core.model.collapse import collapse
from clinnet_gui.core.model.network import build
from clinnet_gui.core.model.size import parameter_count, steps_per_epoch
from clinnet_gui.core.model.spec import Activation, Spec

SPEC = Spec(hidden=(8, 4), dropout=0.3)


def randomise(network: torch.nn.Sequential) -> None:
    """Give every parameter and statistic some value, as training would."""
    generator = torch.Generator().manual_seed(3)
    for name, tensor in network.state_dict().items():
        if tensor.is_floating_point():
            values = torch.rand(tensor.shape, generator=generator) + 0.1
            tensor.copy_(values if "running" in name else values - 0.6)


def test_each_block_is_linear_norm_activation_dropout() -> None:
    names = [type(layer).__name__ for layer in build(SPEC, 5)]
    block = ["Linear", "BatchNorm1d", "ReLU", "Dropout"]
    assert names == [*block, *block, "Linear", "Flatten"]


def test_logits_have_one_dimension() -> None:
    network = build(SPEC, 5).eval()
    assert network(torch.zeros(7, 5)).shape == (7,)
    assert network(torch.zeros(1, 5)).shape == (1,)


@pytest.mark.parametrize("hidden", [(), (8,), (8, 4), (256, 128, 64, 32)])
def test_the_parameter_count_is_that_of_the_network(hidden: tuple[int, ...]) -> None:
    spec = replace(SPEC, hidden=hidden)
    counted = sum(parameter.numel() for parameter in build(spec, 50).parameters())
    assert parameter_count(spec, 50) == counted


def test_the_start_follows_from_the_seed_and_leaves_the_global_one_alone_to_matter() -> None:
    torch.manual_seed(1)
    first = build(SPEC, 5).state_dict()
    torch.manual_seed(2)
    second = build(SPEC, 5).state_dict()
    other = build(replace(SPEC, seed=7), 5).state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not torch.equal(first["linear1.weight"], other["linear1.weight"])


@pytest.mark.parametrize("activation", list(Activation))
def test_each_activation_builds(activation: Activation) -> None:
    network = build(replace(SPEC, activation=activation), 5)
    assert torch.isfinite(network(torch.randn(16, 5))).all()


@pytest.mark.parametrize("hidden", [(), (8,), (16, 8, 4)])
def test_without_an_activation_the_stack_is_one_linear_layer(hidden: tuple[int, ...]) -> None:
    network = build(Spec(hidden=hidden, dropout=0.4, activation=Activation.NONE), 5).eval()
    randomise(network)
    weight, bias = collapse(network)
    x = np.random.default_rng(1).normal(size=(200, 5)).astype(np.float32)
    with torch.no_grad():
        logits = network(torch.from_numpy(x)).numpy()
    assert np.abs(x @ weight + bias - logits).max() < 1e-5 * max(1.0, np.abs(logits).max())


def test_a_bending_stack_does_not_collapse() -> None:
    with pytest.raises(ValueError, match="without activations"):
        collapse(build(SPEC, 5))


@pytest.mark.parametrize(
    ("rows", "batch"), [(33, 32), (48, 32), (257, 256), (100_000, 256), (2, 32), (65, 2)]
)
def test_no_batch_is_short(rows: int, batch: int) -> None:
    steps = steps_per_epoch(rows, batch)
    sizes = [part.numel() for part in torch.arange(rows).tensor_split(steps)]
    assert sum(sizes) == rows
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) >= min(2, rows)
