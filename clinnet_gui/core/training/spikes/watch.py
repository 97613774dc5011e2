"""The watch over one training: reads each step, raises the alarm, and has it looked into.

Imports torch: import late.
"""

from collections import deque
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from clinnet_gui.core.training.inputs import Rows
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.records import Cause, Diagnosis, Evidence
from clinnet_gui.core.training.spikes.budget import Budget, budget_for
from clinnet_gui.core.training.spikes.damage import judge_of
from clinnet_gui.core.training.spikes.gauges import Batch, Gauges
from clinnet_gui.core.training.spikes.inquiry import Inquiry, named_only
from clinnet_gui.core.training.spikes.monitor import Alarm, Monitor
from clinnet_gui.core.training.spikes.reach import reach_of
from clinnet_gui.core.training.spikes.replay import Player
from clinnet_gui.core.training.spikes.ring import Made, Ring
from clinnet_gui.core.training.spikes.scene import Scene
from clinnet_gui.core.training.spikes.suspects import Suspects, suspects_of
from clinnet_gui.core.training.stepper import Moment, Outcome, Stepper
from clinnet_gui.core.work import Work

MOST_DIAGNOSED = 20
"""Diagnoses of one training with replays; what stands out after them is named by its signs alone."""

KEPT_BYTES, MOST_KEPT = 64 << 20, 20
"""Room for the moments before spikes, by which these can be repaired."""

LAST = Evidence(Cause.UNKNOWN, "Spikes from here on are named by their evidence alone, without replays.")


class Watch:
    """Watches a training of ``stepper`` on the rows of a material."""

    def __init__(
        self, stepper: Stepper, material: Material, rows: Rows, prevalence: float, null_loss: float
    ) -> None:
        self.stepper, self.material, self.rows = stepper, material, rows
        self.prevalence, self.null_loss = prevalence, null_loss
        self.monitor, self.reach = Monitor(prevalence, null_loss), reach_of(material)
        self.gauges = Gauges(stepper, self.reach, self.monitor.is_high)
        self.budget = self._budget()
        self.ring = Ring(stepper, self.budget.every)
        self.diagnosed = 0
        size = 4 * 4 * stepper.flat.parameters.numel()
        self._kept = deque[tuple[int, Moment]](maxlen=min(max(1, KEPT_BYTES // size), MOST_KEPT))
        self._moved = False

    def begin(self) -> None:
        """Look at what the step is going to change."""
        self._moved = self.gauges.begin()

    def see(self, step: int, batch: Batch, found: Outcome, scheduled: float) -> Alarm | None:
        """Take in the step just made, and return what stood out."""
        signs = self.gauges.read(step, batch, found, scheduled, self._moved)
        alarm = self.monitor.see(signs)
        self.ring.add(Made(batch.rows, signs, self.gauges.modes.flags() if signs.wrong else ()))
        return alarm

    def suspects(self, rows: Tensor, found: Outcome) -> Suspects:
        """Return the rows of the batch that stand out."""
        logits = found.logits.cpu().numpy().astype(np.float64)
        return suspects_of(self.material, self.reach, rows.numpy(), logits, self.prevalence)

    def diagnose(self, step: int, alarm: Alarm, suspects: Suspects) -> Work[Diagnosis | None]:
        """Return what the spike at ``step`` comes from, and keep the moment before it; None where
        it is too long ago."""
        window = self.ring.window(step, self.budget.least)
        if window is None:
            return None
        scene = Scene(alarm, window, suspects, self._layer(), self._batch(step))
        if self.diagnosed >= MOST_DIAGNOSED:
            return named_only(scene, self.monitor)
        self.diagnosed += 1
        self._kept.append((step, window.moment))
        player = Player(self.stepper, self.rows, self.gauges, window)
        judge = judge_of(player, self.material, self.null_loss, self.budget.mending, self.budget.held)
        batches = [self._batch(step + i) for i in range(1, self.budget.mending + 1)]
        found = yield from Inquiry(scene, self.monitor, player, judge, batches).run()
        if self.diagnosed == MOST_DIAGNOSED:
            found = replace(found, evidence=(*found.evidence, LAST))
        return found

    def before(self, step: int) -> Moment | None:
        """Return the moment before the spike at ``step``, where it was kept."""
        return next((moment for at, moment in self._kept if at == step), None)

    def restart(self, step: int, material: Material, rows: Rows) -> None:
        """Go on after ``step`` with weights put back, or rows changed: what came before is no
        measure for them."""
        self.material, self.rows = material, rows
        self.monitor.forget()
        self.gauges.settle()
        self.ring.start(step)

    def _layer(self) -> str:
        """The layer with the largest gradient."""
        sizes = {m.name: float(m.gradients.norm()) for m in self.stepper.flat.matrices}
        return max(sizes, key=lambda name: sizes[name], default="")

    def _batch(self, step: int) -> Tensor:
        """Training rows drawn for a replay alone: the training's own order is not touched."""
        draws = np.random.default_rng((self.stepper.spec.seed, step))
        train = self.material.train
        chosen = draws.choice(train, size=min(self.stepper.spec.batch, train.size), replace=False)
        return torch.from_numpy(chosen)

    def _budget(self) -> Budget:
        spec = self.stepper.spec
        return budget_for(self.stepper.flat.parameters.numel(), spec.batch, spec.members)
