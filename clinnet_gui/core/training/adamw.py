"""AdamW on a few flat tensors: torch's own, its fused kernel called without the ceremony.

Imports torch: import late.
"""

from collections.abc import Sequence

import torch
from torch import nn


class AdamW(torch.optim.AdamW):
    """``torch.optim.AdamW(fused=True)`` for groups of one parameter each.

    Groups, state and results are torch's, to the bit. torch looks for options, hooks and devices
    at every step, which took three times as long as the kernel itself.
    """

    def __init__(self, parameters: Sequence[nn.Parameter], decays: Sequence[float], rate: float) -> None:
        groups = [
            {"params": [parameter], "weight_decay": decay}
            for parameter, decay in zip(parameters, decays, strict=True)
        ]
        super().__init__(groups, lr=rate, fused=True)

    def advance(self) -> None:
        """Make a step, as ``step`` does; under ``torch.no_grad``."""
        if not self.state:
            self.begin()
        for group in self.param_groups:
            parameter = group["params"][0]
            state = self.state[parameter]
            state["step"].add_(1)
            beta1, beta2 = group["betas"]
            torch._fused_adamw_(
                [parameter], [parameter.grad], [state["exp_avg"]], [state["exp_avg_sq"]], [], [state["step"]],
                lr=group["lr"], beta1=beta1, beta2=beta2, weight_decay=group["weight_decay"],
                eps=group["eps"], amsgrad=False, maximize=False,
            )  # fmt: skip

    def begin(self) -> None:
        """Make every parameter's state, as it is before the first step."""
        for group in self.param_groups:
            parameter = group["params"][0]
            self.state[parameter] = {
                "step": torch.zeros((), dtype=torch.float32, device=parameter.device),
                "exp_avg": torch.zeros_like(parameter),
                "exp_avg_sq": torch.zeros_like(parameter),
            }
