"""The passes by hand against autograd: the same parameters after 50 steps, to the bit."""

import copy
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from clinnet_gui.core.model.network import Network
from clinnet_gui.core.model.spec import Activation, Shortcut, Spec
from clinnet_gui.core.training.dropout import ByteDropout
from clinnet_gui.core.training.passes.passes import Passes, cross_entropy
from clinnet_gui.core.training.stepper import SCALE_RATE, Stepper

SPEC = Spec(hidden=(24, 16, 8), dropout=0.25, batch=32, learning_rate=1e-2, shortcut=Shortcut.ZERO)
INPUTS, STEPS = 7, 50

SPECS = [
    *(replace(SPEC, activation=activation, members=k) for activation in Activation for k in (1, 4)),
    replace(SPEC, shortcut=Shortcut.NONE),
    replace(SPEC, dropout=0.0, members=3),
    replace(SPEC, hidden=()),
    replace(SPEC, hidden=(), members=4),
    replace(SPEC, hidden=(9,), members=2, shortcut=Shortcut.NONE),
]


def batches(steps: int = STEPS) -> list[tuple[Tensor, Tensor]]:
    """Batches of 30 to 33 rows, as an epoch is cut into nearly equal parts."""
    generator = torch.Generator().manual_seed(3)
    sizes = [30 + step % 4 for step in range(steps)]
    inputs = [torch.randn(n, INPUTS, generator=generator) for n in sizes]
    return [(x, (x[:, 0] + 0.5 * torch.randn(len(x), generator=generator) > 0).float()) for x in inputs]


def members(network: Network, x: Tensor) -> Tensor:
    """``Network.members`` for autograd, the scales in the first layer's weights as the passes have them."""
    if not network.body:
        return network.members(x)
    first, scale = network.body[0], network.scale
    weights = (first.weight * scale[:, None]).flatten(0, 1)
    units = functional.linear(x, weights, first.bias.repeat(len(scale))).view(len(x) * len(scale), -1)
    for layer in list(network.body)[1:]:
        units = layer(units)
    if len(scale) == 1:
        logits = network.head(units)
    else:
        logits = (units.view(len(x), len(scale), -1) * network.head.weight).sum(dim=2) + network.head.bias
    return logits if network.shortcut is None else logits + (x @ network.shortcut)[:, None]


class Autograd(Stepper):
    """The stepper with torch's own gradient, clipping and AdamW; the flat tensors are the same."""

    def __init__(self, spec: Spec, inputs: int, start: float) -> None:
        super().__init__(spec, inputs, start)
        parts = [{"params": [p.parameter], "weight_decay": p.decay} for p in self.optimiser.parts]
        self.torchs = torch.optim.AdamW(parts, fused=True)

    def step(self, x: Tensor, y: Tensor, rate: float) -> float:
        self.flat.gradients.zero_()
        logits = members(self.network, x)
        loss = functional.binary_cross_entropy_with_logits(logits, y[:, None].expand_as(logits))
        loss.backward()
        norm = self.flat.gradients.norm().item()
        if norm > self.spec.clip_norm:
            self.flat.gradients.mul_(self.spec.clip_norm / norm)
        for group, factor in zip(self.torchs.param_groups, (1.0, 1.0, SCALE_RATE), strict=True):
            group["lr"] = factor * rate
        self.torchs.step()
        return loss.item()


@pytest.mark.parametrize("spec", SPECS, ids=lambda s: f"{s.activation}-{s.members}-{s.hidden}-{s.shortcut}")
def test_training_by_hand_is_autograds_to_the_bit(spec: Spec) -> None:
    ours, theirs = Stepper(spec, INPUTS, -0.4), Autograd(spec, INPUTS, -0.4)
    for x, y in batches():
        assert ours.step(x, y, spec.learning_rate).loss == theirs.step(x, y, spec.learning_rate)
        assert torch.equal(ours.flat.parameters, theirs.flat.parameters)
    assert torch.equal(ours.flat.statistics, theirs.flat.statistics)
    assert ours.flat.statistics.any() or not spec.hidden
    start = Stepper(spec, INPUTS, -0.4).flat.parameters
    moved = ours.flat.parameters != start
    assert moved.sum() > 0.9 * (start != 0).sum(), "the weights have moved at all"


@pytest.mark.parametrize("mode", ["norm2", "dropout1", "dropout3", "all"])
def test_the_modules_modes_are_obeyed(mode: str) -> None:
    """A layer left in eval mode behaves so, forward and backward."""
    spec = replace(SPEC, members=2)
    ours, theirs = Stepper(spec, INPUTS, 0.0), Autograd(spec, INPUTS, 0.0)
    for step, (x, y) in enumerate(batches(12)):
        for network in (ours.network, theirs.network):
            module = network if mode == "all" else getattr(network.body, mode)
            module.train(step % 3 != 0)
        ours.step(x, y, 1e-2), theirs.step(x, y, 1e-2)
        assert torch.equal(ours.flat.parameters, theirs.flat.parameters), f"step {step}"
        assert torch.equal(ours.flat.statistics, theirs.flat.statistics)


@pytest.mark.parametrize("k", [1, 4])
def test_the_logits_are_those_of_the_network(k: int) -> None:
    """Scales in the weights instead of the inputs: the same numbers but for rounding."""
    stepper = Stepper(replace(SPEC, members=k, dropout=0.0), INPUTS, 0.3)
    with torch.no_grad():
        stepper.network.scale.add_(0.7)
        stepper.network.shortcut.fill_(0.2)
        x = batches(1)[0][0]
        same = copy.deepcopy(stepper.network).members(x)
        torch.testing.assert_close(stepper.passes.forward(x), same, rtol=1e-5, atol=1e-5)


def test_every_gradient_is_that_of_the_loss() -> None:
    """Central differences in float64 of the network's own forward, member by member."""
    spec = replace(SPEC, hidden=(6, 5), dropout=0.0, activation=Activation.TANH, members=2)
    stepper = Stepper(spec, INPUTS, 0.1)
    x, y = batches(1)[0]
    stepper.network.scale.data.add_(torch.linspace(-0.2, 0.2, 2 * INPUTS).view(2, INPUTS))
    exact = copy.deepcopy(stepper.network).double()
    with torch.no_grad():
        stepper.passes.backward(cross_entropy(stepper.passes.forward(x), y)[1])
    for (name, parameter), ours in zip(exact.named_parameters(), stepper.network.parameters(), strict=True):
        flat = parameter.data.view(-1)
        for place in (0, flat.numel() // 2, flat.numel() - 1):
            slope = _slope(exact, flat, place, x.double(), y.double())
            assert ours.grad.view(-1)[place].item() == pytest.approx(slope, abs=2e-6), f"{name}[{place}]"


def _slope(network: Network, flat: Tensor, place: int, x: Tensor, y: Tensor) -> float:
    losses, was = [], flat[place].item()
    for move in (1e-5, -1e-5):
        flat[place] = was + move
        with torch.no_grad():
            logits = network.members(x)
        losses.append(np.logaddexp(0, np.where(y[:, None] > 0, -logits, logits)).mean())
    flat[place] = was
    return float(losses[0] - losses[1]) / 2e-5


def test_a_module_without_passes_is_refused() -> None:
    network = Stepper(SPEC, INPUTS, 0.0).network
    network.body.activation1 = nn.Softplus()
    with pytest.raises(TypeError, match="Softplus"):
        Passes(network)


def test_the_gradient_of_the_loss_is_autograds() -> None:
    logits = torch.tensor([[0.5, -3.0], [88.0, -120.0], [0.0, 2e-8]], requires_grad=True)
    y = torch.tensor([1.0, 0.0, 1.0])
    loss, gradient = cross_entropy(logits.detach(), y)
    theirs = functional.binary_cross_entropy_with_logits(logits, y[:, None].expand_as(logits))
    theirs.backward()
    assert torch.equal(loss, theirs.detach())
    assert torch.equal(gradient, logits.grad)


def test_dropout_by_hand_drops_what_the_module_drops() -> None:
    of, again = (ByteDropout(0.3, torch.Generator().manual_seed(9)) for _ in range(2))
    shape, cpu = torch.Size((50, 13)), torch.device("cpu")
    assert torch.equal(of.mask(shape, cpu), again(torch.ones(shape)))
