"""The gauges: the signs of a step as read from the network and its optimiser.

Read at every step, so each is one operation or two on a flat tensor. Imports torch: import late.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from operator import truediv

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.codes import CLIP
from clinnet_gui.core.training.spikes.reach import Reach, unclipped
from clinnet_gui.core.training.spikes.signs import Signs
from clinnet_gui.core.training.stepper import Outcome, Stepper

Numbers = NDArray[np.float32]

REFRESHED = 8
"""Steps after which the sizes of the weights are taken anew."""

SAMPLED = 256
"""Weights of each hidden layer by which the size of an update is told: AdamW moves all of them
about equally far, and to look at all costs a tenth of the step."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What a step was made on: dataset positions of the rows, their inputs, their outcomes."""

    rows: Tensor
    x: Tensor
    y: Tensor


class Modes:
    """The training flags of all layers of a network."""

    def __init__(self, network: nn.Module) -> None:
        self._layers = list(network.modules())

    def wrong(self) -> int:
        """Return how many layers are not in training mode."""
        return [layer.training for layer in self._layers].count(False)

    def flags(self) -> tuple[bool, ...]:
        """Return the flag of each layer."""
        return tuple(layer.training for layer in self._layers)

    def put(self, flags: tuple[bool, ...]) -> None:
        """Set the flag of each layer."""
        for layer, flag in zip(self._layers, flags, strict=True):
            layer.training = flag

    def put_all(self, training: bool) -> None:
        """Set every layer's flag, whatever ``train`` and ``eval`` of the network do."""
        for layer in self._layers:
            layer.training = training


class Gauges:
    """Reads the signs of a step: ``begin`` right before it, ``read`` right after it. Only where a
    loss ``is_high`` are its outcomes held against what the network expected."""

    def __init__(self, stepper: Stepper, reach: Reach, is_high: Callable[[float], bool]) -> None:
        self._stepper, self._flat = stepper, stepper.flat
        self.modes, self._is_high = Modes(stepper.network), is_high
        device = stepper.flat.parameters.device
        self._sample = _sample(stepper).to(device)
        self._before, self._sizes, self._since = self._weights(), list[float](), REFRESHED
        self._layers = _variances(stepper)
        self._mark, self._variances = b"", list[float]()
        self._numbers = torch.from_numpy(reach.inputs).to(device)
        self._shrink = torch.from_numpy(1 / reach.limits).to(device)
        self._limits = unclipped(np.minimum(reach.limits, CLIP))
        self.settle()

    def begin(self) -> bool:
        """Note what the step may change; return whether BatchNorm's statistics have moved since the
        last step was read."""
        self._before = self._weights()
        if self._since == REFRESHED:
            self._sizes, self._since = _squares(self._before), 0
        self._since += 1
        if _numbers(self._flat.statistics).tobytes() == self._mark:
            return False
        self.settle()
        return True

    def settle(self) -> None:
        """Take the statistics as they are now for those of the last step."""
        statistics = _numbers(self._flat.statistics)
        self._mark = statistics.tobytes()
        if self._layers.size:
            self._variances = np.add.reduceat(statistics, self._layers)[1::2].tolist()

    def read(self, step: int, batch: Batch, found: Outcome, scheduled: float, moved: bool) -> Signs:
        """Return the signs of the step just made."""
        return Signs(
            step=step,
            loss=found.loss,
            norm=found.norm,
            rate=scheduled if found.skipped else self._stepper.optimiser.param_groups[0]["lr"],
            scheduled=scheduled,
            ratio=self._ratio(),
            drift=self._drift(),
            reach=self._reach(batch.x),
            rows=batch.y.numel(),
            events=batch.y.sum().item(),
            wrong=self.modes.wrong(),
            moved=moved,
            contrary=_contrary(found.logits, batch.y) if self._is_high(found.loss) else 0.0,
        )

    def _weights(self) -> Numbers:
        """The sampled weights, one hidden layer after the other."""
        return _numbers(self._flat.parameters.index_select(0, self._sample))

    def _ratio(self) -> float:
        """The largest change of a hidden layer's weights over their size."""
        if not self._before.size:
            return 0.0
        changes = _squares(self._weights() - self._before)
        return math.sqrt(max(map(truediv, changes, self._sizes)))

    def _drift(self) -> float:
        """How far the running variances of a layer moved, taken together."""
        before = self._variances
        self.settle()
        return max(
            (_distance(now, was) for now, was in zip(self._variances, before, strict=True)), default=0.0
        )

    def _reach(self, x: Tensor) -> float:
        """The largest distance of a cell over its limit. Where it is below, as nearly always, both
        are taken as the smooth clip bent them; beyond, the clip would flatten it."""
        if not self._numbers.numel():
            return 0.0
        cells = x if self._numbers.numel() == x.shape[1] else x.index_select(1, self._numbers)
        near: float = (cells * self._shrink).abs_().max().item()
        if near <= 1:
            return near
        return float((unclipped(_numbers(cells.abs().amax(dim=0))) / self._limits).max())


def _numbers(tensor: Tensor) -> Numbers:
    """The same numbers for numpy, whose small operations cost a third of torch's."""
    return tensor.cpu().numpy()


def _contrary(logits: Tensor, y: Tensor) -> float:
    """How far outcomes go against the ranking by the logits, over its standard deviation were the
    risks true (Spiegelhalter 1986, on centred logits: how many events there are has no say)."""
    risks, centred = torch.sigmoid(logits), logits - logits.mean()
    spread = (risks * (1 - risks) * centred.square()).sum().sqrt()
    return float(((risks - y) * centred).sum() / (spread + 1e-6))


def _squares(weights: Numbers) -> list[float]:
    """The sum of squares of each layer's sampled weights, a little above 0."""
    found: list[float] = np.square(weights).reshape(-1, SAMPLED).sum(axis=1).tolist()
    return [of + 1e-12 for of in found]


def _distance(now: float, was: float) -> float:
    """|log(now / was)|; infinite where either is no variance any more."""
    return abs(math.log(now / was)) if 0 < now < math.inf and 0 < was < math.inf else math.inf


def _sample(stepper: Stepper) -> Tensor:
    """Places of weights of each hidden layer among the parameters; few weights are repeated."""
    hidden = [m.weights for m in stepper.flat.matrices if m.name != "head"]
    places = [int(w.storage_offset()) + torch.arange(SAMPLED) % w.numel() for w in hidden]
    return torch.cat(places) if places else torch.zeros(0, dtype=torch.long)


def _variances(stepper: Stepper) -> Ints:
    """Where running mean and running variance of each layer start among the statistics, in turn."""
    norms = [layer for layer in stepper.network.body if isinstance(layer, nn.BatchNorm1d)]
    buffers = [buffer for norm in norms for buffer in (norm.running_mean, norm.running_var)]
    return np.array([b.storage_offset() for b in buffers if isinstance(b, Tensor)], np.int64)
