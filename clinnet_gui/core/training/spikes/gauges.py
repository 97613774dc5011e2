"""The gauges: the signs of a step as read from the network and its optimiser.

Read at every step, so each is one operation or two on a flat tensor. Imports torch: import late.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from clinnet_gui.core.training.spikes.reach import Reach, unclipped
from clinnet_gui.core.training.spikes.signs import Signs
from clinnet_gui.core.training.stepper import Outcome, Stepper

REFRESHED = 8
"""Steps after which the norms of the weights are taken anew."""


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
        return sum(not layer.training for layer in self._layers)

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
        flat = self._flat = stepper.flat
        self._stepper, self.modes, self._is_high = stepper, Modes(stepper.network), is_high
        device = flat.parameters.device
        self._before = flat.parameters.clone()
        self._change = torch.zeros_like(self._before)
        hidden = [m.weights for m in flat.matrices if m.name != "head"]
        self._weights = hidden
        self._changes = [
            self._change[w.storage_offset() : w.storage_offset() + w.numel()] for w in self._weights
        ]
        self._sizes = torch.ones(len(hidden), device=device)
        self._since = REFRESHED
        self._statistics = flat.statistics.clone()
        self._variances, self._means = _variances(stepper, device)
        self._numbers = torch.from_numpy(reach.inputs).to(device)
        self._limits = unclipped(reach.limits)
        self._shrink = torch.from_numpy(1 / reach.limits).to(device)
        self._none = torch.zeros(1, device=device)

    def begin(self) -> bool:
        """Note what the step may change; return whether BatchNorm's statistics have moved since the
        last step was read."""
        self._before.copy_(self._flat.parameters)
        if torch.equal(self._statistics, self._flat.statistics):
            return False
        self._statistics.copy_(self._flat.statistics)
        return True

    def settle(self) -> None:
        """Take the statistics as they are now for those of the last step."""
        self._statistics.copy_(self._flat.statistics)
        self._since = REFRESHED

    def read(self, step: int, batch: Batch, found: Outcome, scheduled: float, moved: bool) -> Signs:
        """Return the signs of the step just made."""
        wrong = self.modes.wrong()
        ratio, drift, near, events = torch.stack(
            (self._ratio(), self._drift(), self._nearness(batch.x), batch.y.sum())
        ).tolist()
        self._statistics.copy_(self._flat.statistics)
        return Signs(
            step=step,
            loss=found.loss,
            norm=found.norm,
            rate=scheduled if found.skipped else self._stepper.optimiser.param_groups[0]["lr"],
            scheduled=scheduled,
            ratio=ratio,
            drift=drift,
            reach=near if near <= 1 else self._reach(batch.x),
            rows=batch.y.numel(),
            events=events,
            wrong=wrong,
            moved=moved,
            contrary=_contrary(found.logits, batch.y) if self._is_high(found.loss) else 0.0,
        )

    def _ratio(self) -> Tensor:
        """The largest change of a hidden layer's weights over their size."""
        if not self._weights:
            return self._none[0]
        if self._since >= REFRESHED:
            sizes = torch.stack(torch._foreach_norm(self._weights))
            self._sizes, self._since = sizes.clamp_min_(1e-6), 0
        self._since += 1
        torch.sub(self._flat.parameters, self._before, out=self._change)
        return (torch.stack(torch._foreach_norm(self._changes)) / self._sizes).max()

    def _drift(self) -> Tensor:
        """How far the running variances of a layer moved, on average over its units."""
        if not self._variances.numel():
            return self._none[0]
        now, before = self._flat.statistics[self._variances], self._statistics[self._variances]
        return (self._means @ (now / before).log_()).abs_().max()

    def _nearness(self, x: Tensor) -> Tensor:
        """The largest cell over its limit, both as the smooth clip bent them."""
        if not self._numbers.numel():
            return self._none[0]
        return x.index_select(1, self._numbers).mul_(self._shrink).abs_().max()

    def _reach(self, x: Tensor) -> float:
        """The same as distances, which the clip does not flatten."""
        farthest = x.index_select(1, self._numbers).abs().amax(dim=0).cpu().numpy()
        return float((unclipped(farthest) / self._limits).max())


def _contrary(logits: Tensor, y: Tensor) -> float:
    """How far outcomes go against the ranking by the logits, over its standard deviation were the
    risks true (Spiegelhalter 1986, on centred logits: how many events there are has no say)."""
    risks, centred = torch.sigmoid(logits), logits - logits.mean()
    spread = (risks * (1 - risks) * centred.square()).sum().sqrt()
    return float(((risks - y) * centred).sum() / (spread + 1e-6))


def _variances(stepper: Stepper, device: torch.device) -> tuple[Tensor, Tensor]:
    """Where the running variances stand among the statistics, and a matrix that averages layers."""
    norms = [layer for layer in stepper.network.body if isinstance(layer, nn.BatchNorm1d)]
    places, layers = list[int](), list[int]()
    for number, norm in enumerate(norms):
        assert isinstance(norm.running_var, Tensor), "the statistics are kept"
        start = norm.running_var.storage_offset()
        places += range(start, start + norm.running_var.numel())
        layers += [number] * norm.running_var.numel()
    means = torch.zeros(len(norms), len(places))
    means[layers, range(len(places))] = 1.0
    means /= means.sum(dim=1, keepdim=True)
    return torch.tensor(places, dtype=torch.long, device=device), means.to(device)
