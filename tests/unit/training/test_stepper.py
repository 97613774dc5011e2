"""The stepper: the safe step, the moment that can be returned to, the start at a regression."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from clinnet_gui.core.model.spec import Shortcut, Spec
from clinnet_gui.core.training.stepper import SCALE_RATE, Stepper

SPEC = Spec(hidden=(12, 6), dropout=0.3, batch=32, members=2, shortcut=Shortcut.ZERO)
INPUTS = 5


def batches(count: int) -> list[tuple[Tensor, Tensor]]:
    generator = torch.Generator().manual_seed(8)
    inputs = [torch.randn(32, INPUTS, generator=generator) for _ in range(count)]
    return [(x, (x[:, 0] > 0).float()) for x in inputs]


def walked(steps: int) -> Stepper:
    stepper = Stepper(SPEC, INPUTS, 0.2)
    for x, y in batches(steps):
        stepper.step(x, y, 1e-2)
    return stepper


def everything(stepper: Stepper) -> list[Tensor]:
    moment = stepper.moment()
    averages = [tensor for group in moment.averages for tensor in group]
    return [moment.snapshot.parameters, moment.snapshot.statistics, *averages, moment.random]


def test_the_loss_falls() -> None:
    stepper = Stepper(SPEC, INPUTS, 0.0)
    losses = [stepper.step(x, y, 1e-2).loss for x, y in batches(150)]
    assert losses[0] == pytest.approx(math.log(2), abs=0.15)
    assert np.mean(losses[-20:]) < 0.5 * np.mean(losses[:5])


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_step_that_is_not_finite_changes_nothing_but_the_count(value: float) -> None:
    stepper = walked(5)
    before = everything(stepper)[:-1]
    x, y = batches(1)[0]
    x[3, 1] = value
    for broken in (1, 2):
        outcome = stepper.step(x, y, 1e-2)
        assert outcome.skipped and math.isnan(outcome.norm) and stepper.broken == broken
    assert all(map(torch.equal, before, everything(stepper)[:-1]))
    assert not stepper.step(*batches(1)[0], 1e-2).skipped
    assert stepper.broken == 0, "the next sound step ends the row"


def test_a_gradient_that_overflows_is_skipped_though_its_loss_is_finite() -> None:
    stepper = walked(3)
    with torch.no_grad():
        stepper.network.body.norm1.bias.fill_(1e20)
        stepper.network.body.linear2.weight.mul_(1e20)
    before = stepper.snapshot()
    outcome = stepper.step(*batches(1)[0], 1e-2)
    assert outcome.skipped
    assert torch.equal(stepper.snapshot().parameters, before.parameters)
    assert torch.equal(stepper.snapshot().statistics, before.statistics)


def test_after_returning_to_a_moment_the_same_steps_follow() -> None:
    stepper = walked(10)
    moment = stepper.moment()
    first = [stepper.step(x, y, 1e-2) for x, y in batches(10)]
    end = everything(stepper)
    stepper.return_to(moment)
    again = [stepper.step(x, y, 1e-2) for x, y in batches(10)]
    assert [o.loss for o in first] == [o.loss for o in again]
    assert all(torch.equal(a.logits, b.logits) for a, b in zip(first, again, strict=True))
    assert all(map(torch.equal, end, everything(stepper)))


def test_one_can_return_to_before_the_first_step() -> None:
    stepper = Stepper(SPEC, INPUTS, 0.2)
    moment = stepper.moment()
    for x, y in batches(4):
        stepper.step(x, y, 1e-2)
    end = everything(stepper)
    stepper.return_to(moment)
    for x, y in batches(4):
        stepper.step(x, y, 1e-2)
    assert all(map(torch.equal, end, everything(stepper)))


def test_one_can_go_back_to_the_start_and_return() -> None:
    stepper = Stepper(SPEC, INPUTS, 0.2)
    start = stepper.moment()
    for x, y in batches(4):
        stepper.step(x, y, 1e-2)
    later, end = stepper.moment(), everything(stepper)
    stepper.return_to(start)
    stepper.return_to(later)
    assert all(map(torch.equal, end, everything(stepper)))


def test_the_outcomes_logits_outlive_the_next_step() -> None:
    stepper = Stepper(replace(SPEC, members=1, shortcut=Shortcut.NONE), INPUTS, 0.2)
    (x, y), other = batches(2)
    kept = stepper.step(x, y, 1e-2).logits
    copy = kept.clone()
    stepper.step(*other, 1e-2)
    assert torch.equal(kept, copy)


def test_clipping_bounds_the_step_but_not_what_is_told() -> None:
    tight = Stepper(replace(SPEC, clip_norm=1e-3), INPUTS, 0.2)
    free = Stepper(replace(SPEC, clip_norm=1e6), INPUTS, 0.2)
    x, y = batches(1)[0]
    norms = [stepper.step(x, y, 1e-2).norm for stepper in (tight, free)]
    assert norms[0] == norms[1] > 1e-2
    assert tight.flat.gradients.norm().item() == pytest.approx(1e-3, rel=1e-4)
    assert free.flat.gradients.norm().item() == norms[1]


def test_scales_learn_faster_and_biases_do_not_decay() -> None:
    stepper = Stepper(replace(SPEC, weight_decay=0.5), INPUTS, 0.2)
    stepper.step(*batches(1)[0], 1e-3)
    rates = [part.rate for part in stepper.optimiser.parts]
    decays = [part.decay for part in stepper.optimiser.parts]
    assert rates == [1e-3, 1e-3, SCALE_RATE * 1e-3]
    assert decays == [0.5, 0.0, 0.0]


def test_the_finished_network_is_the_best_one_in_eval_mode() -> None:
    stepper = walked(8)
    best, x = stepper.snapshot(), batches(1)[0][0]
    expected = stepper.network.eval()(x).detach()
    stepper.network.train()
    stepper.step(*batches(1)[0], 1e-2)
    network = stepper.finished(best, 8)
    assert not any(module.training for module in network.modules())
    assert torch.equal(network(x).detach(), expected)
    assert network.body.norm1.num_batches_tracked == 8
