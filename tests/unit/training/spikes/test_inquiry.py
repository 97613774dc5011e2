"""Faults put into a running training: their cause is named and proven, and nothing of the replays stays."""

import numpy as np
import pytest
import torch

from clinnet_gui.core.training.loop import Loop
from clinnet_gui.core.training.records import Cause, Damage, Remedy, SpikeKind
from clinnet_gui.core.training.spikes import watch
from tests.benchmarks.faults.faults import DOUBLE, SINGLE, Fault
from tests.unit.training.spikes.scenes import go_on, settled

SOON = 10
EASY = [fault for fault in (*SINGLE, *DOUBLE) if not fault.from_start]


@pytest.mark.parametrize("fault", EASY, ids=lambda fault: fault.name)
def test_a_fault_is_found_and_named(fault: Fault) -> None:
    loop = settled()
    fault.inject(loop, 61, np.random.default_rng(2))
    spike = go_on(loop, 61, 60 + SOON)[0]
    assert spike.diagnosis is not None
    assert set(spike.diagnosis.causes) == set(fault.causes)
    assert spike.diagnosis.evidence
    if spike.diagnosis.proof:
        assert any(replay.gone for replay in spike.diagnosis.replays)
        assert spike.cause.endswith(spike.diagnosis.proof)


def test_a_training_goes_on_as_if_nothing_had_been_replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = []
    for most in (watch.MOST_DIAGNOSED, 0):
        monkeypatch.setattr(watch, "MOST_DIAGNOSED", most)
        loop = settled()
        loop.stepper.flat.matrices[1].weights.mul_(100)
        assert go_on(loop, 61, 90)
        ends.append((loop.stepper.snapshot(), loop.course.loss))
    assert torch.equal(ends[0][0].parameters, ends[1][0].parameters)
    assert torch.equal(ends[0][0].statistics, ends[1][0].statistics)
    assert ends[0][1] == ends[1][1]


def test_without_a_replay_the_evidence_alone_names_the_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "MOST_DIAGNOSED", 0)
    loop = settled()
    loop.stepper.network.eval()
    (spike,) = go_on(loop, 61, 61)
    assert spike.diagnosis is not None and spike.diagnosis.causes == (Cause.NORMALISATION,)
    assert spike.diagnosis.replays == () and spike.diagnosis.proof == ""


def test_the_last_diagnosis_says_that_it_is_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "MOST_DIAGNOSED", 1)
    loop = settled()
    loop.stepper.network.eval()
    (spike,) = go_on(loop, 61, 61)
    assert spike.diagnosis is not None and watch.LAST in spike.diagnosis.evidence


def test_a_jump_that_ruins_the_weights_is_lasting_damage() -> None:
    loop = settled()
    plain = loop.stepper.step
    loop.stepper.step = lambda x, y, rate: (setattr(loop.stepper, "step", plain), plain(x, y, 30.0))[1]  # type: ignore
    (spike, *_) = go_on(loop, 61, 61)
    assert spike.kind is SpikeKind.UPDATE and spike.diagnosis is not None
    assert spike.diagnosis.damage is Damage.LASTING and spike.diagnosis.remedy is Remedy.RESTORE


def test_a_mode_left_on_for_one_step_harms_nothing() -> None:
    loop = settled()
    loop.stepper.network.eval()
    (spike,) = go_on(loop, 61, 61)
    assert spike.diagnosis is not None and spike.diagnosis.damage is Damage.NONE
    assert spike.diagnosis.remedy is Remedy.RESTORE_MODE
    assert not any(layer.training for layer in loop.stepper.network.modules()), "the mode is left as it was"


def test_a_diagnosis_is_made_in_slices() -> None:
    loop = settled()
    loop.stepper.network.eval()
    assert len(list(loop.advance(61))) > 10


def test_the_same_training_is_diagnosed_alike() -> None:
    found = []
    for _ in range(2):
        loop: Loop = settled()
        loop.stepper.flat.matrices[1].weights.mul_(100)
        found.append(go_on(loop, 61, 80))
    assert found[0] == found[1] and found[0]
