"""The safe step: nothing that is not finite reaches weights, optimiser or BatchNorm's statistics.

Imports torch: import late.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from clinnet_gui.core.model.network import Network, build
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.adamw import AdamW, Averages
from clinnet_gui.core.training.dropout import with_byte_dropout
from clinnet_gui.core.training.flat import Flat, Snapshot
from clinnet_gui.core.training.passes.passes import Passes, cross_entropy

SCALE_RATE = 6.0
"""How much faster the scales of the inputs learn than all else."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a step gave: the batch's loss, the gradient's norm before clipping (NaN where the loss
    was not finite), the batch's logits [n], and whether the step was skipped."""

    loss: float
    norm: float
    logits: Tensor
    skipped: bool


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """All that the next steps depend on, by which they can be made again bit for bit: weights and
    statistics, the optimiser's two averages for each part of the parameters with its count of
    steps, the state of dropout's random numbers, and the steps broken in a row."""

    snapshot: Snapshot
    averages: tuple[Averages, ...]
    random: Tensor
    broken: int


class Stepper:
    """A network with its optimiser; ``broken`` counts the steps skipped one after the other.

    The head starts at the logit ``start``, the prevalence's, so that training begins at the null
    loss and not with hundreds of steps towards it.
    """

    def __init__(self, spec: Spec, inputs: int, start: float) -> None:
        self.spec = spec
        self.network: Network = build(spec, inputs).to(spec.device)
        nn.init.constant_(self.network.head.bias, start)
        self._random = torch.Generator().manual_seed(spec.seed + 1)
        with_byte_dropout(self.network.body, self._random)
        self.flat = Flat(self.network)
        parts = (self.flat.decayed, self.flat.plain, self.flat.scale)
        self.optimiser = AdamW(parts, (spec.weight_decay, 0.0, 0.0), spec.learning_rate)
        self.passes = Passes(self.network)
        self.broken = 0
        self.network.train()

    def step(self, x: Tensor, y: Tensor, rate: float) -> Outcome:
        """Make one step on inputs [n, inputs] and outcomes [n], unless something is not finite.

        The gradient is made before the loss is looked at, so that a device is waited for once.
        """
        self.flat.remember_statistics()
        logits = self.passes.forward(x)
        loss, gradient = cross_entropy(logits, y)
        self.passes.backward(gradient)
        length = torch.linalg.vector_norm(self.flat.gradients)
        value, norm = loss.item(), length.item()
        sound = math.isfinite(value) and math.isfinite(norm)
        if sound:
            self._apply(norm, rate)
            self.broken = 0
        else:
            self.flat.restore_statistics()  # the forward pass has written into them
            self.broken += 1
        return Outcome(value, norm if math.isfinite(value) else math.nan, logits.mean(dim=1), not sound)

    def _apply(self, norm: float, rate: float) -> None:
        if norm > self.spec.clip_norm:
            self.flat.gradients.mul_(self.spec.clip_norm / norm)
        for part, factor in zip(self.optimiser.parts, (1.0, 1.0, SCALE_RATE), strict=True):
            part.rate = factor * rate
        self.optimiser.advance()

    def snapshot(self) -> Snapshot:
        """Return a copy of weights and statistics."""
        return self.flat.snapshot()

    def moment(self) -> Moment:
        """Return a copy of everything that a step changes."""
        return Moment(self.snapshot(), self.optimiser.averages(), self._random.get_state(), self.broken)

    def return_to(self, moment: Moment) -> None:
        """Put everything back as it was at ``moment``; the next steps are those it had."""
        self.flat.restore(moment.snapshot)
        self.optimiser.return_to(moment.averages)
        self._random.set_state(moment.random)
        self.broken = moment.broken

    def finished(self, best: Snapshot, steps: int) -> Network:
        """Return the network with its best weights and statistics, as after ``steps``, in eval
        mode and on the CPU."""
        self.flat.restore(best)
        for layer in self.network.body:
            if isinstance(layer, nn.BatchNorm1d):
                layer.num_batches_tracked = torch.tensor(steps)
        return self.network.cpu().eval()
