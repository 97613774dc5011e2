"""One run: a training, a fault put into it at a step drawn by chance, and what was said of it."""

import time
from dataclasses import dataclass, replace

import numpy as np

from clinnet_gui.core.training.loop import Loop
from clinnet_gui.core.training.records import Cause, Damage, Spike
from clinnet_gui.core.work import drain
from tests.benchmarks.faults.faults import Fault
from tests.benchmarks.faults.tables import case

EARLIEST, LATEST = 40, 120
WITHIN = 10
"""Steps after a fault in which it must be seen to count as found."""

FIRST_JUDGED = 20


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one injected fault: the spikes before it, the first from it on, how many steps
    that took, and the seconds of its diagnosis."""

    fault: str
    table: str
    true: tuple[Cause, ...]
    false_alarms: int
    clean_steps: int
    found: Spike | None
    latency: int
    seconds: float

    @property
    def named(self) -> tuple[Cause, ...]:
        """The causes that were named."""
        if self.found is None or self.found.diagnosis is None:
            return ()
        return self.found.diagnosis.causes

    @property
    def is_right(self) -> bool:
        """Whether all of the causes were named and no other."""
        return set(self.named) == set(self.true)

    @property
    def is_proven(self) -> bool:
        """Whether a replay took the spike away."""
        return (
            self.found is not None and self.found.diagnosis is not None and bool(self.found.diagnosis.proof)
        )

    @property
    def damage(self) -> Damage | None:
        """How the damage was graded."""
        return None if self.found is None or self.found.diagnosis is None else self.found.diagnosis.damage


def run(fault: Fault, table: str, seed: int) -> Run:
    """Train the table's network up to the fault and ten steps beyond."""
    random = np.random.default_rng(seed)
    of = fault.spec(case(table), random)
    loop = Loop(of.material, replace(of.spec, seed=seed))
    at = 1 if fault.from_start else int(random.integers(EARLIEST, LATEST))
    clock = _Clock(loop)
    clean = 0
    last = FIRST_JUDGED + WITHIN if fault.from_start else at + WITHIN
    for step in range(1, last + 1):
        if step == at:
            clean = len(loop.course.spikes)
            fault.inject(loop, step, random)
        drain(loop.advance(step))
        if len(loop.course.spikes) > clean and step >= at:
            break
        if step % loop.plan.look_every == 0 and not fault.from_start:
            drain(loop.look())
    found = loop.course.spikes[clean] if len(loop.course.spikes) > clean else None
    since = FIRST_JUDGED if fault.from_start else at
    latency = 0 if found is None else max(0, found.step - since)
    return Run(fault.name, table, fault.causes, clean, at - 1, found, latency, clock.seconds)


class _Clock:
    """CPU seconds spent on diagnoses."""

    def __init__(self, loop: Loop) -> None:
        self.seconds, self._diagnose = 0.0, loop.watch.diagnose
        loop.watch.diagnose = self._timed  # type: ignore[method-assign]

    def _timed(self, *parts: object):
        begun = time.process_time()
        found = yield from self._diagnose(*parts)  # type: ignore[arg-type]
        self.seconds += time.process_time() - begun
        return found
