"""Whether a training was long enough: its plan, its steps, or how little it still gained."""

from dataclasses import replace

import numpy as np
import pytest

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.training.records import Stop
from clinnet_gui.core.training.settling import has_settled
from tests.builders import trained


def fold(losses: list[float], stop: Stop = Stop.ANALYST, steps_per_epoch: int = 10):
    """Looks every ten steps."""
    made = trained().fit.folds[0]
    looks = 10 * (1 + np.arange(len(losses)))
    history = replace(
        made.history,
        loss=read_only(np.ones(looks[-1])),
        validation_step=read_only(looks),
        validation_loss=read_only(np.array(losses)),
        steps_per_epoch=steps_per_epoch,
    )
    return replace(made, history=history, stop=stop)


def test_what_ended_by_itself_has_settled() -> None:
    falling = [0.7, 0.6, 0.5]
    assert has_settled(fold(falling, Stop.EARLY)) and has_settled(fold(falling, Stop.BUDGET))
    assert not has_settled(fold(falling))


@pytest.mark.parametrize(("last", "settled"), [(0.4990, False), (0.4998, True), (0.6, True)])
def test_less_than_a_thousandth_an_epoch_is_settled(last: float, settled: bool) -> None:
    assert has_settled(fold([0.7, 0.5, last])) is settled


def test_an_epoch_of_many_looks_counts_as_a_whole() -> None:
    slow = [0.5 - 0.0002 * i for i in range(10)]
    assert has_settled(fold(slow)) and not has_settled(fold(slow, steps_per_epoch=50))
    assert not has_settled(fold([0.5], steps_per_epoch=50))


def test_two_thousand_steps_are_enough() -> None:
    losses = [1.0 / (1 + i) for i in range(200)]
    assert has_settled(fold(losses)) and not has_settled(fold(losses[:199]))
