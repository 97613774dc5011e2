"""The loop: batches, steps, looks at the early-stop rows, the best weights kept.

Imports torch: import late.
"""

import math
from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.model.network import Network
from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.course import Course
from clinnet_gui.core.training.fit import History
from clinnet_gui.core.training.inputs import Rows
from clinnet_gui.core.training.losses import PRIOR, best_slope, null_logit, null_losses, row_losses
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.plan import plan
from clinnet_gui.core.training.records import Begun, Damage, Remedy, Repair, Repaired, Spike, Step, Stop
from clinnet_gui.core.training.remedies import LOWERED
from clinnet_gui.core.training.spikes.gauges import Batch
from clinnet_gui.core.training.spikes.heeding import noting
from clinnet_gui.core.training.spikes.monitor import Alarm
from clinnet_gui.core.training.spikes.repairing import winsorised, without
from clinnet_gui.core.training.spikes.suspects import Suspects
from clinnet_gui.core.training.spikes.watch import Watch
from clinnet_gui.core.training.stepper import Outcome, Stepper
from clinnet_gui.core.work import Finish, Progress, Work, drain

MOST_BROKEN = 20
"""Non-finite steps, one after the other, after which training gives up."""

FEWEST_ROWS = 2
"""Rows of a batch without which BatchNorm has no variance."""


@dataclass(frozen=True, slots=True, eq=False)
class Optimised:
    """The network at its best look, in eval mode, and how it came there."""

    network: Network
    history: History
    stop: Stop


def optimise(material: Material, spec: Spec, place: tuple[int, int] = (1, 1)) -> Work[Optimised]:
    """Train the network; yield Begun, then each Step, with Spikes and Validated among them.

    ``place`` is its fold and how many there are.

    Finish stops it and keeps the best weights so far; before the first step it cancels. A Repair
    is answered by Repaired before the next step. Raises TrainingFailed where no look at the
    early-stop rows ever gave a finite loss.
    """
    loop, repairs = Loop(material, spec, place), list[Repair]()
    yield from noting(_begun(loop), repairs)
    stop = Stop.BUDGET
    try:
        for step in range(1, loop.plan.steps + 1):
            yield from noting(loop.advance(step), repairs)
            if step % loop.plan.look_every == 0 or step == loop.plan.steps:
                yield from noting(loop.look(), repairs)
            while repairs:
                yield from noting(loop.repair(step, repairs.pop(0)), repairs)
            if reason := loop.must_stop():
                stop = reason
                break
    except Finish:
        stop = Stop.ANALYST
        if loop.course.best is None:
            drain(loop.look())
    return loop.result(stop)


def _begun(loop: "Loop") -> Work[None]:
    yield loop.begun()


class Loop:
    """One training: its rows, its steps, and the course so far."""

    def __init__(self, material: Material, spec: Spec, place: tuple[int, int] = (1, 1)) -> None:
        self.place = place
        self.material, self.spec = material, spec
        self.plan = plan(spec, material.train.size)
        start = null_logit(material.y[material.train])
        null_loss = float(null_losses(material.y[material.held], start).mean())
        self.course = Course(self.plan, null_loss)
        self.stepper = Stepper(spec, material.encoder.inputs, start)
        self._best = self.stepper.snapshot()
        self._rows = Rows(material, spec.device)
        self.watch = Watch(self.stepper, material, self._rows, 1 / (1 + math.exp(-start)), null_loss)
        self._slowed, self._repaired_at = 1.0, 0
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
        """Make one step, and yield it with what stood out in it and why."""
        rows, rate = self._next_batch(), self.rate(step)
        batch = Batch(rows, self._rows.inputs(rows), self._rows.outcomes(rows))
        self.watch.begin()
        found = self.stepper.step(batch.x, batch.y, rate)
        self.course.loss.append(found.loss)
        self.course.norm.append(found.norm)
        alarm = self.watch.see(step, batch, found, rate)
        yield Step(step, self.plan.epoch(step), found.loss, found.norm, rate)
        if alarm is not None:
            yield from self._explained(step, alarm, self.watch.suspects(rows, found), found)

    def rate(self, step: int) -> float:
        """Return the learning rate of a step: the planned one, unless a repair has lowered it."""
        return self.plan.rate(step) * self._slowed

    def _next_batch(self) -> Tensor:
        """Rows of the next batch; a new epoch is a new order, cut into equal parts."""
        if not self._batches:
            order = self._train[torch.randperm(self._train.numel(), generator=self._order)]
            self._batches = list(order.tensor_split(self.plan.steps_per_epoch))[::-1]
        return self._batches.pop()

    def _explained(
        self, step: int, alarm: Alarm, suspects: Suspects, found: Outcome
    ) -> Generator[object, None, None]:
        """Keep the spike; yield it once its cause was looked for."""
        spike = Spike(
            step=step,
            epoch=self.plan.epoch(step),
            kind=alarm.kind,
            value=alarm.value,
            typical=alarm.typical,
            z=alarm.z,
            rows=tuple(suspects.rows.tolist()),
            skipped=found.skipped,
            fold=self.place[0],
        )
        self.course.spikes.append(spike)
        diagnosis = yield from self.watch.diagnose(step, alarm, suspects)
        spike = self.course.spikes[-1] = replace(spike, diagnosis=diagnosis)
        yield spike

    def repair(self, step: int, wanted: Repair) -> Generator[object, None, None]:
        """Apply the remedy of a spike after ``step``, and yield what was done.

        Weights are put back to the moment before the spike where that is the remedy, or where its
        damage lasts; otherwise the training goes on from where it is.
        """
        spike = self._spike_of(wanted)
        moment = None if spike is None else self.watch.before(spike.step)
        goes_back = spike is not None and _goes_back(spike, wanted.remedy)
        if spike is None or (wanted.remedy is Remedy.RESTORE and moment is None):
            yield Repaired(step, self.place[0], wanted.step, Remedy.NONE, ())
            return
        if goes_back and moment is not None:
            self.stepper.return_to(moment)
        self._apply(wanted.remedy, spike.rows)
        self._repaired_at = step
        self.watch.restart(step, self.material, self._rows)
        rows = spike.rows if wanted.remedy in (Remedy.SKIP_ROWS, Remedy.WINSORISE) else ()
        repaired = Repaired(step, self.place[0], spike.step, wanted.remedy, rows, self.place[1])
        self.course.repairs.append(repaired)
        yield repaired

    def _spike_of(self, wanted: Repair) -> Spike | None:
        if wanted.fold not in (0, self.place[0]) or wanted.remedy is Remedy.NONE:
            return None
        return next((spike for spike in self.course.spikes if spike.step == wanted.step), None)

    def _apply(self, remedy: Remedy, rows: tuple[int, ...]) -> None:
        match remedy:
            case Remedy.SKIP_ROWS:
                self.material = without(self.material, rows)
                self._train = torch.from_numpy(self.material.train.copy())
                kept = (batch[torch.isin(batch, self._train)] for batch in self._batches)
                self._batches = [batch for batch in kept if batch.numel() >= FEWEST_ROWS]
            case Remedy.WINSORISE:
                self.material = winsorised(self.material, self.watch.reach, rows)
                self._rows = Rows(self.material, self.spec.device)
            case Remedy.LOWER_RATE:
                self._slowed *= LOWERED
            case Remedy.RESTORE_MODE:
                self.watch.gauges.modes.put_all(True)

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
        waited = min(self.course.waited, self.course.steps - self._repaired_at)
        return Stop.EARLY if waited >= self.plan.patience else None

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
    out, chunk = np.empty(index.numel()), network.rows_at_once
    network.eval()
    for start in range(0, index.numel(), chunk):
        with torch.inference_mode():
            logits = network(resident.inputs(index[start : start + chunk]))
        out[start : start + chunk] = logits.cpu().numpy()
        if start + chunk < index.numel():
            yield Progress("Computing risks", start / index.numel())
    return out


def _goes_back(spike: Spike, remedy: Remedy) -> bool:
    lasts = spike.diagnosis is not None and spike.diagnosis.damage is Damage.LASTING
    return lasts or remedy in (Remedy.RESTORE, Remedy.RESTORE_MODE)
