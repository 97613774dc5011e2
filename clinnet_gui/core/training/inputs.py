"""Resident rows as tensors, and batches of them unpacked to inputs.

Imports torch: import late.
"""

import numpy as np
import torch
from torch import Tensor

from clinnet_gui.core.training.material import Material


class Rows:
    """The rows of a material on one device; ``inputs`` of any of them, bit for bit those that
    the encoder's ``transform`` gives."""

    def __init__(self, material: Material, device: str = "cpu") -> None:
        unpacking = material.encoder.unpacking
        self._packed = torch.from_numpy(material.packed).to(device)
        self._y = torch.from_numpy(material.y.astype(np.float32)).to(device)
        self._source = None if unpacking.trivial else torch.from_numpy(unpacking.source).to(device)
        limits = (unpacking.offset, unpacking.low, unpacking.high)
        self._offset, self._low, self._high = (torch.from_numpy(limit).to(device) for limit in limits)

    def inputs(self, rows: Tensor) -> Tensor:
        """Return the inputs [rows, inputs] of dataset positions."""
        packed = self._packed.index_select(0, rows)
        if self._source is None:
            return packed
        inputs = packed.index_select(1, self._source).sub_(self._offset)
        return torch.clamp(inputs, self._low, self._high, out=inputs)

    def outcomes(self, rows: Tensor) -> Tensor:
        """Return the outcomes (float32, 0 or 1)."""
        return self._y.index_select(0, rows)
