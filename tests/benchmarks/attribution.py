"""Attribution of 1,000 patients with 50 columns, beside shap's DeepExplainer on the same network;
then Shapley values of single patients, beside shap's exact and permutation explainers.

    python -m tests.benchmarks.attribution

CPU-seconds, interleaved, medians. The network is the one suggested for 50,000 rows and more: first
without piecewise-linear encoding and shortcut, then as suggested, then with the members of "Quality".
"""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.explanation.columns import Columns
from clinnet_gui.core.explanation.layers import Stack, stacks_of
from clinnet_gui.core.explanation.path import TOLERANCE, Path
from clinnet_gui.core.explanation.rescale import Rescale
from clinnet_gui.core.model.heuristics import BINS, QUALITY_MEMBERS
from clinnet_gui.core.model.network import Network, build
from clinnet_gui.core.model.spec import Shortcut, Spec
from tests.benchmarks.shapley import compare_shapley
from tests.unit.explanation.unrolled import shap_values

PATIENTS, COLUMNS, BACKGROUNDS, ROUNDS = 1_000, 50, 100, 3

Make = Callable[[Stack], Rescale | Path]


@dataclass(frozen=True)
class Case:
    """A network, the inputs of whom it explains, and of whom these are compared with."""

    network: Network
    x: torch.Tensor
    background: torch.Tensor
    columns: Columns


def main() -> None:
    """Print seconds, completeness error and the largest difference."""
    torch.set_num_threads(1)
    plain, suggested, quality = _case(0, 1), _case(BINS, 1), _case(BINS, QUALITY_MEMBERS)
    ways: dict[str, tuple[Case, Callable[[], Floats]]] = {
        "ours, DeepSHAP": (plain, lambda: _deep(plain)),
        "shap DeepExplainer": (plain, lambda: _shap(plain)),
        "ours, integrated gradients": (plain, lambda: _path(plain)),
        "ours, as suggested": (suggested, lambda: _deep(suggested)),
        f"ours, {QUALITY_MEMBERS} members": (quality, lambda: _deep(quality)),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    errors: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, (case, way) in ways.items():
            begun = time.process_time()
            found = way()
            seconds[name].append(time.process_time() - begun)
            errors[name] = float(np.abs(found.sum(axis=1) - _logits(case)).max())
    print(f"attribution of {PATIENTS:,} patients, {COLUMNS} columns, [256, 128, 64, 32]")
    print(f"  CPU-seconds, one thread, median of {ROUNDS} interleaved rounds")
    for name, took in seconds.items():
        error = f"completeness error at most {errors[name]:.1e}"
        print(f"  {name:28}{statistics.median(took):8.2f} s   {error}")
    apart = np.abs(_deep(plain) - _shap(plain))[:, 1:].max()
    print(f"  largest difference between the two DeepSHAPs: {apart:.1e} (log-odds)")
    compare_shapley()


def _case(bins: int, members: int) -> Case:
    """Every column a number between 0 and 1; with ``bins`` its encoding beside it."""
    shortcut = Shortcut.ZERO if bins else Shortcut.NONE
    spec = Spec(hidden=(256, 128, 64, 32), dropout=0.2, members=members, shortcut=shortcut)
    network = build(spec, COLUMNS * (1 + bins))
    draw = torch.Generator().manual_seed(2)
    torch.nn.init.normal_(network.head.weight, std=0.3, generator=draw)
    if network.shortcut is not None:
        torch.nn.init.normal_(network.shortcut, std=0.1, generator=draw)
    x, background = (_encoded(torch.rand(n, COLUMNS, generator=draw), bins) for n in (PATIENTS, BACKGROUNDS))
    columns = Columns(np.repeat(np.arange(COLUMNS), 1 + bins), COLUMNS)
    return Case(network.eval(), x, background, columns)


def _encoded(values: torch.Tensor, bins: int) -> torch.Tensor:
    shares = (values[:, :, None] * bins - torch.arange(bins)).clamp(0, 1)
    return torch.cat((4 * values[:, :, None] - 2, shares), dim=2).flatten(1)


def _explained(case: Case, make: Make) -> Floats:
    """Base and contributions, [patients, 1 + columns]."""
    found = np.zeros((PATIENTS, 1 + COLUMNS))
    with torch.no_grad():
        for way in map(make, stacks_of(case.network)):
            found[:, 0] += way.base
            for at in range(0, PATIENTS, way.patients_at_once):
                block = slice(at, at + way.patients_at_once)
                found[block, 1:] += way.contributions(case.x[block])
    return found


def _deep(case: Case) -> Floats:
    return _explained(case, lambda stack: Rescale(stack, case.background, case.columns, PATIENTS))


def _path(case: Case) -> Floats:
    return _explained(case, lambda stack: Path(stack, case.background[0], case.columns, TOLERANCE))


def _shap(case: Case) -> Floats:
    values = shap_values(case.network, case.background, case.x)
    with torch.no_grad():
        base = float(case.network(case.background).double().mean())
    return np.column_stack((np.full(PATIENTS, base), values)).astype(np.float64)


def _logits(case: Case) -> Floats:
    with torch.no_grad():
        logits: Floats = case.network(case.x).double().numpy()
    return logits


if __name__ == "__main__":
    main()
