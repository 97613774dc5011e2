"""The ablation: the reference first, then the others from the smallest, each judged as it is done."""

import time
from dataclasses import dataclass, field, replace

from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.data.splitting import LARGEST_SEED
from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.model.heuristics import check
from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.ablation.grid import Hidden, grid
from clinnet_gui.core.training.ablation.judging import Plan, Tally
from clinnet_gui.core.training.ablation.trial import Order, Tried, attempt
from clinnet_gui.core.training.ablation.values import Ablation, made_from
from clinnet_gui.core.training.calls import each
from clinnet_gui.core.training.device import check_device
from clinnet_gui.core.training.executor import Crew
from clinnet_gui.core.training.memory import within_memory
from clinnet_gui.core.training.turns import prepare_all
from clinnet_gui.core.work import Finish, Progress, Work, time_left

FIXED_COST = 30_000
"""What a step costs beside its weights, in weights: for the time that is left."""


def ablate(
    dataset: Dataset,
    split: Split,
    spec: Spec,
    crew: Crew | None = None,
    *,
    networks: tuple[Hidden, ...] | None = None,
    seeds: int = 1,
) -> Work[Ablation]:
    """Train the networks around ``spec`` on the same split and seeds, and compare them with it.

    ``crew`` opens the processes that train (None: here, one by one); ``networks`` are the hidden
    layers to be tried, the reference first (None: ``grid``). Yields Progress, and the Ablation so far
    whenever a network is done. Finish keeps those that are done (before the reference is, it
    cancels); close ends all processes. Test rows have no part in it, and the result is the same with
    and without a crew.

    Raises SettingsRefused, DataRefused, and TrainingFailed where the reference cannot be trained.
    """
    layers = grid(spec.hidden) if networks is None else networks
    for hidden in layers:
        check(replace(spec, hidden=hidden))
    check_device(spec)
    return (yield from within_memory(_ablate(dataset, split, spec, crew, (layers, seeds))))


def _ablate(
    dataset: Dataset, split: Split, spec: Spec, crew: Crew | None, of: tuple[tuple[Hidden, ...], int]
) -> Work[Ablation]:
    layers, seeds = of
    materials = tuple((yield from prepare_all(dataset, split, spec)))
    inputs = materials[0].encoder.inputs
    sizes = tuple(parameter_count(replace(spec, hidden=hidden), inputs) for hidden in layers)
    sown = tuple((spec.seed + i) % (LARGEST_SEED + 1) for i in range(seeds))
    plan = Plan(layers, sizes, sown, made_from(dataset, split, spec))
    orders = _orders(plan, spec, len(materials))
    trials = each(attempt, orders, materials, crew, spec.device)
    tally, pace, latest = Tally(dataset, split, materials, plan), _Pace(plan, orders), None
    try:
        for found in trials:
            if isinstance(found, Tried):
                _expect_reference(found)
                pace.add(found.order)
                if tally.add(found):
                    latest = yield from tally.ablation()
                    yield latest
            yield pace.progress(found if isinstance(found, float) else 0.0)
    except Finish:
        if latest is None:
            raise
    finally:
        trials.close()
    assert latest is not None, "the reference is trained first"
    return latest


def _orders(plan: Plan, spec: Spec, turns: int) -> list[Order]:
    """The reference's trials, then those of the others from the smallest."""
    others = sorted(range(1, len(plan.grid)), key=lambda cell: plan.parameters[cell])
    return [
        Order(cell, i, turn, replace(spec, hidden=plan.grid[cell], seed=seed))
        for cell in (0, *others)
        for i, seed in enumerate(plan.seeds)
        for turn in range(turns)
    ]


def _expect_reference(found: Tried) -> None:
    """Without the reference there is nothing to compare with."""
    if found.failure and found.order.cell == 0:
        raise TrainingFailed(
            found.failure, "Lower the learning rate, then compare again.", "TRAINING_NOT_FINITE"
        )


@dataclass(slots=True)
class _Pace:
    """How far the trials have come, and how long the rest will take."""

    plan: Plan
    orders: list[Order]
    done: int = 0
    paid: float = 0.0
    begun: float = field(default_factory=time.monotonic)

    def _cost(self, order: Order) -> float:
        return FIXED_COST + self.plan.parameters[order.cell]

    def add(self, order: Order) -> None:
        self.done += 1
        self.paid += self._cost(order)

    def progress(self, share: float) -> Progress:
        """``share`` is that of the running trial, where one is running here."""
        running = share * self._cost(self.orders[self.done]) if self.done < len(self.orders) else 0.0
        done = (self.paid + running) / sum(map(self._cost, self.orders))
        text = f"{self.done} of {len(self.orders)} trainings"
        if not self.done:
            return Progress(text, done)
        left = (time.monotonic() - self.begun) * (1 - done) / done
        return Progress(f"{text}, {time_left(left)}", done)
