"""The safe step: nothing that is not finite reaches weights, optimiser or BatchNorm's statistics.

Imports torch: import late.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from clinnet_gui.core.model.network import build
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.dropout import with_byte_dropout
from clinnet_gui.core.training.flat import Flat, Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a step gave: the batch's loss, the gradient's norm before clipping (NaN where the loss
    was not finite), the batch's logits, and whether the step was skipped."""

    loss: float
    norm: float
    logits: Tensor
    skipped: bool


class Stepper:
    """A network with its optimiser; ``broken`` counts the steps skipped one after the other.

    The head starts at the logit ``start``, the prevalence's, so that training begins at the null
    loss and not with hundreds of steps towards it.
    """

    def __init__(self, spec: Spec, inputs: int, start: float) -> None:
        self.spec = spec
        self.network = build(spec, inputs)
        head = self.network.get_submodule("head")
        assert isinstance(head, nn.Linear)
        nn.init.constant_(head.bias, start)
        with_byte_dropout(self.network, torch.Generator().manual_seed(spec.seed + 1))
        self._flat = Flat(self.network)
        groups = [
            {"params": [self._flat.decayed], "weight_decay": spec.weight_decay},
            {"params": [self._flat.plain], "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=spec.learning_rate, fused=True)
        self.broken = 0
        self.network.train()

    def step(self, x: Tensor, y: Tensor, rate: float) -> Outcome:
        """Make one step on inputs [n, inputs] and outcomes [n], unless something is not finite."""
        flat = self._flat
        flat.remember_statistics()
        flat.gradients.zero_()
        logits = self.network(x)
        loss = functional.binary_cross_entropy_with_logits(logits, y)
        value, norm = loss.item(), math.nan
        if math.isfinite(value):
            loss.backward()  # type: ignore[no-untyped-call]
            norm = flat.gradients.norm().item()
        if not math.isfinite(norm):
            flat.restore_statistics()  # the forward pass has written into them
            self.broken += 1
            return Outcome(value, norm, logits.detach(), skipped=True)
        self._apply(norm, rate)
        self.broken = 0
        return Outcome(value, norm, logits.detach(), skipped=False)

    def _apply(self, norm: float, rate: float) -> None:
        if norm > self.spec.clip_norm:
            self._flat.gradients.mul_(self.spec.clip_norm / norm)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.step()

    def snapshot(self) -> Snapshot:
        """Return a copy of weights and statistics."""
        return self._flat.snapshot()

    def finished(self, best: Snapshot, steps: int) -> nn.Sequential:
        """Return the network with its best weights and statistics, as after ``steps``, in eval mode."""
        self._flat.restore(best)
        for layer in self.network:
            if isinstance(layer, nn.BatchNorm1d):
                layer.num_batches_tracked = torch.tensor(steps)
        return self.network.eval()
