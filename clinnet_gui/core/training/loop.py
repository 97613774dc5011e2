"""The loop: batches, the safe step, looks at the early-stop rows, the best weights kept.

Imports torch: import late.
"""

import math
from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from clinnet_gui.core.arrays import Bytes, Floats, Ints, read_only
from clinnet_gui.core.data.codes import Inputs
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.model.network import build
from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.causes import Circumstances, cause_of
from clinnet_gui.core.training.dropout import with_byte_dropout
from clinnet_gui.core.training.fit import History
from clinnet_gui.core.training.flat import Flat, Snapshot
from clinnet_gui.core.training.losses import best_slope, null_logit, null_losses, row_losses
from clinnet_gui.core.training.plan import plan
from clinnet_gui.core.training.records import Begun, Spike, Step, Stop, Validated
from clinnet_gui.core.training.spikes import Alarm, Monitor
from clinnet_gui.core.work import Finish, Progress, Work, drain

CHUNK = 8_192
"""Rows of a forward pass without gradients: well under 50 ms for the widest suggested network."""

MOST_BROKEN = 20
"""Non-finite steps, one after the other, after which training gives up."""

LISTED_ROWS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What the loop works on: all encoded rows, their outcomes, and which rows serve what."""

    encoder: Encoder
    x: Inputs
    y: Bytes
    train: Ints
    early_stop: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Optimised:
    """The network at its best epoch, in eval mode, and how it came there."""

    network: nn.Sequential
    history: History
    stop: Stop


@dataclass(slots=True, eq=False)
class Course:
    """What History is made of, as it grows."""

    loss: list[float] = field(default_factory=list)
    norm: list[float] = field(default_factory=list)
    looks: list[Validated] = field(default_factory=list)
    spikes: list[Spike] = field(default_factory=list)
    best: Validated | None = None


def optimise(material: Material, spec: Spec) -> Work[Optimised]:
    """Train the network; yield Begun, then each Step, with Spikes and Validated among them.

    Finish stops it and keeps the best weights so far. Raises TrainingFailed where no look at
    the early-stop rows ever gave a finite loss.
    """
    loop = Loop(material, spec)
    yield loop.begun()
    stop = Stop.BUDGET
    try:
        for step in range(1, loop.plan.steps + 1):
            yield from loop.advance(step)
            if step % loop.plan.look_every == 0 or step == loop.plan.steps:
                yield from loop.look()
            if reason := loop.must_stop():
                stop = reason
                break
    except Finish:
        stop = Stop.ANALYST
        if loop.course.best is None:
            drain(loop.look())
    return loop.result(stop)


class Loop:
    """One training: the network, its optimiser, and the course so far."""

    def __init__(self, material: Material, spec: Spec) -> None:
        self.material, self.spec = material, spec
        self.plan = plan(spec, material.train.size)
        self.course = Course()
        self.null_logit = null_logit(material.y[material.train])
        self._x = torch.from_numpy(material.x)
        self._y = torch.from_numpy(material.y.astype(np.float32))
        self._train = torch.from_numpy(material.train.copy())
        self._order = torch.Generator().manual_seed(spec.seed)
        self._batches: list[Tensor] = []
        self.network = build(spec, material.encoder.inputs)
        with torch.no_grad():
            self.network.head.bias.fill_(self.null_logit)  # type: ignore[union-attr,operator]
        with_byte_dropout(self.network, torch.Generator().manual_seed(spec.seed + 1))
        self._flat = Flat(self.network)
        groups = [
            {"params": [self._flat.decayed], "weight_decay": spec.weight_decay},
            {"params": [self._flat.plain], "weight_decay": 0.0},
        ]
        self._optimiser = torch.optim.AdamW(groups, lr=spec.learning_rate, fused=True)
        self._monitor = Monitor()
        self._best: Snapshot = self._flat.snapshot()
        self._broken = 0
        self.network.train()

    def begun(self) -> Begun:
        """Return what the plots need before the first step."""
        return Begun(
            steps=self.plan.steps,
            steps_per_epoch=self.plan.steps_per_epoch,
            epochs=self.spec.epochs,
            null_loss=self._null_loss(),
            parameters=parameter_count(self.spec, self.material.encoder.inputs),
        )

    def advance(self, step: int) -> Generator[object, None, None]:
        """Make one step, and yield it with what stood out in it."""
        rows, rate = self._next_batch(), self.plan.rate(step)
        loss, norm, logits = self._step(rows, rate)
        self.course.loss.append(loss)
        self.course.norm.append(norm)
        yield Step(step, self.plan.epoch(step), loss, norm, rate)
        for alarm in self._monitor.see(loss, norm):
            spike = self._spike(step, alarm, rows, logits, rate)
            self.course.spikes.append(spike)
            yield spike

    def _next_batch(self) -> Tensor:
        """Rows of the next batch; a new epoch is a new order, cut into equal parts."""
        if not self._batches:
            order = self._train[torch.randperm(self._train.numel(), generator=self._order)]
            self._batches = list(order.tensor_split(self.plan.steps_per_epoch))[::-1]
        return self._batches.pop()

    def _step(self, rows: Tensor, rate: float) -> tuple[float, float, Tensor]:
        """The safe step: nothing that is not finite reaches weights, optimiser or statistics."""
        flat = self._flat
        flat.remember_statistics()
        flat.gradients.zero_()
        logits = self.network(self._x.index_select(0, rows))
        loss = functional.binary_cross_entropy_with_logits(logits, self._y.index_select(0, rows))
        value, norm = loss.item(), math.nan
        if math.isfinite(value):
            loss.backward()  # type: ignore[no-untyped-call]
            norm = flat.gradients.norm().item()
        if not math.isfinite(norm):
            flat.restore_statistics()
            self._broken += 1
            return value, norm, logits.detach()
        if norm > self.spec.clip_norm:
            flat.gradients.mul_(self.spec.clip_norm / norm)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.step()
        self._broken = 0
        return value, norm, logits.detach()

    def _spike(self, step: int, alarm: Alarm, rows: Tensor, logits: Tensor, rate: float) -> Spike:
        index = rows.numpy()
        y, x = self.material.y[index], self.material.x[index]
        losses = row_losses(y, logits.numpy().astype(np.float64))
        worst = _suspects(x, losses)
        prevalence = 1 / (1 + math.exp(-self.null_logit))
        return Spike(
            step=step,
            epoch=self.plan.epoch(step),
            kind=alarm.kind,
            value=alarm.value,
            typical=alarm.typical,
            z=alarm.z,
            rows=tuple(index[worst].tolist()),
            cause=cause_of(Circumstances(self.material.encoder, x, y, losses, prevalence, rate)),
            skipped=self._broken > 0,
        )

    def look(self) -> Generator[object, None, None]:
        """Judge the weights on the early-stop rows, after temperature scaling, and keep the best."""
        rows, step = self.material.early_stop, len(self.course.loss)
        logits = yield from forward(self.network, self._x, rows)
        self.network.train()
        y = self.material.y[rows]
        finite = bool(np.isfinite(logits).all())
        loss = float(row_losses(y, logits * best_slope(y, logits)).mean()) if finite else math.nan
        yield self._looked(step, loss)

    def _looked(self, step: int, loss: float) -> Validated:
        best, epoch = self.course.best, self.plan.epoch(max(step, 1))
        since = self.course.looks[-1].step if self.course.looks else 0
        recent = [value for value in self.course.loss[since:] if math.isfinite(value)]
        train_loss = float(np.mean(recent)) if recent else math.nan
        if math.isfinite(loss) and (best is None or loss < best.validation_loss):
            best = self.course.best = Validated(step, epoch, train_loss, loss, step, epoch, loss)
            self._best = self._flat.snapshot()
        found = (best.step, best.epoch, best.validation_loss) if best else (0, 0, math.nan)
        look = Validated(step, epoch, train_loss, loss, *found)
        self.course.looks.append(look)
        return look

    def must_stop(self) -> Stop | None:
        """Return why training should end now, or None."""
        if self._broken >= MOST_BROKEN:
            return Stop.BROKEN
        best = self.course.best
        if best is not None and len(self.course.loss) - best.step >= self.plan.patience:
            return Stop.EARLY
        return None

    def result(self, stop: Stop) -> Optimised:
        """Return the network with its best weights and BatchNorm statistics."""
        best = self.course.best
        if best is None:
            raise TrainingFailed(
                "Training never reached weights with a finite loss.",
                "Lower the learning rate, or look at the rows that the spikes name.",
                "TRAINING_NOT_FINITE",
            )
        self._flat.restore(self._best)
        for layer in self.network:
            if isinstance(layer, nn.BatchNorm1d):
                layer.num_batches_tracked = torch.tensor(best.step)
        return Optimised(self.network.eval(), self._history(best), stop)

    def _history(self, best: Validated) -> History:
        course, steps = self.course, np.arange(1, len(self.course.loss) + 1)
        return History(
            loss=_floats(course.loss),
            gradient_norm=_floats(course.norm),
            epoch=read_only((steps - 1) // self.plan.steps_per_epoch + 1),
            validation_step=read_only(np.array([look.step for look in course.looks], np.int64)),
            train_loss=_floats([look.train_loss for look in course.looks]),
            validation_loss=_floats([look.validation_loss for look in course.looks]),
            spikes=tuple(course.spikes),
            null_loss=self._null_loss(),
            best_step=best.step,
            best_epoch=best.epoch,
            steps_per_epoch=self.plan.steps_per_epoch,
        )

    def _null_loss(self) -> float:
        return float(null_losses(self.material.y[self.material.early_stop], self.null_logit).mean())


def forward(network: nn.Sequential, x: Tensor, rows: Ints | None = None) -> Work[Floats]:
    """Return the logits (float64) of ``rows`` of ``x`` in eval mode, chunk by chunk."""
    index = torch.arange(x.shape[0]) if rows is None else torch.from_numpy(rows)
    out = np.empty(index.numel())
    network.eval()
    for start in range(0, index.numel(), CHUNK):
        with torch.inference_mode():
            logits = network(x.index_select(0, index[start : start + CHUNK]))
        out[start : start + CHUNK] = logits.numpy()
        if start + CHUNK < index.numel():
            yield Progress("Computing risks", start / index.numel())
    return out


def _suspects(x: Inputs, losses: Floats) -> Ints:
    """The rows of a batch that lost most; those whose inputs are not finite before all others, as
    BatchNorm spreads a NaN over the whole batch."""
    guilt = np.where(np.isfinite(x).all(axis=1), np.nan_to_num(losses, nan=0.0, posinf=1e300), np.inf)
    return np.argsort(-guilt, kind="stable")[:LISTED_ROWS]


def _floats(values: list[float]) -> Floats:
    return read_only(np.array(values, dtype=np.float64))
