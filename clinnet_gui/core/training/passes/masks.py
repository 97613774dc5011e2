"""The masks of all dropout layers at once: one draw, one comparison, one scaling a batch.

Layer by layer the same took two and a half times as long. Imports torch: import late.
"""

import torch
from torch import Tensor, nn

from clinnet_gui.core.training.dropout import ByteDropout, draw_into, words


class Masks:
    """What the units of each dropout layer are multiplied with; the numbers are those that the
    layers would draw one after the other."""

    def __init__(self, body: nn.Sequential, device: torch.device) -> None:
        self.dropouts, self._widths = _dropouts(body)
        self._device, self._for = device, (0, (False,) * len(self.dropouts))
        self._draws = torch.empty(0, dtype=torch.int64)
        self._all = torch.empty(0, device=device)
        self._views: list[Tensor | None] = [None] * len(self.dropouts)

    def draw(self, rows: int) -> None:
        """Draw for a batch, for each layer that drops units as it is now."""
        wanted = (rows, tuple(dropout.drops for dropout in self.dropouts))
        if wanted != self._for:
            self._make_room(*wanted)
        if not self._draws.numel():
            return
        first = self.dropouts[0]  # all have the same rate and generator
        draw_into(self._draws, first.generator)
        trials = self._draws.view(torch.uint8).to(self._device)
        torch.ge(trials, first.cut, out=self._all).mul_(
            first.factor
        )  # straight to floats: a tenth of the time

    def of(self, place: int) -> Tensor | None:
        """Return the mask [rows, width] of a layer; None where it drops nothing."""
        return self._views[place]

    def _make_room(self, rows: int, drops: tuple[bool, ...]) -> None:
        self._for = (rows, drops)
        sizes = [words(rows * width) * drop for width, drop in zip(self._widths, drops, strict=True)]
        self._draws = torch.empty(sum(sizes), dtype=torch.int64)
        self._all = torch.empty(8 * sum(sizes), device=self._device)
        parts = torch.split(self._all, [8 * size for size in sizes])
        for place, (part, width, drop) in enumerate(zip(parts, self._widths, drops, strict=True)):
            self._views[place] = part[: rows * width].view(rows, width) if drop else None


def _dropouts(body: nn.Sequential) -> tuple[list[ByteDropout], list[int]]:
    """Each layer that may drop units, and how many units it has."""
    found, widths, width = list[ByteDropout](), list[int](), 0
    for layer in body:
        if isinstance(layer, nn.Linear):
            width = layer.out_features
        elif isinstance(layer, ByteDropout):
            found.append(layer)
            widths.append(width)
    return found, widths
