"""All of a training on a second device, from the first row to a study that is opened without it.

The device is pretended (``tests.distant``): its arithmetic is the CPU's, so that what comes out otherwise
was done otherwise, and what a graphics processor would refuse is refused.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import torch

from clinnet_gui.core.errors import SettingsRefused, TrainingFailed
from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.evaluation.validation.resampling import resample
from clinnet_gui.core.explanation.explaining import explain
from clinnet_gui.core.model.heuristics import suggest
from clinnet_gui.core.model.spec import Activation, Device, Shortcut, Spec
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file import load, save
from clinnet_gui.core.training.ablation import ablate
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.loop import Loop
from clinnet_gui.core.training.prediction import predict
from clinnet_gui.core.training.range_test import range_test
from clinnet_gui.core.training.records import Diagnosis, Remedy, Repair, Repaired, Spike
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import Work, drain
from tests.benchmarks.faults.faults import SINGLE, Fault
from tests.builders import SEED, Patients, crossed_split, dataset, small, split
from tests.distant import Seen, graphics_processor
from tests.unit.training.spikes.scenes import LONG, go_on, table

FEW = Patients(n=240)
CROSSED = replace(small(), epochs=4, members=3, bins=4, shortcut=Shortcut.LOGISTIC)
CLOSE = 1e-4
"""Of logits: room for rounding, none for another batch, mask or start."""
FAULTS = {fault.name: fault for fault in SINGLE}


def there(spec: Spec) -> Spec:
    return replace(spec, device=Device.CUDA)


@lru_cache
def crossed(device: Device) -> tuple[Trained, Seen]:
    with graphics_processor() as seen:
        trained = drain(train(dataset(FEW), crossed_split(FEW), replace(CROSSED, device=device)))
    return trained, seen


def test_cross_fitted_members_come_out_as_on_the_cpu() -> None:
    (ours, seen), (plain, unseen) = crossed(Device.CUDA), crossed(Device.CPU)
    assert ours.fit.logits == pytest.approx(plain.fit.logits, abs=CLOSE)
    for fold, same in zip(ours.fit.folds, plain.fit.folds, strict=True):
        assert fold.history.best_step == same.history.best_step
        assert fold.history.validation_loss == pytest.approx(same.history.validation_loss, abs=CLOSE)
        assert fold.history.gradient_norm == pytest.approx(same.history.gradient_norm, rel=1e-3)
    assert (ours.fit.versions.device, plain.fit.versions.device) == ("cuda", "cpu")
    assert {"addmm", "native_batch_norm", "native_batch_norm_backward", "_fused_adamw_"} <= seen.operations
    assert seen.types == {torch.float32, torch.int64, torch.uint8}, "no double precision, no half"
    assert unseen.operations == set(), "off unless asked for"


@pytest.mark.parametrize("activation", Activation)
@pytest.mark.parametrize("hidden", [(), (6, 4)], ids=str)
def test_every_kind_of_network_takes_its_steps_there(activation: Activation, hidden: tuple[int, ...]) -> None:
    spec = replace(LONG, activation=activation, hidden=hidden, shortcut=Shortcut.ZERO)
    with graphics_processor():
        ours, plain = Loop(table(), there(spec)), Loop(table(), spec)
        assert [go_on(loop, 1, 12) for loop in (ours, plain)] == [[], []]
    assert ours.course.loss == pytest.approx(plain.course.loss, abs=CLOSE)
    assert ours.course.norm == pytest.approx(plain.course.norm, rel=1e-3)


def spoilt(fault: Fault, spec: Spec) -> tuple[Loop, Spike]:
    loop = Loop(table(), spec)
    assert go_on(loop, 1, 60) == []
    fault.inject(loop, 61, np.random.default_rng(2))
    return loop, go_on(loop, 61, 70)[0]


@pytest.mark.parametrize("name", ["rate jump", "flipped labels", "overflow", "eval left on"])
def test_a_spike_is_found_replayed_and_graded_as_on_the_cpu(name: str) -> None:
    with graphics_processor():
        (_, ours), (_, plain) = spoilt(FAULTS[name], there(LONG)), spoilt(FAULTS[name], LONG)
    assert (ours.step, ours.kind, ours.rows) == (plain.step, plain.kind, plain.rows)
    assert ours.diagnosis is not None and plain.diagnosis is not None
    assert gist(ours.diagnosis) == gist(plain.diagnosis)
    assert ours.diagnosis.replays


def gist(found: Diagnosis) -> tuple[object, ...]:
    named = [one.cause for one in found.evidence]
    gone = [(replay.change, replay.cause, replay.gone) for replay in found.replays]
    return found.causes, named, gone, found.columns, found.damage, found.remedy


@pytest.mark.parametrize("remedy", [Remedy.SKIP_ROWS, Remedy.WINSORISE, Remedy.LOWER_RATE, Remedy.RESTORE])
def test_a_repair_goes_on_as_on_the_cpu(remedy: Remedy) -> None:
    losses = []
    with graphics_processor():
        for spec in (there(LONG), LONG):
            loop, spike = spoilt(FAULTS["flipped labels"], spec)
            (repaired,) = loop.repair(70, Repair(spike.step, remedy))
            assert isinstance(repaired, Repaired) and repaired.remedy is remedy
            go_on(loop, 71, 85)
            drain(loop.look())
            losses.append([*loop.course.loss[70:], loop.course.looks[-1].validation_loss])
    assert losses[0] == pytest.approx(losses[1], abs=1e-3)


def nobody(held: object) -> object:
    raise AssertionError("each process would take the device's memory for itself")


@pytest.fixture
def no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of the pretended device there is none."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


def test_refits_are_made_there_one_by_one_and_on_the_cpu_where_it_is_missing(no_other: None) -> None:
    trained, _ = crossed(Device.CUDA)
    with graphics_processor() as seen:
        ours = drain(resample(trained, 1, nobody))  # type: ignore[arg-type]
    assert "_fused_adamw_" in seen.operations
    plain = drain(resample(trained, 1))
    for name in ("logits", "held", "logistic"):
        assert getattr(ours, name) == pytest.approx(getattr(plain, name), abs=CLOSE, nan_ok=True)
    assert ours.made_from == plain.made_from


def test_networks_are_compared_there_one_by_one(no_other: None) -> None:
    spec, networks = replace(small(), epochs=2, hidden=(8,)), ((8,), (4,))
    data, parts = dataset(FEW), split(FEW)
    with graphics_processor() as seen:
        ours = drain(ablate(data, parts, there(spec), nobody, networks=networks))  # type: ignore[arg-type]
        plain = drain(ablate(data, parts, spec, networks=networks))
    assert "_fused_adamw_" in seen.operations
    for cell, same in zip(ours.cells, plain.cells, strict=True):
        assert (cell.hidden, cell.failure) == (same.hidden, "")
        assert cell.log_loss == pytest.approx(same.log_loss, abs=CLOSE)
    with pytest.raises(SettingsRefused, match="graphics processor"):
        next(ablate(data, parts, there(spec), networks=networks))


def test_a_range_of_rates_is_tried_on_the_cpu_whatever_the_device() -> None:
    with graphics_processor() as seen:
        found = drain(range_test(dataset(FEW), split(FEW), there(small()), steps=40))
    assert found.losses.size > 1 and seen.operations == set()


def test_a_study_trained_there_is_opened_scored_and_explained_without_it(tmp_path: Path) -> None:
    trained, _ = crossed(Device.CUDA)
    data, choice = dataset(FEW), suggest(dataset(FEW), crossed_split(FEW), SEED)
    begun = Study().with_table(data.table).with_roles(data.roles, data.findings, data)
    planned = begun.with_plan(crossed_split(FEW), replace(choice, spec=there(CROSSED)))
    drain(save(replace(planned, trained=trained), tmp_path / "far.clinnet"))
    opened = drain(load(tmp_path / "far.clinnet"))
    found = opened.trained
    assert found is not None and not opened.fit_is_stale
    assert found.fit.spec.device is Device.CUDA and found.fit.versions.device == "cuda"
    assert np.array_equal(found.fit.logits, trained.fit.logits)
    logits = drain(predict(found.fit, data.table.columns))
    told = drain(explain(found, Calibrator(), np.arange(3)))
    assert np.isfinite(logits).all()
    assert told.base + told.contributions.sum(axis=1) == pytest.approx(told.logits, abs=1e-4)


def fails_with(text: str, kind: type[RuntimeError]) -> Callable[[str], None]:
    """The device gives up at its twentieth step."""
    steps = iter(range(20))

    def fail(operation: str) -> None:
        if operation == "_fused_adamw_" and next(steps, None) is None:
            raise kind(text)

    return fail


FULL = "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB"
NO_ROOM = "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"
TOO_OLD = "CUDA error: no kernel image is available for execution on the device"
LOST = "CUDA error: unspecified launch failure\nCUDA kernel errors might be asynchronously reported"


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        (FULL, torch.OutOfMemoryError, "DEVICE_OUT_OF_MEMORY"),
        (NO_ROOM, RuntimeError, "DEVICE_OUT_OF_MEMORY"),
        (LOST, torch.AcceleratorError, "DEVICE_FAILED"),
        (TOO_OLD, RuntimeError, "DEVICE_FAILED"),
        ("No CUDA GPUs are available", RuntimeError, "DEVICE_FAILED"),
    ],
)
def test_a_device_that_fails_ends_the_training_with_advice(text: str, kind: type, code: str) -> None:
    trained, _ = crossed(Device.CUDA)
    works: tuple[Callable[[], Work[object]], ...] = (
        lambda: train(dataset(FEW), split(FEW), there(small())),
        lambda: resample(trained, 2),
    )
    for work in works:
        with graphics_processor(fails_with(text, kind)), pytest.raises(TrainingFailed) as error:
            drain(work())
        assert error.value.code == code and "CPU" in error.value.hint
        assert error.value.__context__ is None, "what the failed work held is let go"


def test_tensors_of_both_places_in_one_operation_stay_a_bug() -> None:
    mixed = RuntimeError("Expected all tensors to be on the same device, but found cuda:0 and cpu!")

    def raises(operation: str) -> None:
        raise mixed

    with graphics_processor(raises), pytest.raises(RuntimeError, match="same device"):
        drain(train(dataset(FEW), split(FEW), there(small())))


def test_the_device_refuses_what_a_graphics_processor_does() -> None:
    with graphics_processor():
        far, zero = torch.ones(3, 4).to("cuda"), torch.zeros(1).long().to("cuda")
        for wrong in (
            lambda: far + torch.ones(3, 4),
            lambda: far.index_select(0, torch.tensor([0])),
            far.numpy,
            lambda: torch.rand(3, device="cuda"),
            lambda: far.uniform_(generator=torch.Generator()),
            lambda: far.index_add_(0, zero, far[:1]),
        ):
            with pytest.raises(RuntimeError):
                wrong()
        assert far.cpu().numpy().sum() == 12
    with pytest.raises(RuntimeError):
        far + far
