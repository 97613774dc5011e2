"""What is read of the flat tensors around a step: by how much it says that they moved."""

import math
from dataclasses import replace

import pytest
from torch import nn

from clinnet_gui.core.training.spikes.modes import Modes
from clinnet_gui.core.training.spikes.sampling import REFRESHED, Statistics, Weights
from clinnet_gui.core.training.stepper import Stepper
from tests.unit.training.test_loop import SPEC


def stepper(hidden: tuple[int, ...] = (40, 8)) -> Stepper:
    made = Stepper(replace(SPEC, hidden=hidden), 3, 0.0)
    made.flat.statistics.add_(0.5)
    return made


def norms(of: Stepper) -> list[nn.BatchNorm1d]:
    return [layer for layer in of.network.body if isinstance(layer, nn.BatchNorm1d)]


@pytest.mark.parametrize("layer", [0, 1])
def test_the_ratio_is_the_largest_change_of_a_layer_over_its_size(layer: int) -> None:
    of = stepper()
    weights = Weights(of)
    assert weights.ratio() == 0.0
    of.flat.matrices[layer].weights.mul_(1.2)
    of.flat.matrices[1 - layer].weights.mul_(1.1)
    assert weights.ratio() == pytest.approx(0.2, rel=1e-4)
    of.flat.matrices[2].weights.mul_(9.0)
    assert weights.ratio() == pytest.approx(0.2, rel=1e-4), "the head is no hidden layer"
    weights.note()
    assert weights.ratio() == 0.0


def test_sizes_follow_the_weights_after_some_steps() -> None:
    of = stepper()
    weights = Weights(of)
    for matrix in of.flat.matrices:
        matrix.weights.mul_(10.0)
    for _ in range(REFRESHED):
        weights.note()
    of.flat.matrices[0].weights.mul_(1.5)
    assert weights.ratio() == pytest.approx(0.5, rel=1e-4)


def test_the_drift_is_that_of_a_layers_summed_variances() -> None:
    of = stepper()
    statistics, (first, second) = Statistics(of), norms(of)
    assert first.running_var is not None and second.running_var is not None
    assert statistics.drift() == 0.0
    first.running_var.mul_(math.exp(0.2))
    second.running_var.mul_(math.exp(-0.4))
    assert statistics.drift() == pytest.approx(0.4, rel=1e-4)
    assert statistics.drift() == 0.0
    second.running_var[3] = math.inf
    assert statistics.drift() == math.inf


@pytest.mark.parametrize("place", [0, 47])
def test_statistics_that_moved_between_steps_are_seen_once(place: int) -> None:
    of = stepper()
    statistics = Statistics(of)
    assert not statistics.has_moved()
    of.flat.statistics[place].add_(1e-3)
    assert statistics.has_moved() and not statistics.has_moved()
    of.flat.statistics[place] = math.nan
    assert statistics.has_moved() and not statistics.has_moved(), "NaN is compared by its bits"


def test_a_network_without_hidden_layers_has_nothing_to_move() -> None:
    of = stepper(())
    assert Weights(of).ratio() == 0.0 and Statistics(of).drift() == 0.0


def test_modes_count_all_layers_once_one_that_acts_by_its_mode_is_wrong() -> None:
    of = stepper()
    modes = Modes(of.network)
    assert modes.wrong() == 0
    norms(of)[1].training = False
    assert modes.wrong() == 1
    of.network.eval()
    assert modes.wrong() == len(list(of.network.modules()))
    modes.put_all(True)
    assert modes.wrong() == 0
