"""Resident rows as tensors, and batches of them unpacked to inputs.

Imports torch: import late.
"""

import numpy as np
import torch
from torch import Tensor

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.codes import Inputs
from clinnet_gui.core.model.spec import Device
from clinnet_gui.core.training.material import Material


class Rows:
    """The rows of a material on one device; ``inputs`` of any of them, bit for bit those that
    the encoder's ``transform`` gives."""

    def __init__(self, material: Material, device: Device = Device.CPU) -> None:
        unpacking, self._device = material.encoder.unpacking, torch.device(device)
        self._packed = self._resident(material.packed)
        self._y = self._resident(material.y.astype(np.float32))
        self._source = None if unpacking.trivial else self._resident(unpacking.source)
        limits = (unpacking.offset, unpacking.low, unpacking.high)
        self._offset, self._low, self._high = map(self._resident, limits)

    def _resident(self, array: Inputs | Ints) -> Tensor:
        return torch.from_numpy(array).to(self._device)

    def inputs(self, rows: Tensor) -> Tensor:
        """Return the inputs [rows, inputs] of dataset positions (int64, on the CPU)."""
        packed = self._packed.index_select(0, rows.to(self._device))
        if self._source is None:
            return packed
        inputs = packed.index_select(1, self._source).sub_(self._offset)
        return torch.clamp(inputs, self._low, self._high, out=inputs)

    def outcomes(self, rows: Tensor) -> Tensor:
        """Return the outcomes (float32, 0 or 1)."""
        return self._y.index_select(0, rows.to(self._device))
