"""AdamW on a few flat tensors: torch's fused kernel, called without the ceremony around it.

torch's own class looks for options, hooks and devices at every step, which took three times as long
as the kernel; and to make one imports torch's compiler: more than a second and 70 MB, in every
process that trains. Imports torch: import late.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

BETAS, EPSILON = (0.9, 0.999), 1e-8

Averages = tuple[Tensor, Tensor, Tensor]
"""Of a tensor's gradients the running mean, that of their squares, and the count of steps."""


@dataclass(slots=True, eq=False)
class Part:
    """A tensor of parameters, how fast it decays and learns, and its averages (None: no step yet)."""

    parameter: nn.Parameter
    decay: float
    rate: float
    averages: Averages | None = None


class AdamW:
    """AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101); results are those of
    ``torch.optim.AdamW(fused=True)``, to the bit."""

    def __init__(self, parameters: Sequence[nn.Parameter], decays: Sequence[float], rate: float) -> None:
        pairs = zip(parameters, decays, strict=True)
        self.parts = tuple(Part(parameter, decay, rate) for parameter, decay in pairs)

    def advance(self) -> None:
        """Make a step by the gradients that the parameters hold; under ``torch.no_grad``."""
        for part in self.parts:
            mean, square, steps = part.averages = part.averages or _nothing(part.parameter)
            gradient = part.parameter.grad
            assert gradient is not None, "flat tensors hold the gradients"
            steps.add_(1)
            torch._fused_adamw_(
                [part.parameter], [gradient], [mean], [square], [], [steps],
                lr=part.rate, beta1=BETAS[0], beta2=BETAS[1], weight_decay=part.decay,
                eps=EPSILON, amsgrad=False, maximize=False,
            )  # fmt: skip

    def averages(self) -> tuple[Averages, ...]:
        """Return copies of each part's averages; nothing before the first step."""
        kept = (part.averages for part in self.parts if part.averages is not None)
        return tuple((mean.clone(), square.clone(), steps.clone()) for mean, square, steps in kept)

    def return_to(self, averages: tuple[Averages, ...]) -> None:
        """Put back what ``averages`` returned."""
        for number, part in enumerate(self.parts):
            part.averages = None
            if averages:
                mean, square, steps = averages[number]
                part.averages = (mean.clone(), square.clone(), steps.clone())


def _nothing(parameter: nn.Parameter) -> Averages:
    steps = torch.zeros((), dtype=torch.float32, device=parameter.device)
    return torch.zeros_like(parameter), torch.zeros_like(parameter), steps
