"""The device that a spec asks for: whether it is there, and what it says when it fails."""

from clinnet_gui.core.errors import SettingsRefused, TrainingFailed
from clinnet_gui.core.model.spec import Device, Spec

_ITS_SIGNS = ("cuda error", "cuda out of memory", "cublas_status", "cudnn_status", "cuda gpus", "nvidia")
_FULL = ("out of memory", "alloc_failed")


def check_device(spec: Spec) -> None:
    """Raise SettingsRefused where ``spec`` asks for a graphics processor and torch sees none.

    Imports torch where it must ask.
    """
    if device_here(spec.device) is not spec.device:
        raise SettingsRefused(
            "The settings ask for a graphics processor (CUDA), and this computer has none that can be used.",
            "Choose the CPU as the device; results agree but for rounding.",
            "DEVICE_MISSING",
        )


def device_here(device: Device) -> Device:
    """Return the device, or the CPU where torch sees no such device: what another computer trained can
    be repeated on this one, and comes out the same but for rounding.

    Imports torch where it must ask.
    """
    if device is Device.CPU:
        return device
    import torch

    return device if torch.cuda.is_available() else Device.CPU


def failure_of_device(error: RuntimeError) -> TrainingFailed | None:
    """Return what to tell where a graphics processor failed, which torch tells by its text alone; None
    where ``error`` is of another kind."""
    text = str(error).lower()
    if not any(sign in text for sign in _ITS_SIGNS):
        return None
    if any(sign in text for sign in _FULL):
        return TrainingFailed(
            "The graphics processor's memory is not enough for this training; the study is as it was.",
            "Close other programs that use it, or choose the CPU as the device.",
            "DEVICE_OUT_OF_MEMORY",
        )
    return TrainingFailed(
        "The graphics processor failed during the training; the study is as it was.",
        "Choose the CPU as the device. To use the graphics processor again, save and restart clinnet first.",
        "DEVICE_FAILED",
    )
