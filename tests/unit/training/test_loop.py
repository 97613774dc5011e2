"""The loop: the safe step under NaN and infinity, the best weights kept, the three ends."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from clinnet_gui.core.data.encoder import Encoder, NumberCode
from clinnet_gui.core.data.table import Kind, Rule
from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.model.spec import Activation, Spec
from clinnet_gui.core.training.loop import MOST_BROKEN, Loop, Material, forward, optimise
from clinnet_gui.core.training.losses import PRIOR, best_slope, row_losses
from clinnet_gui.core.training.records import Begun, Spike, SpikeKind, Step, Stop, Validated
from clinnet_gui.core.work import Finish, drain

SPEC = Spec(hidden=(8, 4), dropout=0.2, batch=32, epochs=12, patience=12, learning_rate=1e-2)


def material(n: int = 240, spoil: tuple[int, ...] = (), value: float = math.nan) -> Material:
    """Three numbers, of which the first decides; the rows of ``spoil`` hold ``value``."""
    x = np.random.default_rng(5).normal(size=(n, 3)).astype(np.float32)
    y = (x[:, 0] > 0).astype(np.int8)
    x[list(spoil), 1] = value
    codes = (NumberCode(name, Rule(Kind.NUMBER), 0.0, 1.0, False, -4.0, 4.0) for name in "abc")
    rows = np.arange(n)
    return Material(Encoder(tuple(codes)), x, y, rows[rows % 4 > 0], rows[rows % 4 == 0])


def run(of: Material, spec: Spec = SPEC):
    records: list[object] = []
    return drain(optimise(of, spec), records.append), records


def kept(records: list[object], kind: type) -> list:
    return [record for record in records if isinstance(record, kind)]


def finite(network: torch.nn.Module) -> bool:
    return all(bool(torch.isfinite(tensor).all()) for tensor in network.state_dict().values())


def test_what_is_told_is_what_is_kept() -> None:
    result, records = run(material())
    steps, looks = kept(records, Step), kept(records, Validated)
    begun = records[0]
    assert isinstance(begun, Begun)
    assert [step.step for step in steps] == list(range(1, len(steps) + 1))
    assert begun.steps_per_epoch * 12 == begun.steps == len(steps)
    history = result.history
    assert history.loss.tolist() == [step.loss for step in steps]
    assert history.epoch.tolist() == [step.epoch for step in steps]
    assert history.validation_loss.tolist() == [look.validation_loss for look in looks]
    assert history.best_step == looks[-1].best_step
    assert min(history.validation_loss) == looks[-1].best_loss < 0.75 * begun.null_loss
    assert history.null_loss == begun.null_loss
    assert result.stop is Stop.BUDGET


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_row_that_is_not_finite_harms_nothing(value: float) -> None:
    result, records = run(material(spoil=(1, 50), value=value), replace(SPEC, epochs=30, patience=30))
    spikes = [spike for spike in kept(records, Spike) if spike.kind is SpikeKind.NON_FINITE_LOSS]
    assert spikes and all(spike.skipped and math.isnan(spike.z) for spike in spikes)
    assert {1, 50} >= {spike.rows[0] for spike in spikes}
    assert all(spike.diagnosis and spike.diagnosis.columns == ("b",) for spike in spikes)
    assert finite(result.network)
    assert result.history.validation_loss.min() < 0.75 * result.history.null_loss
    assert sum(not math.isfinite(loss) for loss in result.history.loss) == len(spikes)


def test_a_skipped_step_changes_neither_weights_nor_statistics_nor_optimiser() -> None:
    loop = Loop(material(spoil=tuple(range(240))), SPEC)
    before = {name: tensor.clone() for name, tensor in loop.stepper.network.state_dict().items()}
    list(loop.advance(1))
    after = loop.stepper.network.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert loop.stepper.optimiser.averages() == ()


def test_a_gradient_that_overflows_is_skipped() -> None:
    of = material()
    loop = Loop(of, SPEC)
    with torch.no_grad():
        loop.stepper.network.head.weight.fill_(1e38)
        loop.stepper.network.body.norm2.weight.fill_(1e-20)
        loop.stepper.network.body.norm1.weight.fill_(1e38)
    before = loop.stepper.snapshot().parameters
    records = [record for step in range(1, 4) for record in loop.advance(step)]
    kinds = {spike.kind for spike in kept(records, Spike)}
    assert kinds <= {SpikeKind.NON_FINITE_LOSS, SpikeKind.NON_FINITE_GRADIENT} and kinds
    assert torch.equal(before, loop.stepper.snapshot().parameters)


def test_when_no_step_is_finite_training_fails_and_says_so() -> None:
    with pytest.raises(TrainingFailed, match="never reached") as error:
        run(material(spoil=tuple(range(240))))
    assert error.value.hint


def test_too_many_broken_steps_end_training_with_the_best_weights() -> None:
    of = material()
    work, steps = optimise(of, replace(SPEC, epochs=40, patience=40)), 0
    while True:
        try:
            record = next(work)
        except StopIteration as end:
            result = end.value
            break
        if isinstance(record, Step):
            steps += 1
            if steps == 60:
                of.packed[of.train] = np.nan
    assert result.stop is Stop.BROKEN
    assert steps == 60 + MOST_BROKEN
    assert finite(result.network)


def test_the_norm_is_recorded_before_clipping() -> None:
    _, records = run(material(), replace(SPEC, clip_norm=1e-3))
    assert max(step.gradient_norm for step in kept(records, Step)) > 1e-2


def test_the_best_weights_come_back_with_their_statistics() -> None:
    of = material()
    spec = replace(SPEC, learning_rate=0.3, epochs=40, patience=40, dropout=0.0)
    result, _ = run(of, spec)
    best = result.history.best_step
    assert best < len(result.history.loss), "a rate this high is not best at its end"
    again = Loop(of, spec)
    for step in range(1, best + 1):
        list(again.advance(step))
    expected = drain(forward(again.stepper.network, of))
    assert np.array_equal(drain(forward(result.network, of)), expected)


def test_patience_ends_training_early() -> None:
    of = material()
    noise = replace(of, y=np.random.default_rng(1).integers(0, 2, of.y.size).astype(np.int8))
    result, _ = run(noise, replace(SPEC, epochs=400, patience=20))
    assert result.stop is Stop.EARLY
    assert len(result.history.loss) < 400 * result.history.steps_per_epoch


@pytest.mark.parametrize("after", [2, 30, 60])
def test_finish_keeps_the_best_so_far(after: int) -> None:
    work = optimise(material(), SPEC)
    for _ in range(after):
        next(work)
    with pytest.raises(StopIteration) as end:
        work.throw(Finish())
    result = end.value.value
    assert result.stop is Stop.ANALYST
    assert len(result.history.validation_loss) >= 1
    assert finite(result.network) and not result.network.training


def test_finish_before_the_first_step_cancels() -> None:
    work = optimise(material(), SPEC)
    next(work)
    with pytest.raises(Finish):
        work.throw(Finish())


def test_close_discards() -> None:
    work = optimise(material(), SPEC)
    next(work)
    work.close()
    with pytest.raises(StopIteration):
        next(work)


@pytest.mark.parametrize("n", [84, 88, 132])
def test_no_batch_of_one_reaches_batch_norm(n: int) -> None:
    result, _ = run(material(n), replace(SPEC, batch=2, epochs=1))
    assert np.isfinite(result.history.loss).all()


def test_training_mode_returns_after_each_look() -> None:
    loop = Loop(material(), SPEC)
    drain(loop.look())
    assert all(layer.training for layer in loop.stepper.network.modules())


def test_xor_needs_an_activation() -> None:
    x = np.random.default_rng(1).choice([-1.0, 1.0], (800, 2)).astype(np.float32)
    y = (x[:, 0] * x[:, 1] < 0).astype(np.int8)
    codes = (NumberCode(name, Rule(Kind.NUMBER), 0.0, 1.0, False, -1.0, 1.0) for name in "ab")
    rows = np.arange(800)
    of = Material(Encoder(tuple(codes)), x, y, rows[200:], rows[:200])
    losses = {}
    for activation in (Activation.RELU, Activation.NONE):
        spec = replace(SPEC, hidden=(16, 8), dropout=0.0, epochs=30, activation=activation)
        result, _ = run(of, spec)
        logits = drain(forward(result.network, of))
        losses[activation] = row_losses(y, logits).mean()
    assert losses[Activation.RELU] < 0.05
    assert losses[Activation.NONE] > 0.6


@pytest.mark.parametrize("sharpness", [0.1, 20.0])
def test_a_look_judges_the_weights_after_temperature_scaling(sharpness: float) -> None:
    of = material()
    loop = Loop(of, SPEC)
    for step in range(1, 61):
        list(loop.advance(step))
    with torch.no_grad():
        for parameter in loop.stepper.network.head.parameters():
            parameter.mul_(sharpness)
    looked = next(record for record in loop.look() if isinstance(record, Validated))
    logits = drain(forward(loop.stepper.network, of, of.held))
    y = of.y[of.held]
    slope = best_slope(y, logits, PRIOR)
    assert (slope - 1) * (sharpness - 1) < 0, "too flat is made steeper, too steep is made flatter"
    assert looked.validation_loss == pytest.approx(row_losses(y, slope * logits).mean())
    assert looked.validation_loss < row_losses(y, logits).mean()
