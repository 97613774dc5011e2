"""Clean training, and what looks like a fault and is none: all of it must stay silent."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from clinnet_gui.core.training.loop import Loop
from clinnet_gui.core.training.records import Damage, Spike
from clinnet_gui.core.work import drain
from tests.benchmarks.faults.faults import Random, Scheme
from tests.benchmarks.faults.tables import Case, case


@dataclass(frozen=True, slots=True)
class Quiet:
    """A stretch of training without a fault: how many steps, and what stood out all the same."""

    name: str
    table: str
    steps: int
    alarms: tuple[Spike, ...]

    @property
    def harmful(self) -> int:
        """Alarms that were not even graded as harmless."""
        graded = [spike.diagnosis.damage for spike in self.alarms if spike.diagnosis is not None]
        return sum(damage is not Damage.NONE for damage in graded)


def train(name: str, of: Case, steps: int, seed: int, hinder: "Hinder | None" = None) -> Quiet:
    """Train for some steps, looks included."""
    loop, random = Loop(of.material, replace(of.spec, seed=seed)), np.random.default_rng(seed)
    steps = min(steps, loop.plan.steps)
    at = int(random.integers(40, 100))
    for step in range(1, steps + 1):
        if hinder is not None and step == at:
            hinder(loop, step, random)
        drain(loop.advance(step))
        if step % loop.plan.look_every == 0:
            drain(loop.look())
    return Quiet(name, of.name, steps, tuple(loop.course.spikes))


Hinder = Callable[[Loop, int, Random], None]


def warm_restart(loop: Loop, step: int, random: Random) -> None:
    """The schedule goes back to its peak, as cosine schedules with restarts do."""
    plan = loop.plan
    scheme = Scheme(plan.steps, plan.steps_per_epoch, plan.look_every, plan.patience, plan.learning_rate)
    peak = plan.learning_rate
    object.__setattr__(scheme, "factor", lambda s: 1.0 if s < step else peak / plan.rate(s))
    loop.plan = scheme


def resume(loop: Loop, step: int, random: Random) -> None:
    """Everything is put aside and put back, as after a pause."""
    moment = loop.stepper.moment()
    loop.stepper.snapshot()
    loop.stepper.return_to(moment)


def short_batch(loop: Loop, step: int, random: Random) -> None:
    """The last batch of an epoch is short, but not too short."""
    batch = loop._next_batch()
    loop._batches.append(batch[: int(random.integers(8, 16))])


def rare_cluster(loop: Loop, step: int, random: Random) -> None:
    """One batch happens to hold more events than most: two and a half standard deviations."""
    y, train = loop.material.y, loop.material.train
    batch = loop._next_batch()
    share, n = float(y[train].mean()), batch.numel()
    events = min(n - 1, round(n * share + 2.5 * np.sqrt(n * share * (1 - share))))
    ones, zeros = train[y[train] == 1], train[y[train] == 0]
    rows = [random.choice(ones, min(events, ones.size), replace=False)]
    rows.append(random.choice(zeros, n - rows[0].size, replace=False))
    loop._batches.append(batch.new_tensor(np.concatenate(rows)))


def high_dropout(of: Case) -> Case:
    """Dropout of 0.4 whatever the table."""
    return replace(of, spec=replace(of.spec, dropout=0.4))


def brisk(of: Case) -> Case:
    """A learning rate of 0.01, ten times the suggested one."""
    return replace(of, spec=replace(of.spec, learning_rate=0.01))


def several(of: Case) -> Case:
    """Four members that share their layers."""
    return replace(of, spec=replace(of.spec, members=4))


HINDERED: tuple[Hinder, ...] = (warm_restart, resume, short_batch, rare_cluster)
CHANGED: tuple[Callable[[Case], Case], ...] = (high_dropout, brisk, several)


def hard(tables: tuple[str, ...], seeds: range, steps: int) -> list[Quiet]:
    """Run each hard negative with each seed, on one table after the other."""
    found = list[Quiet]()
    for number, seed in enumerate(seeds):
        of = case(tables[number % len(tables)])
        for hinder in HINDERED:
            found.append(train(hinder.__name__.replace("_", " "), of, steps, seed, hinder))
        for change in CHANGED:
            found.append(train(change.__name__.replace("_", " "), change(of), steps, seed))
        tails = case("skewed")
        found.append(train("heavy tails", tails, steps, seed))
        found.append(train("first 20 steps", of, 20, seed))
    return found
