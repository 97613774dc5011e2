"""The replay: the last steps made again from an earlier moment, with one thing changed.

Nothing of it stays: the training goes on as if there had been none. Imports torch: import late.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from clinnet_gui.core.training.inputs import Rows
from clinnet_gui.core.training.spikes.gauges import Batch, Gauges
from clinnet_gui.core.training.spikes.ring import Made, Window
from clinnet_gui.core.training.spikes.signs import FEWEST_ROWS, Signs
from clinnet_gui.core.training.stepper import Moment, Stepper
from clinnet_gui.core.work import Progress, Work

SLOWER = 30.0
LOOKING = "Looking for the cause of a spike"


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What is made otherwise: the rate a thirtieth of the scheduled one; the last batch swapped
    for the ``spare`` one; some rows left out; all layers in training mode. A batch that is too
    small for BatchNorm is swapped where modes are put right."""

    spare: Tensor
    slower: bool = False
    swap: bool = False
    without: Tensor | None = None
    modes: bool = False

    def rows(self, made: Made, is_last: bool) -> Tensor:
        """Return the dataset positions of the rows of a step."""
        too_few = self.modes and made.rows.numel() < FEWEST_ROWS
        if too_few or (self.swap and is_last):
            return self.spare
        if self.without is None:
            return made.rows
        kept = made.rows[~torch.isin(made.rows, self.without)]
        return kept if kept.numel() >= FEWEST_ROWS else self.spare

    def rate(self, signs: Signs) -> float:
        """Return the learning rate of a step."""
        return signs.scheduled / SLOWER if self.slower else signs.rate


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """What a replay came to: the signs of its last step, the moments before and after it."""

    signs: Signs
    before: Moment
    moment: Moment


class Player:
    """Makes the steps of a window again; ``home`` is where the training goes on afterwards."""

    def __init__(self, stepper: Stepper, rows: Rows, gauges: Gauges, window: Window) -> None:
        self.stepper, self.rows, self.gauges, self.window = stepper, rows, gauges, window
        self._home, self._modes = stepper.moment(), gauges.modes.flags()

    def play(self, change: Change) -> Work[Played]:
        """Make the window's steps again, with the change; to be followed by ``go_home``."""
        self.stepper.return_to(self.window.moment)
        self.gauges.settle()
        signs, before = self.window.made[-1].signs, self.window.moment
        for number, made in enumerate(self.window.made, start=1):
            rows = change.rows(made, number == len(self.window.made))
            modes = None if change.modes else made.modes
            before = self.stepper.moment() if number == len(self.window.made) else before
            signs = self.make(rows, change.rate(made.signs), made.signs, modes)
            yield Progress(LOOKING)
        return Played(signs, before, self.stepper.moment())

    def make(self, rows: Tensor, rate: float, like: Signs, modes: tuple[bool, ...] | None = None) -> Signs:
        """Make one step, in training mode or in the ``modes`` given."""
        self.gauges.modes.put_all(True)
        if modes:
            self.gauges.modes.put(modes)
        batch = Batch(rows, self.rows.inputs(rows), self.rows.outcomes(rows))
        moved = self.gauges.begin()
        found = self.stepper.step(batch.x, batch.y, rate)
        return self.gauges.read(like.step, batch, found, like.scheduled, moved)

    def honest_norm(self, as_it_was: Played) -> float:
        """Return the norm of the last step's gradient as autograd makes it, from nothing."""
        self.stepper.return_to(as_it_was.before)
        made, network = self.window.made[-1], self.stepper.network
        self.gauges.modes.put_all(True)
        if made.modes:
            self.gauges.modes.put(made.modes)
        logits = network.members(self.rows.inputs(made.rows))
        y = self.rows.outcomes(made.rows)[:, None].expand_as(logits)
        loss = functional.binary_cross_entropy_with_logits(logits, y)
        gradients = torch.autograd.grad(loss, list(network.parameters()), allow_unused=True)
        return float(torch.stack([g.norm() for g in gradients if g is not None]).norm())

    def go_home(self) -> None:
        """Put everything back as it was before the first replay."""
        self.stepper.return_to(self._home)
        self.gauges.modes.put(self._modes)
        self.gauges.settle()
