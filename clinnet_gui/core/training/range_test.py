"""The learning-rate range test: from which rate on does the network learn, and which is too much?

The rate rises from step to step by the same factor, and the loss first stays, then falls, then
rises again (Smith 2017, Cyclical learning rates, arXiv 1506.01186). It is made on a network of its
own, of which nothing is kept.
"""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from clinnet_gui.core.arrays import Floats, read_only
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.model.heuristics import RANGES, check
from clinnet_gui.core.model.spec import Device, Spec
from clinnet_gui.core.training.arithmetic import pin_arithmetic
from clinnet_gui.core.training.losses import null_logit
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.memory import within_memory
from clinnet_gui.core.training.turns import prepare
from clinnet_gui.core.work import Finish, Progress, Work

if TYPE_CHECKING:
    from torch import Tensor

LOWEST, HIGHEST = 1e-6, 1.0
STEPS = 180
"""Thirty for each power of ten."""

BELOW_LOWEST_LOSS = 10.0
"""The suggestion is the rate of the lowest loss divided by this (Howard and Gugger 2020, fastai,
Information 11(2) 108): at the lowest loss itself the rate already does as much harm as good. The rate
at which the loss falls fastest is given beside it; noise moves it by a power of ten."""

DIVERGED = 4.0
"""Times the lowest smoothed loss, at which the test ends (as fastai does)."""

REACH = 5
"""The plotted loss is the mean over so many steps to either side, the nearer ones weighing more."""

WORTH = 0.02
"""A fall of the loss by less than this share of where it began says nothing about a rate."""

FIRST = 15
"""Steps at the lowest rates, whose mean loss is where it began."""


@dataclass(frozen=True, slots=True, eq=False)
class RangeTest:
    """Each step's learning rate and smoothed training loss; ``lowest`` and ``steepest`` are the rates
    at which the loss is lowest and falls fastest; ``suggested`` is None where the loss never fell."""

    rates: Floats
    losses: Floats
    lowest: float
    steepest: float
    suggested: float | None
    sentence: str


def range_test(dataset: Dataset, split: Split, spec: Spec, steps: int = STEPS) -> Work[RangeTest]:
    """Let the rate rise from 1e-6 to 1 on the training rows of the first turn, and read the loss.

    Ends early where the loss diverges. Yields Progress; Finish reads what there is so far, or
    cancels where that is too little. Study, network and random numbers are left as they were.
    """
    check(spec)
    return (yield from within_memory(_range_test(dataset, split, spec, steps)))


def _range_test(dataset: Dataset, split: Split, spec: Spec, steps: int) -> Work[RangeTest]:
    material = yield from prepare(dataset, split, split.turns[0], spec)
    rates = np.geomspace(LOWEST, HIGHEST, steps)
    climb = _Climb(material, replace(spec, device=Device.CPU))
    try:
        for number, rate in enumerate(rates):
            climb.step(float(rate))
            yield Progress("Trying learning rates", number / steps)
            if climb.diverged:
                break
    except Finish:
        if len(climb.losses) < 2 * FIRST:
            raise
    return read(rates[: len(climb.losses)], np.array(climb.losses), spec.learning_rate)


def read(rates: Floats, losses: Floats, present: float) -> RangeTest:
    """Return what the raw losses (all finite) at rising rates say; ``present`` is the rate in force."""
    smooth = _smoothed(losses)
    start, at = float(np.mean(losses[:FIRST])), int(np.argmin(smooth))
    slope = np.gradient(smooth[: at + 1], np.log(rates[: at + 1])) if at else np.zeros(1)
    lowest, steepest = float(rates[at]), float(rates[int(np.argmin(slope))])
    found = lowest / BELOW_LOWEST_LOSS
    if smooth[at] > (1 - WORTH) * start:
        sentence = f"The loss fell at no rate. Keep {present:g}: the inputs may say little about the outcome."
        return RangeTest(read_only(rates), read_only(smooth), lowest, steepest, None, sentence)
    suggested = _two_figures(found)
    sentence = (
        f"The loss is lowest at a rate of {lowest:.2g}; a tenth of that, {suggested:g}, is suggested. "
        f"It falls fastest at {steepest:.2g}. The rate in force is {present:g}."
    )
    return RangeTest(read_only(rates), read_only(smooth), lowest, steepest, suggested, sentence)


class _Climb:
    """A network of its own, step by step on its way up."""

    def __init__(self, material: Material, spec: Spec) -> None:
        import torch

        from clinnet_gui.core.training.inputs import Rows
        from clinnet_gui.core.training.stepper import Stepper

        pin_arithmetic()
        prevalence = null_logit(material.y[material.train])
        with torch.random.fork_rng(devices=[]):  # layers draw a start of their own before they get ours
            self._stepper = Stepper(spec, material.encoder.inputs, prevalence)
        self._rows, self._train = Rows(material, spec.device), material.train
        self._batch, self._waiting = min(spec.batch, material.train.size), material.train[:0]
        self._random = np.random.default_rng(spec.seed)
        self._mean, self._least = 0.0, math.inf
        self.losses = list[float]()
        self.diverged = False

    def step(self, rate: float) -> None:
        """Make one step; one that is not finite, or far above the lowest loss, is the last."""
        rows = self._next()
        found = self._stepper.step(self._rows.inputs(rows), self._rows.outcomes(rows), rate)
        if found.skipped:
            self.diverged = True
            return
        self.losses.append(found.loss)
        self._mean += (found.loss - self._mean) / min(len(self.losses), REACH)
        self._least = min(self._least, self._mean)
        self.diverged = self._mean > DIVERGED * self._least

    def _next(self) -> "Tensor":
        """The next rows; where too few wait, all are dealt anew."""
        import torch

        if self._waiting.size < self._batch:
            self._waiting = self._random.permutation(self._train)
        rows, self._waiting = self._waiting[: self._batch], self._waiting[self._batch :]
        return torch.from_numpy(rows)


def _smoothed(losses: Floats) -> Floats:
    weights = 1 - np.abs(np.arange(-REACH, REACH + 1)) / (REACH + 1)
    shares = np.convolve(np.ones(losses.size), weights, "same")
    return np.asarray(np.convolve(losses, weights, "same") / shares)


def _two_figures(rate: float) -> float:
    """The rate with two figures, within what the settings allow.

    >>> _two_figures(0.0012345)
    0.0012
    """
    allowed = next(of for of in RANGES if of.setting == "learning_rate")
    return float(f"{min(max(rate, allowed.low), allowed.high):.1e}")
