"""From the losses of the grid's networks to the one that is recommended."""

import math
from dataclasses import dataclass, field

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints, distinct
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.statistics.paired import Interval, interval
from clinnet_gui.core.training.ablation.trial import Tried
from clinnet_gui.core.training.ablation.values import Ablation, Cell, Hidden, name
from clinnet_gui.core.training.heldout import held_losses, held_name, resample
from clinnet_gui.core.training.material import Materials
from clinnet_gui.core.work import Work

NO_INTERVAL = Interval(math.nan, math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Plan:
    """The networks to be tried, the reference first, their sizes, and the seeds of each."""

    grid: tuple[Hidden, ...]
    parameters: tuple[int, ...]
    seeds: tuple[int, ...]
    made_from: str


@dataclass(slots=True)
class Tally:
    """The trials done so far, by cell."""

    dataset: Dataset
    split: Split
    materials: Materials
    plan: Plan
    done: dict[int, list[Tried]] = field(default_factory=dict)

    def add(self, tried: Tried) -> bool:
        """Enter a trial; return whether it was the last of its cell, and the reference is there."""
        self.done.setdefault(tried.order.cell, []).append(tried)
        return self._whole(tried.order.cell) and self._whole(0)

    def _whole(self, cell: int) -> bool:
        return len(self.done.get(cell, [])) == len(self.plan.seeds) * len(self.materials)

    def ablation(self) -> Work[Ablation]:
        """Return what the cells that are complete show."""
        cells = sorted((c for c in self.done if self._whole(c)), key=lambda c: (self.plan.parameters[c], c))
        rows = np.concatenate([material.held for material in self.materials])
        sound = [cell for cell in cells if not self._failure(cell)]
        losses = np.column_stack([self._losses(cell, rows) for cell in sound])
        drawn = yield from resample(self.dataset, rows, losses, "Comparing the networks")
        at, base = {cell: place for place, cell in enumerate(sound)}, sound.index(0)
        differences = {
            cell: interval(losses[:, i] - losses[:, base], drawn[:, i] - drawn[:, base])
            for cell, i in at.items()
        }
        best = sound[smallest_unbeaten(drawn)]
        reference = self.plan.grid[0]
        return Ablation(
            cells=tuple(
                self._cell(c, losses[:, at[c]] if c in at else None, differences.get(c)) for c in cells
            ),
            reference=reference,
            recommended=self.plan.grid[best],
            planned=len(self.plan.grid),
            seeds=self.plan.seeds,
            rows=rows.size,
            patients=distinct(self.dataset.patients[rows]).size,
            rows_name=held_name(self.split),
            sentence=self._sentence(best, sound, differences[best], rows.size),
            made_from=self.plan.made_from,
        )

    def _failure(self, cell: int) -> str:
        return next((tried.failure for tried in self.done[cell] if tried.failure), "")

    def _losses(self, cell: int, rows: Ints) -> Floats:
        """The loss of each row, the mean over seeds; of each seed at its own temperature."""
        y, by_seed = self.dataset.y[rows], []
        for seed in range(len(self.plan.seeds)):
            turns = sorted((t for t in self.done[cell] if t.order.seed == seed), key=lambda t: t.order.turn)
            by_seed.append(held_losses(y, np.concatenate([tried.logits for tried in turns])))
        return np.asarray(np.mean(by_seed, axis=0), dtype=np.float64)

    def _cell(self, cell: int, losses: Floats | None, difference: Interval | None) -> Cell:
        return Cell(
            hidden=self.plan.grid[cell],
            parameters=self.plan.parameters[cell],
            log_loss=math.nan if losses is None else float(losses.mean()),
            difference=difference or NO_INTERVAL,
            seconds=sum(tried.seconds for tried in self.done[cell]),
            failure=self._failure(cell),
        )

    def _sentence(self, best: int, sound: list[int], difference: Interval, rows: int) -> str:
        return recommendation(
            self.plan.grid[best],
            self.plan.grid[0],
            difference,
            is_smallest=best == sound[0],
            where=f"{rows:,} {held_name(self.split)}",
        )


def smallest_unbeaten(drawn: Floats) -> int:
    """Return the smallest network that no larger one is shown to beat.

    ``drawn`` [times, networks] are bootstrap means of the log-loss, the smallest network first. A
    larger one is shown to beat it where the 95 % interval of the paired difference excludes 0.
    """
    networks = int(drawn.shape[1])
    for smaller in range(networks):
        larger = drawn[:, smaller + 1 :] - drawn[:, [smaller]]
        if not larger.size or (np.quantile(larger, 0.975, axis=0) >= 0).all():
            return smaller
    return networks - 1


def recommendation(
    best: Hidden, reference: Hidden, difference: Interval, is_smallest: bool, where: str
) -> str:
    """Return the sentence that recommends hidden layers, and why."""
    larger = "no larger network of those tried is shown to do better"
    smaller = "" if is_smallest else ", and each smaller one is shown to do worse than a larger one"
    first = f"{'Keep' if best == reference else 'Use'} {name(best)}: {larger}{smaller}."
    if best == reference:
        return f"{first} Compared by log-loss on {where}."
    limits = f"95 % interval {difference.low:+.4f} to {difference.high:+.4f}"
    return (
        f"{first} Its log-loss minus that of {name(reference)} is {difference.value:+.4f} "
        f"({limits}) on {where}."
    )
