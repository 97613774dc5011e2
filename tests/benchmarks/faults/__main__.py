"""How many injected faults are found, how many are named rightly, and how often clean steps alarm.

``python -m tests.benchmarks.faults [--quick]``. Faults are put into trainings of the published
tables (where they are at hand) and of invented ones, in the shapes of the default recipe, from
outside; see ``faults``. The thresholds of the monitor were fixed on clean runs and faults with
seeds below 60,000; what is printed is of seeds from there on, the same tables. Who wrote the
faults wrote the detector too: the figures are an upper bound for faults that nobody thought of.
"""

import argparse
import time
from collections.abc import Iterable

import torch

from tests.benchmarks.faults import clean, overhead, report, tables
from tests.benchmarks.faults.faults import DOUBLE, SINGLE
from tests.benchmarks.faults.running import run

FIRST_SEED = 60_000
RUNS, RUNS_DOUBLE, QUICK = 36, 18, 4
CLEAN_SEEDS, HARD_SEEDS = 4, 13
SLOW = ("large",)
"""Tables whose steps are too long for many runs; they are among the clean ones."""


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs: whether it works, not how well")
    quick = parser.parse_args().quick
    torch.set_num_threads(1)
    begun = time.process_time()
    _faults(quick)
    _quiet(quick)
    median, least, most, step = overhead.shares(4 if quick else 16)
    share = f"{median:.1%} of the step ({least:.1%} to {most:.1%}); {step:.2f} ms a step watched"
    _print([f"overhead at batch 256, [256, 128, 64, 32]: {share}"])
    _print(["", report.TARGETS, f"{time.process_time() - begun:.0f} CPU seconds in all"])


def _faults(quick: bool) -> None:
    names = [name for name in tables.names() if name not in SLOW]
    runs = [
        run(fault, names[i % len(names)], FIRST_SEED + i)
        for faults, count in ((SINGLE, RUNS), (DOUBLE, RUNS_DOUBLE))
        for fault in faults
        for i in range(QUICK if quick else count)
    ]
    _print([*report.by_fault(runs), "", *report.summary(runs), ""])


def _quiet(quick: bool) -> None:
    """Clean steps, and hard negatives."""
    names = tables.names()
    seeds = range(FIRST_SEED, FIRST_SEED + (1 if quick else CLEAN_SEEDS))
    stretches = [
        clean.train("clean", tables.case(name), _steps(name, quick), seed) for name in names for seed in seeds
    ]
    _print(report.quiet("clean", stretches))
    usual = tuple(name for name in names if name not in SLOW)
    count = 2 if quick else HARD_SEEDS
    _print(report.quiet("hard negatives", clean.hard(usual, range(FIRST_SEED, FIRST_SEED + count), 150)))


def _steps(name: str, quick: bool) -> int:
    """All of a small table's plan; fewer steps where each takes long."""
    if quick:
        return 150
    wide = tables.case(name).spec.hidden[0]
    return {64: 2_000, 128: 800}.get(wide, 150)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
