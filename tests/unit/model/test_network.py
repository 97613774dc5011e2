"""The network: its layers, its size, its start, and the lesson of the linear stack."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from clinnet_gui.core.model.network import build
from clinnet_gui.core.model.size import parameter_count, steps_per_epoch
from clinnet_gui.core.model.spec import Activation, Shortcut, Spec
from tests.unit.model.collapse import collapse

SPEC = Spec(hidden=(8, 4), dropout=0.3)


def randomise(network: torch.nn.Module) -> None:
    """Give every parameter and statistic some value, as training would."""
    generator = torch.Generator().manual_seed(3)
    for name, tensor in network.state_dict().items():
        if tensor.is_floating_point():
            values = torch.rand(tensor.shape, generator=generator) + 0.1
            tensor.copy_(values if "running" in name else values - 0.6)


def test_each_block_is_linear_norm_activation_dropout() -> None:
    names = [type(layer).__name__ for layer in build(SPEC, 5).body]
    assert names == ["Linear", "BatchNorm1d", "ReLU", "Dropout"] * 2


def test_logits_have_one_dimension() -> None:
    network = build(SPEC, 5).eval()
    assert network(torch.zeros(7, 5)).shape == (7,)
    assert network(torch.zeros(1, 5)).shape == (1,)


@pytest.mark.parametrize("hidden", [(), (8,), (8, 4), (256, 128, 64, 32)])
@pytest.mark.parametrize(("members", "shortcut"), [(1, Shortcut.NONE), (4, Shortcut.ZERO)])
def test_the_parameter_count_is_that_of_the_network(
    hidden: tuple[int, ...], members: int, shortcut: Shortcut
) -> None:
    spec = replace(SPEC, hidden=hidden, members=members, shortcut=shortcut)
    counted = sum(parameter.numel() for parameter in build(spec, 50).parameters())
    assert parameter_count(spec, 50) == counted


def test_the_start_follows_from_the_seed_and_leaves_the_global_one_alone_to_matter() -> None:
    torch.manual_seed(1)
    first = build(SPEC, 5).state_dict()
    torch.manual_seed(2)
    second = build(SPEC, 5).state_dict()
    other = build(replace(SPEC, seed=7), 5).state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not torch.equal(first["body.linear1.weight"], other["body.linear1.weight"])


@pytest.mark.parametrize("activation", list(Activation))
def test_each_activation_builds(activation: Activation) -> None:
    network = build(replace(SPEC, activation=activation), 5)
    assert torch.isfinite(network(torch.randn(16, 5))).all()


@pytest.mark.parametrize("hidden", [(), (8,), (16, 8, 4)])
@pytest.mark.parametrize("members", [1, 3])
def test_without_an_activation_the_stack_is_one_linear_layer(hidden: tuple[int, ...], members: int) -> None:
    spec = Spec(hidden=hidden, dropout=0.4, activation=Activation.NONE)
    network = build(replace(spec, members=members, shortcut=Shortcut.ZERO), 5).eval()
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


def test_members_are_networks_of_their_own_that_share_the_body() -> None:
    """Each member's logit is that of a network of one member with its scale and head."""
    spec = replace(SPEC, members=3, shortcut=Shortcut.ZERO)
    network = build(spec, 5).eval()
    randomise(network)
    x = torch.randn(20, 5)
    alone = build(replace(spec, members=1), 5).eval()
    logits = network.members(x)
    for member in range(3):
        state = dict(network.state_dict())
        for name in ("scale", "head.weight", "head.bias"):
            state[name] = state[name][member : member + 1]
        alone.load_state_dict(state)
        assert torch.allclose(alone(x), logits[:, member], atol=1e-6)
    assert torch.allclose(network(x), logits.mean(dim=1))


def test_members_begin_differently_and_a_single_one_at_the_inputs() -> None:
    assert torch.equal(build(SPEC, 5).scale, torch.ones(1, 5))
    scale = build(replace(SPEC, members=4), 5).scale
    assert len({tuple(row) for row in scale.tolist()}) == 4


def test_the_wider_the_network_the_fewer_rows_go_through_at_once() -> None:
    deep = replace(SPEC, hidden=(256, 128))
    rows = [
        build(replace(deep, members=k), inputs).rows_at_once for k, inputs in ((1, 9), (1, 900), (8, 900))
    ]
    assert rows == sorted(rows, reverse=True)
    assert rows[0] == 2048 and 8 < rows[2] < 300
    assert build(replace(SPEC, hidden=(), members=32), 1_000_000).rows_at_once == 8
