"""CPU-seconds of an epoch of training, ours beside others', interleaved in one run.

    python -m tests.benchmarks.training [--rounds N]

100,000 rows of 50 numbers, hidden layers 256, 128, 64, 32, dropout 0.2, batches of 256, float32, one
thread. Each round runs 150 steps or more of every way, one after the other; printed are the medians
of the rounds, scaled to an epoch, and the ratios' median with the least and the largest of them.
Then how an epoch grows with rows, columns and width.
"""

import argparse
import importlib.util
import statistics
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import torch

from clinnet_gui.core.model.heuristics import BINS
from clinnet_gui.core.model.spec import Shortcut, Spec
from clinnet_gui.core.training.material import Material
from tests.benchmarks.training.tables import Shape, material
from tests.benchmarks.training.ways import (
    Bare,
    data_loader,
    mlp_classifier,
    ours,
    products,
    skorch,
)

STEPS, STEPS_OF_GROWTH = 150, 60
SPEC = Spec(hidden=(256, 128, 64, 32), dropout=0.2, batch=256, epochs=60)
SUGGESTED = replace(SPEC, bins=BINS, shortcut=Shortcut.ZERO)

Way = Callable[[], float]

OURS, BARE, LOADER, FLOOR = "ours", "ours, without diagnostics", "DataLoader loop", "matrix products alone"
ENCODED, ENCODED_FLOOR = f"ours, {BINS} bins and shortcut", f"matrix products, {BINS} bins"
SKORCH, SKORCH_DEFAULT = "skorch, all rows train", "skorch, four fifths train"
MLP = "scikit-learn MLPClassifier"


@dataclass(frozen=True)
class Ratio:
    """Seconds of ``above`` over those of ``below``, and what is aimed at."""

    above: str
    below: str
    target: str = ""


RATIOS = (
    Ratio(LOADER, OURS, "at least 2.2"),
    Ratio(SKORCH, OURS, "at least 2.0"),
    Ratio(SKORCH_DEFAULT, OURS),
    Ratio(MLP, OURS),
    Ratio(OURS, FLOOR, "at most 3.0"),
    Ratio(OURS, BARE, "at most 1.10"),
    Ratio(ENCODED, ENCODED_FLOOR),
)


def main() -> None:
    """Print seconds, ratios and growth."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.training")
    parser.add_argument("--rounds", type=int, default=7, help="interleaved rounds (default 7)")
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    seconds = _measured(_ways(), rounds)
    print(f"CPU-seconds an epoch of {Shape().rows:,} x {Shape().columns}, median of {rounds} rounds")
    for name, found in seconds.items():
        print(f"  {name:<32}{statistics.median(found):8.2f}")
    print("\nratios: median (least to largest), target")
    for ratio in RATIOS:
        if {ratio.above, ratio.below} <= set(seconds):
            _print_ratio(ratio, seconds)
    _print_growth()


def _ways() -> dict[str, Way]:
    plain, encoded = material(Shape()), material(Shape(bins=BINS))
    ways: dict[str, Way] = {
        OURS: partial(ours, plain, SPEC, STEPS),
        BARE: partial(ours, plain, SPEC, STEPS, Bare),
        ENCODED: partial(ours, encoded, SUGGESTED, STEPS),
        LOADER: partial(data_loader, plain, SPEC, STEPS),
        MLP: partial(mlp_classifier, plain, SPEC, STEPS),
        FLOOR: partial(products, plain, SPEC, STEPS),
        ENCODED_FLOOR: partial(products, encoded, SUGGESTED, STEPS),
    }
    if importlib.util.find_spec("skorch") is None:
        print("skorch is not installed: pip install -e .[bench]\n")
        return ways
    return ways | {
        SKORCH: partial(skorch, plain, SPEC, STEPS),
        SKORCH_DEFAULT: partial(skorch, plain, SPEC, STEPS, defaults=True),
    }


def _measured(ways: dict[str, Way], rounds: int) -> dict[str, list[float]]:
    """Seconds of each way in each round, after one that warms up."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds + 1):
        for name, way in ways.items():
            seconds[name].append(way())
    return {name: found[1:] for name, found in seconds.items()}


def _print_ratio(ratio: Ratio, seconds: dict[str, list[float]]) -> None:
    pairs = zip(seconds[ratio.above], seconds[ratio.below], strict=True)
    found = sorted(above / below for above, below in pairs)
    name = f"{ratio.above} / {ratio.below}"
    spread = f"({found[0]:.2f} to {found[-1]:.2f})"
    print(f"  {name:<58}{statistics.median(found):6.2f}  {spread:<16}  {ratio.target}".rstrip())


def _print_growth() -> None:
    """One thing changed at a time, from the shape above."""
    print("\nCPU-seconds an epoch, ours with diagnostics, as one thing grows: without bins, with bins")
    for rows in (10_000, 30_000, 100_000, 300_000):
        _print_cost(f"{rows:,} rows", Shape(rows=rows), SPEC)
    for columns in (10, 50, 200):
        _print_cost(f"{columns} columns", Shape(columns=columns), SPEC)
    for hidden in ((64, 32), (128, 64, 32), (256, 128, 64, 32), (512, 256, 128, 64)):
        _print_cost("-".join(map(str, hidden)), Shape(), replace(SPEC, hidden=hidden))
    for members in (1, 4, 8):
        _print_cost(f"{members} member{'s' * (members > 1)}", Shape(), replace(SPEC, members=members))


def _print_cost(name: str, shape: Shape, spec: Spec) -> None:
    encoded = material(replace(shape, bins=BINS))
    costs = [_cost(material(shape), spec)]
    costs.append(_cost(encoded, replace(spec, bins=BINS, shortcut=Shortcut.ZERO)))
    print(f"  {name:<24}" + "".join(f"{cost:10.2f}" for cost in costs))


def _cost(data: Material, spec: Spec) -> float:
    """Median of three."""
    return statistics.median(ours(data, spec, STEPS_OF_GROWTH) for _ in range(3))


if __name__ == "__main__":
    main()
