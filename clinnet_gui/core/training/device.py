"""Whether the device that a spec asks for is there."""

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.model.spec import Device, Spec


def check_device(spec: Spec) -> None:
    """Raise SettingsRefused where ``spec`` asks for a graphics processor and torch sees none.

    Imports torch where it must ask.
    """
    if spec.device is Device.CPU:
        return
    import torch

    if not torch.cuda.is_available():
        raise SettingsRefused(
            "The settings ask for a graphics processor (CUDA), and this computer has none that can be used.",
            "Choose the CPU as the device; results agree but for rounding.",
            "DEVICE_MISSING",
        )
