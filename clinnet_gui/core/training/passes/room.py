"""Memory that is used again at every step: what stays small stays in the processor's cache.

Imports torch: import late.
"""

import torch
from torch import Tensor


class Room:
    """Room for ``width`` float32 numbers a row, as many rows as the largest batch so far."""

    def __init__(self, width: int, device: torch.device) -> None:
        self._view = torch.empty(0, width, device=device)
        self._all = self._view

    def of(self, rows: int) -> Tensor:
        """Return [rows, width] of it; what it held is to be overwritten."""
        if self._view.shape[0] != rows:
            if self._all.shape[0] < rows:
                self._all = self._all.new_empty(rows, self._all.shape[1])
            self._view = self._all[:rows]
        return self._view
