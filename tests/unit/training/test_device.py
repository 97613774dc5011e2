"""The device: refused where it is missing, used where it is there (pretended in ``test_distant``)."""

from dataclasses import replace

import pytest
import torch

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.model.spec import Device
from clinnet_gui.core.training.device import check_device
from clinnet_gui.core.training.training import train
from tests.builders import dataset, small, split

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


@pytest.mark.skipif(not torch.cuda.is_available(), reason="torch sees no graphics processor")
def test_a_graphics_processor_gives_the_same_logits_within_tolerance() -> None:
    from clinnet_gui.core.work import drain

    ours = drain(train(dataset(), split(), CUDA)).fit
    assert ours.versions.device == "cuda"
    assert ours.logits == pytest.approx(drain(train(dataset(), split(), small())).fit.logits, abs=0.05)
