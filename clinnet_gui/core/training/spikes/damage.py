"""The damage of a step that stood out: the loss of rows held out, with the step and without it.

Imports torch: import late.
"""

from dataclasses import dataclass

import numpy as np
import torch

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.training.losses import row_losses
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.records import Damage
from clinnet_gui.core.training.spikes.replay import LOOKING, Player
from clinnet_gui.core.training.spikes.signs import Signs
from clinnet_gui.core.training.stepper import Moment
from clinnet_gui.core.work import Progress, Work

TOLERATED = 0.01
"""Share of the null loss by which the held-out loss may rise without being called damage."""

HELD_ROWS = 1_024


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """Judges weights on rows held out, evenly chosen; ``steps`` are those made to see what mends."""

    player: Player
    rows: torch.Tensor
    y: Bytes
    null_loss: float
    steps: int

    def grade(self, now: Moment, good: Moment, batches: list[torch.Tensor], like: Signs) -> Work[Damage]:
        """Grade the weights ``now`` against the ``good`` ones that had been; ``batches`` are those
        to go on with."""
        reference = self._losses(good)
        yield Progress(LOOKING)
        if not self._is_worse(self._losses(now), reference):
            return Damage.NONE
        self.player.stepper.return_to(now)
        for batch in batches[: self.steps]:
            self.player.make(batch, like.scheduled, like)
            yield Progress(LOOKING)
        mended = self.player.stepper.moment()
        return Damage.LASTING if self._is_worse(self._losses(mended), reference) else Damage.PASSING

    def _is_worse(self, losses: Floats, than: Floats) -> bool:
        """Worse by more than is tolerated, and by more than chance."""
        difference = losses - than
        if not np.isfinite(difference).all():
            return True
        error = float(difference.std()) / np.sqrt(difference.size)
        return bool(difference.mean() > max(TOLERATED * self.null_loss, 2 * error))

    def _losses(self, moment: Moment) -> Floats:
        self.player.stepper.return_to(moment)
        self.player.gauges.modes.put_all(False)
        with torch.inference_mode():
            logits = self.player.stepper.network(self.player.rows.inputs(self.rows))
        return row_losses(self.y, logits.cpu().numpy().astype(np.float64))


def judge_of(
    player: Player, material: Material, null_loss: float, steps: int, most: int = HELD_ROWS
) -> Judge:
    """Return the judge of a material's held-out rows, at most ``most`` of them."""
    held = material.held
    chosen = held[np.linspace(0, held.size - 1, min(most, held.size)).astype(np.int64)]
    return Judge(player, torch.from_numpy(chosen), material.y[chosen], null_loss, steps)
