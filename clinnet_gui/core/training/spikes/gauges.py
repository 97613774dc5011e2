"""The gauges: the signs of a step as read from the network and its optimiser.

Read at every step, so each is one operation or two on a flat tensor. Imports torch: import late.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from clinnet_gui.core.data.codes import CLIP
from clinnet_gui.core.training.spikes.modes import Modes
from clinnet_gui.core.training.spikes.reach import Reach, unclipped
from clinnet_gui.core.training.spikes.sampling import Statistics, Weights
from clinnet_gui.core.training.spikes.signs import Signs
from clinnet_gui.core.training.stepper import Outcome, Stepper


class Batch(NamedTuple):
    """What a step was made on: dataset positions of the rows, their inputs, their outcomes."""

    rows: Tensor
    x: Tensor
    y: Tensor


class Gauges:
    """Reads the signs of a step: ``begin`` right before it, ``read`` right after it. Only where a
    loss ``is_high`` are its outcomes held against what the network expected."""

    def __init__(self, stepper: Stepper, reach: Reach, is_high: Callable[[float], bool]) -> None:
        self._decayed = stepper.optimiser.parts[0]
        self.modes, self._is_high = Modes(stepper.network), is_high
        self._weights, self._statistics = Weights(stepper), Statistics(stepper)
        self._cells = Cells(reach, stepper.spec.device)

    def begin(self) -> bool:
        """Note what the step may change; return whether BatchNorm's statistics have moved since the
        last step was read."""
        self._weights.note()
        return self._statistics.has_moved()

    def settle(self) -> None:
        """Take the statistics as they are now for those of the last step."""
        self._statistics.settle()

    def read(self, step: int, batch: Batch, found: Outcome, scheduled: float, moved: bool) -> Signs:
        """Return the signs of the step just made."""
        # torch first, whose code the step has left in the cache, then numpy
        reach, events = self._cells.reach(batch.x), batch.y.sum().item()
        return Signs(
            step=step,
            loss=found.loss,
            norm=found.norm,
            rate=scheduled if found.skipped else self._decayed.rate,
            scheduled=scheduled,
            ratio=self._weights.ratio(),
            drift=self._statistics.drift(),
            reach=reach,
            rows=len(batch.y),
            events=events,
            wrong=self.modes.wrong(),
            moved=moved,
            contrary=_contrary(found.logits, batch.y) if self._is_high(found.loss) else 0.0,
        )


class Cells:
    """Holds the cells of a batch against the limits of their columns."""

    def __init__(self, reach: Reach, device: str) -> None:
        self._numbers = torch.from_numpy(reach.inputs).to(device)
        self._shrink = torch.from_numpy(1 / reach.limits).to(device)
        self._least = float(reach.limits.min(initial=np.inf))
        self._limits = unclipped(np.minimum(reach.limits, CLIP))

    def reach(self, x: Tensor) -> float:
        """Return the largest distance of a cell over its limit.

        Where none lies beyond, as nearly always, both are taken as the smooth clip bent them, and
        the limit may be that of another column, if that is nearer; beyond, the clip would flatten it.
        """
        if not self._numbers.numel():
            return 0.0
        cells = x if self._numbers.numel() == x.shape[1] else x.index_select(1, self._numbers)
        near = _farthest(cells) / self._least
        if not near <= 1:
            near = _farthest(cells * self._shrink)
        if near <= 1:
            return near
        return float((unclipped(cells.abs().amax(dim=0).cpu().numpy()) / self._limits).max())


def _farthest(cells: Tensor) -> float:
    """The largest absolute value; NaN where there is one."""
    low, high = torch.aminmax(cells)
    return max(high.item(), -low.item())


def _contrary(logits: Tensor, y: Tensor) -> float:
    """How far outcomes go against the ranking by the logits, over its standard deviation were the
    risks true (Spiegelhalter 1986, on centred logits: how many events there are has no say)."""
    risks, centred = torch.sigmoid(logits), logits - logits.mean()
    spread = (risks * (1 - risks) * centred.square()).sum().sqrt()
    return float(((risks - y) * centred).sum() / (spread + 1e-6))
