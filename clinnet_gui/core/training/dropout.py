"""Dropout at an eighth of the random numbers: each byte of a 64-bit draw decides for one unit.

Random numbers are most of what dropout costs. The rate is quantised to 1/256; the factor that
keeps the expectation is that of the quantised rate, so it is exact. The draws are made on the
CPU whatever the device, so that every device drops the same units. Imports torch: import late.
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

    @property
    def drops(self) -> bool:
        """Whether it drops units as it is now."""
        return self.training and self.cut > 0

    def forward(self, units: Tensor) -> Tensor:
        """Return ``units`` with each dropped at the rate, the others scaled up."""
        return units * self.mask(units.shape, units.device) if self.drops else units

    def mask(self, shape: torch.Size, device: torch.device) -> Tensor:
        """Draw what units of this ``shape`` are multiplied with: 0, or the factor."""
        draws = torch.empty(words(shape.numel()), dtype=torch.int64)
        draw_into(draws, self.generator)
        trials = draws.view(torch.uint8)[: shape.numel()].view(shape).to(device)
        return (trials >= self.cut).float().mul_(self.factor)


def words(units: int) -> int:
    """Return how many 64-bit draws decide for so many units."""
    return (units + 7) // 8


def draw_into(draws: Tensor, generator: torch.Generator) -> None:
    """Fill ``draws`` (int64) with random bits; two fillings in a row are those of one twice as long."""
    draws.random_(_LEAST, None, generator=generator)


def with_byte_dropout(body: nn.Sequential, generator: torch.Generator) -> None:
    """Replace each ``nn.Dropout`` of the body; names and state stay as they are."""
    for name, layer in body.named_children():
        if isinstance(layer, nn.Dropout):
            setattr(body, name, ByteDropout(layer.p, generator))
