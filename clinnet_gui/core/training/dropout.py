"""Dropout at an eighth of the random numbers: each byte of a 64-bit draw decides for one unit.

Random numbers are most of what dropout costs. The rate is quantised to 1/256; the factor that
keeps the expectation is that of the quantised rate, so it is exact. Imports torch: import late.
"""

import torch
from torch import Tensor, nn

LEVELS = 256
_LEAST = torch.iinfo(torch.int64).min


class ByteDropout(nn.Module):
    """Drop-in for ``nn.Dropout`` while training; in eval mode it returns its input."""

    def __init__(self, rate: float, generator: torch.Generator) -> None:
        super().__init__()
        self.cut = round(rate * LEVELS)
        self.factor = LEVELS / (LEVELS - self.cut)
        self.generator = generator

    def forward(self, units: Tensor) -> Tensor:
        """Return ``units`` with each dropped at the rate, the others scaled up."""
        if not self.training or self.cut == 0:
            return units
        draws = torch.empty((units.numel() + 7) // 8, dtype=torch.int64)
        draws.random_(_LEAST, None, generator=self.generator)
        trials = draws.view(torch.uint8)[: units.numel()].view(units.shape)
        return units * (trials >= self.cut).to(units.dtype).mul_(self.factor)


def with_byte_dropout(body: nn.Sequential, generator: torch.Generator) -> None:
    """Replace each ``nn.Dropout`` of the body; names and state stay as they are."""
    for name, layer in body.named_children():
        if isinstance(layer, nn.Dropout):
            setattr(body, name, ByteDropout(layer.p, generator))
