"""The loop: batches, steps, looks at the early-stop rows, the best weights kept.

Imports torch: import late.
"""

import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.data.codes import Inputs
from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.model.network import Network
from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.causes import Circumstances, cause_of
from clinnet_gui.core.training.course import Course
from clinnet_gui.core.training.fit import History
from clinnet_gui.core.training.inputs import Rows
from clinnet_gui.core.training.losses import PRIOR, best_slope, null_logit, null_losses, row_losses
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.plan import plan
from clinnet_gui.core.training.records import (
    Begun,
    Cause,
    Damage,
    Diagnosis,
    Evidence,
    Remedy,
    Spike,
    Step,
    Stop,
)
from clinnet_gui.core.training.spikes import Alarm, Monitor
from clinnet_gui.core.training.stepper import Outcome, Stepper
from clinnet_gui.core.work import Finish, Progress, Work, drain

CHUNK = 2_048
"""Rows of a forward pass without gradients: well under 50 ms for the widest network suggested."""

MOST_BROKEN = 20
"""Non-finite steps, one after the other, after which training gives up."""

LISTED_ROWS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Optimised:
    """The network at its best look, in eval mode, and how it came there."""

    network: Network
    history: History
    stop: Stop


def optimise(material: Material, spec: Spec, place: tuple[int, int] = (1, 1)) -> Work[Optimised]:
    """Train the network; yield Begun, then each Step, with Spikes and Validated among them.

    A network that starts at a logistic regression is looked at before its first step too, so that
    it is never worse than that on the rows held out. ``place`` is its fold and how many there are.

    Finish stops it and keeps the best weights so far; before the first step it cancels. Raises
    TrainingFailed where no look at the early-stop rows ever gave a finite loss.
    """
    loop = Loop(material, spec, place)
    yield loop.begun()
    stop = Stop.BUDGET
    try:
        if material.start.size:
            yield from loop.look()
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
    """One training: its rows, its steps, and the course so far."""

    def __init__(self, material: Material, spec: Spec, place: tuple[int, int] = (1, 1)) -> None:
        self.place = place
        self.material, self.spec = material, spec
        self.plan = plan(spec, material.train.size)
        start = null_logit(material.y[material.train])
        self._prevalence = 1 / (1 + math.exp(-start))
        null_loss = float(null_losses(material.y[material.held], start).mean())
        self.course = Course(self.plan, null_loss)
        self.stepper = Stepper(spec, material.encoder.inputs, start)
        if material.start.size:
            self.stepper.start_at(material.shortcut, float(material.start[0]))
        self._monitor = Monitor()
        self._best = self.stepper.snapshot()
        self._rows = Rows(material)
        self._train = torch.from_numpy(material.train.copy())
        self._order = torch.Generator().manual_seed(spec.seed)
        self._batches: list[Tensor] = []

    def begun(self) -> Begun:
        """Return what the plots need before the first step."""
        return Begun(
            steps=self.plan.steps,
            steps_per_epoch=self.plan.steps_per_epoch,
            epochs=self.spec.epochs,
            null_loss=self.course.null_loss,
            parameters=parameter_count(self.spec, self.material.encoder.inputs),
            fold=self.place[0],
            folds=self.place[1],
        )

    def advance(self, step: int) -> Generator[object, None, None]:
        """Make one step, and yield it with what stood out in it."""
        rows, rate = self._next_batch(), self.plan.rate(step)
        found = self.stepper.step(self._rows.inputs(rows), self._rows.outcomes(rows), rate)
        self.course.loss.append(found.loss)
        self.course.norm.append(found.norm)
        yield Step(step, self.plan.epoch(step), found.loss, found.norm, rate)
        for alarm in self._monitor.see(found.loss, found.norm):
            spike = self._spike(step, alarm, rows, found)
            self.course.spikes.append(spike)
            yield spike

    def _next_batch(self) -> Tensor:
        """Rows of the next batch; a new epoch is a new order, cut into equal parts."""
        if not self._batches:
            order = self._train[torch.randperm(self._train.numel(), generator=self._order)]
            self._batches = list(order.tensor_split(self.plan.steps_per_epoch))[::-1]
        return self._batches.pop()

    def _spike(self, step: int, alarm: Alarm, rows: Tensor, found: Outcome) -> Spike:
        index = rows.numpy()
        x, y = self.material.encoder.unpacking.unpack(self.material.packed[index]), self.material.y[index]
        losses = row_losses(y, found.logits.numpy().astype(np.float64))
        rate = self.plan.rate(step)
        return Spike(
            step=step,
            epoch=self.plan.epoch(step),
            kind=alarm.kind,
            value=alarm.value,
            typical=alarm.typical,
            z=alarm.z,
            rows=tuple(index[_suspects(x, losses)].tolist()),
            skipped=found.skipped,
            fold=self.place[0],
            diagnosis=_named(
                cause_of(Circumstances(self.material.encoder, x, y, losses, self._prevalence, rate))
            ),
        )

    def look(self) -> Generator[object, None, None]:
        """Judge the weights on the early-stop rows, after temperature scaling, and keep the best.

        So calibration, which is put right later anyway, has no say in which weights are kept
        (Berta et al. 2025, arXiv 2501.19195).
        """
        rows = self.material.held
        logits = yield from forward(self.stepper.network, self.material, rows, self._rows)
        self.stepper.network.train()
        y, loss = self.material.y[rows], math.nan
        if np.isfinite(logits).all():
            loss = float(row_losses(y, logits * best_slope(y, logits, PRIOR)).mean())
        looked = self.course.look(loss)
        if self.course.is_best:
            self._best = self.stepper.snapshot()
        yield looked

    def must_stop(self) -> Stop | None:
        """Return why training should end now, or None."""
        if self.stepper.broken >= MOST_BROKEN:
            return Stop.BROKEN
        return Stop.EARLY if self.course.waited >= self.plan.patience else None

    def result(self, stop: Stop) -> Optimised:
        """Return the network with its best weights and BatchNorm statistics."""
        best = self.course.best
        if best is None:
            raise TrainingFailed(
                "Training never reached weights with a finite loss.",
                "Lower the learning rate, or look at the rows that the spikes name.",
                "TRAINING_NOT_FINITE",
            )
        return Optimised(self.stepper.finished(self._best, best.step), self.course.history(), stop)


def forward(
    network: Network, material: Material, rows: Ints | None = None, resident: Rows | None = None
) -> Work[Floats]:
    """Return the logits (float64) of ``rows`` (of all where None) in eval mode, chunk by chunk."""
    resident = Rows(material) if resident is None else resident
    index = torch.arange(material.y.size) if rows is None else torch.from_numpy(rows)
    out = np.empty(index.numel())
    network.eval()
    for start in range(0, index.numel(), CHUNK):
        with torch.inference_mode():
            logits = network(resident.inputs(index[start : start + CHUNK]))
        out[start : start + CHUNK] = logits.numpy()
        if start + CHUNK < index.numel():
            yield Progress("Computing risks", start / index.numel())
    return out


def _named(sentence: str) -> Diagnosis:
    evidence = (Evidence(Cause.UNKNOWN, sentence),) if sentence else ()
    return Diagnosis((Cause.UNKNOWN,), evidence, (), "", (), Damage.NONE, Remedy.NONE)


def _suspects(x: Inputs, losses: Floats) -> Ints:
    """The rows of a batch that lost most; those whose inputs are not finite before all others, as
    BatchNorm spreads a NaN over the whole batch."""
    guilt = np.where(np.isfinite(x).all(axis=1), np.nan_to_num(losses, nan=0.0, posinf=1e300), np.inf)
    return np.argsort(-guilt, kind="stable")[:LISTED_ROWS]
