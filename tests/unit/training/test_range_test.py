"""The learning-rate range test: it finds the rates that teach, and leaves no trace."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.training.range_test import FIRST, HIGHEST, LOWEST, STEPS, range_test, read
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import Finish, Progress, drain
from tests.builders import Patients, crossed_split, dataset, small, split

RATES = np.geomspace(LOWEST, HIGHEST, STEPS)
STRONG = Patients(n=3000, signal=2.0)


def valley(lowest: float = 1e-2) -> np.ndarray:
    """A loss that falls from .7, is least at ``lowest`` and climbs again."""
    distance = np.log10(RATES / lowest)
    return 0.7 - 0.3 * np.exp(-np.square(distance))


def test_a_tenth_of_the_rate_of_the_lowest_loss_is_suggested() -> None:
    found = read(RATES, valley(), 1e-3)
    assert found.lowest == pytest.approx(1e-2, rel=0.1)
    assert found.suggested == pytest.approx(1e-3, rel=0.1)
    # the steepest place of exp(-d^2) is at d = -1 / sqrt(2), a factor of 5.1 below
    assert found.steepest == pytest.approx(1e-2 / 10 ** (1 / np.sqrt(2)), rel=0.1)
    assert f"{found.suggested:g}, is suggested" in found.sentence
    assert found.rates.shape == found.losses.shape and not found.losses.flags.writeable


def test_noise_does_not_move_the_suggestion_far() -> None:
    rng = np.random.default_rng(7)
    for _ in range(20):
        found = read(RATES, valley() + rng.normal(0, 0.03, STEPS), 1e-3)
        assert found.suggested is not None and 1 / 3 < found.suggested / 1e-3 < 3


def test_a_loss_that_never_falls_suggests_nothing() -> None:
    rng = np.random.default_rng(8)
    found = read(RATES, 0.69 + rng.normal(0, 0.005, STEPS), 2e-3)
    assert found.suggested is None and "Keep 0.002" in found.sentence


def test_on_patients_it_suggests_a_rate_that_teaches() -> None:
    found = drain(range_test(dataset(STRONG), split(STRONG), small()))
    assert found.suggested is not None and 1e-4 < found.suggested < 0.1
    assert found.rates[0] == LOWEST and (np.diff(found.rates) > 0).all() and np.isfinite(found.losses).all()
    assert found.losses.min() < 0.95 * found.losses[:FIRST].mean()


def test_a_training_after_it_is_the_same_to_the_bit() -> None:
    """Nothing of it stays: not in the study, not in torch's random numbers, not in numpy's."""
    data, parts, spec = dataset(), crossed_split(), replace(small(), epochs=3)
    before = drain(train(data, parts, spec))
    torch.manual_seed(11)
    np.random.seed(11)  # the old global numbers are what is watched
    state, old = torch.get_rng_state(), np.random.get_state()[1].copy()
    drain(range_test(data, parts, spec, steps=60))
    assert torch.equal(torch.get_rng_state(), state)
    assert np.array_equal(np.random.get_state()[1], old)
    after = drain(train(data, parts, spec))
    assert np.array_equal(before.fit.logits, after.fit.logits)
    assert before.fit.folds[0].weights == after.fit.folds[0].weights


def test_it_is_the_same_each_time_and_sees_training_rows_alone() -> None:
    data, parts = dataset(), split()
    once = drain(range_test(data, parts, small(), steps=60))
    y = np.where(parts.parts == Part.TRAIN, data.y, 1 - data.y).astype(np.int8)
    again = drain(range_test(replace(data, y=y), parts, small(), steps=60))
    assert np.array_equal(once.losses, again.losses) and once.suggested == again.suggested


def test_it_ends_where_the_loss_diverges(monkeypatch: pytest.MonkeyPatch) -> None:
    from clinnet_gui.core.training import stepper

    real, losses = stepper.Stepper.step, iter([0.7] * 40 + [0.5] * 20 + [9.0] * 99)
    feed(monkeypatch, losses)
    found = drain(range_test(dataset(), split(), small()))
    assert 60 < found.losses.size < 64 and stepper.Stepper.step is not real


def test_a_step_that_is_not_finite_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, iter([0.7] * 40 + [0.5] * 20 + [float("nan")] * 99))
    found = drain(range_test(dataset(), split(), small()))
    assert found.losses.size == 60 and np.isfinite(found.losses).all()


def feed(monkeypatch: pytest.MonkeyPatch, losses: Iterator[float]) -> None:
    """Let the steps report these losses."""
    from clinnet_gui.core.training.stepper import Outcome, Stepper

    def step(self: Stepper, x: torch.Tensor, y: torch.Tensor, rate: float) -> Outcome:
        loss = next(losses)
        return Outcome(loss, 1.0, torch.zeros(x.shape[0]), not np.isfinite(loss))

    monkeypatch.setattr(Stepper, "step", step)


def test_finish_reads_what_there_is() -> None:
    work = range_test(dataset(), split(), small())
    steps = 0
    for record in work:
        steps += isinstance(record, Progress) and record.text == "Trying learning rates"
        if steps == 80:
            break
    with pytest.raises(StopIteration) as end:
        work.throw(Finish())
    assert end.value.value.losses.size == 80


def test_finish_at_once_cancels() -> None:
    work = range_test(dataset(), split(), small())
    for record in work:
        if isinstance(record, Progress) and record.text == "Trying learning rates":
            break
    with pytest.raises(Finish):
        work.throw(Finish())


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(SettingsRefused):
        next(range_test(dataset(), split(), replace(small(), batch=1)))
