"""The figures as they are printed."""

from collections.abc import Iterator, Sequence

import numpy as np

from tests.benchmarks.faults.clean import Quiet
from tests.benchmarks.faults.running import Run
from tests.benchmarks.faults.scores import (
    CAUSES,
    Share,
    accuracy,
    macro_accuracy,
    precision_of,
    proven,
    recall,
    recall_of,
)

TARGETS = (
    "targets: recall .98, macro accuracy .95, false alarms .05 per 1,000, overhead 10 %, diagnosis 0.5 s"
)


def by_fault(runs: Sequence[Run]) -> Iterator[str]:
    """Yield a line for each fault."""
    yield f"{'fault':28}{'runs':>5}{'seen':>7}{'right':>7}{'proven':>8}{'steps':>7}{'s':>6}   damage"
    for name in dict.fromkeys(run.fault for run in runs):
        of = [run for run in runs if run.fault == name]
        grades = [run.damage.name.lower() for run in of if run.damage is not None]
        told = ", ".join(f"{grades.count(one)} {one}" for one in dict.fromkeys(grades))
        seen = [run for run in of if run.found is not None]
        steps = np.mean([run.latency for run in seen]) if seen else np.nan
        longest = max(run.seconds for run in of)
        yield (
            f"{name:28}{len(of):5}{recall(of).value:7.3f}{accuracy(of).value:7.3f}{proven(of).value:8.3f}"
            f"{steps:7.1f}{longest:6.2f}   {told}"
        )


def summary(runs: Sequence[Run]) -> Iterator[str]:
    """Yield what holds for all faults."""
    single, double = [r for r in runs if len(r.true) == 1], [r for r in runs if len(r.true) == 2]
    seen = [run for run in runs if run.found is not None]
    latency = np.array([run.latency for run in seen])
    seconds = np.array([run.seconds for run in seen])
    yield f"seen within 10 steps:          {recall(runs)}"
    yield f"named rightly, one cause:      {accuracy(single)}"
    yield f"named rightly, two causes:     {accuracy(double)} (both, and no other)"
    yield f"macro accuracy of four causes: {macro_accuracy(runs):.3f}"
    yield f"proven by a replay:            {proven(runs)}"
    for cause in CAUSES:
        yield f"{cause.value:30} precision {precision_of(cause, runs)}, recall {recall_of(cause, runs)}"
    yield (
        f"steps until seen: mean {latency.mean():.2f}, 95 % {np.quantile(latency, 0.95):.0f}, most "
        f"{latency.max()}; within 5: {Share(int((latency <= 5).sum()), latency.size)}"
    )
    yield (
        f"CPU seconds of a diagnosis: median {np.median(seconds):.3f}, "
        f"95 % {np.quantile(seconds, 0.95):.3f}, most {seconds.max():.3f}"
    )
    before, steps = sum(run.false_alarms for run in runs), sum(run.clean_steps for run in runs)
    yield f"false alarms before the faults: {before} in {steps:,} steps"


def quiet(title: str, stretches: Sequence[Quiet]) -> Iterator[str]:
    """Yield the false alarms of stretches without a fault."""
    steps, alarms = sum(one.steps for one in stretches), sum(len(one.alarms) for one in stretches)
    harmful = sum(one.harmful for one in stretches)
    rate = f"{1000 * alarms / max(steps, 1):.3f} per 1,000"
    yield f"{title}: {alarms} alarms in {steps:,} steps, {rate}; {harmful} graded as damage"
    for one in stretches:
        for spike in one.alarms:
            where = f"{one.name} ({one.table}), step {spike.step}"
            yield f"    {where}, {spike.kind.value}, z {spike.z:.1f}: {spike.cause}"
