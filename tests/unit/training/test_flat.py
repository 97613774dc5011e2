"""The flat tensors: complete, in place, aligned; snapshots that hold."""

import pytest
import torch
from torch import nn

from clinnet_gui.core.model.network import Network, build
from clinnet_gui.core.model.spec import Shortcut, Spec
from clinnet_gui.core.training.flat import ALIGNED, Flat

SPEC = Spec(hidden=(9, 5), dropout=0.2, members=3, shortcut=Shortcut.ZERO)


@pytest.fixture
def network() -> Network:
    return build(SPEC, 7)


def test_the_network_keeps_its_numbers_and_lives_in_the_flat_tensors(network: Network) -> None:
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    flat = Flat(network)
    for name, tensor in network.state_dict().items():
        assert torch.equal(tensor, before[name]), name
    assert flat.parameters.count_nonzero() == sum(int(p.count_nonzero()) for p in network.parameters())
    flat.parameters.fill_(2.0), flat.gradients.fill_(3.0)
    for name, parameter in network.named_parameters():
        assert (parameter == 2).all() and (parameter.grad == 3).all(), name


def test_every_view_begins_at_a_cache_line(network: Network) -> None:
    flat = Flat(network)
    for parameter in network.parameters():
        assert parameter.storage_offset() % ALIGNED == 0
        assert parameter.data.data_ptr() % 64 == flat.parameters.data_ptr() % 64


def test_the_parts_are_what_weight_decay_and_rate_want(network: Network) -> None:
    flat = Flat(network)
    parts = {"decayed": flat.decayed, "plain": flat.plain, "scale": flat.scale}
    for number, part in enumerate(parts.values(), start=1):
        part.data.fill_(number)
    inside = {name: int(parameter.unique().item()) for name, parameter in network.named_parameters()}
    assert {name for name, part in inside.items() if part == 3} == {"scale"}
    weights = {name for name in inside if name.endswith("weight") and "norm" not in name}
    assert {name for name, part in inside.items() if part == 1} == weights | {"shortcut"}
    assert sum(part.numel() for part in parts.values()) == flat.parameters.numel()


def test_matrices_are_the_linear_layers_weights_by_name(network: Network) -> None:
    flat = Flat(network)
    assert [matrix.name for matrix in flat.matrices] == ["linear1", "linear2", "head"]
    flat.parameters.fill_(1.5), flat.gradients.fill_(0.5)
    assert all((matrix.weights == 1.5).all() and (matrix.gradients == 0.5).all() for matrix in flat.matrices)


def test_statistics_are_remembered_and_restored(network: Network) -> None:
    flat = Flat(network)
    network.train()(torch.randn(20, 7))
    flat.remember_statistics()
    kept = flat.statistics.clone()
    network(torch.full((20, 7), torch.nan))
    assert flat.statistics.isnan().any()
    flat.restore_statistics()
    assert torch.equal(flat.statistics, kept)
    norms = [layer for layer in network.body if isinstance(layer, nn.BatchNorm1d)]
    assert all(torch.isfinite(norm.running_var).all() for norm in norms)


def test_a_snapshot_is_a_copy_and_comes_back(network: Network) -> None:
    flat = Flat(network)
    network.train()(torch.randn(20, 7))
    snapshot, x = flat.snapshot(), torch.randn(6, 7)
    expected = network.eval()(x)
    flat.parameters.add_(1.0), flat.statistics.mul_(3.0)
    assert not torch.equal(network(x), expected)
    flat.restore(snapshot)
    assert torch.equal(network(x), expected)
