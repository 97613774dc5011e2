"""The device: refused where it is missing; all that a step makes lies on one device."""

from dataclasses import replace

import pytest
import torch

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.model.network import build
from clinnet_gui.core.model.spec import Device, Shortcut, Spec
from clinnet_gui.core.training.adamw import AdamW
from clinnet_gui.core.training.device import check_device
from clinnet_gui.core.training.dropout import with_byte_dropout
from clinnet_gui.core.training.flat import Flat
from clinnet_gui.core.training.passes.passes import Passes, cross_entropy
from clinnet_gui.core.training.training import train
from tests.builders import dataset, small, split

SPEC = Spec(hidden=(8, 4), dropout=0.2, shortcut=Shortcut.ZERO)
CUDA = replace(small(), device=Device.CUDA)


def test_a_missing_graphics_processor_is_refused_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(SettingsRefused, match="graphics processor") as error:
        next(train(dataset(), split(), CUDA))
    assert error.value.code == "DEVICE_MISSING"
    assert "CPU" in error.value.hint


def test_one_that_is_there_is_accepted_and_the_cpu_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    check_device(CUDA)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: pytest.fail("the CPU is always there"))
    check_device(small())


@pytest.mark.parametrize("members", [1, 3])
def test_nothing_that_a_step_makes_is_left_on_another_device(members: int) -> None:
    """On torch's device without numbers, which like any other refuses tensors from elsewhere."""
    network = build(replace(SPEC, members=members), 5).to("meta").train()
    with_byte_dropout(network.body, torch.Generator())
    flat, passes = Flat(network), Passes(network)
    with torch.no_grad():
        logits = passes.forward(torch.randn(16, 5, device="meta"))
        loss, gradient = cross_entropy(logits, torch.ones(16, device="meta"))
        passes.backward(gradient)
        AdamW((flat.decayed, flat.plain, flat.scale), (0.1, 0.0, 0.0), 1e-3).advance()
        with pytest.raises(RuntimeError, match="device"):
            passes.forward(torch.randn(16, 5))
    snapshot = flat.snapshot()
    made = (logits, loss, gradient, snapshot.parameters, snapshot.statistics, *network.parameters())
    assert {tensor.device.type for tensor in made} == {"meta"}


@pytest.mark.skipif(not torch.cuda.is_available(), reason="torch sees no graphics processor")
def test_a_graphics_processor_gives_the_same_logits_within_tolerance() -> None:
    from clinnet_gui.core.work import drain

    ours = drain(train(dataset(), split(), CUDA)).fit
    assert ours.versions.device == "cuda"
    assert ours.logits == pytest.approx(drain(train(dataset(), split(), small())).fit.logits, abs=0.05)
