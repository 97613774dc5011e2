"""How much sooner an ablation is done with two processes: 5,000 patients of the GUSTO-I sample.

``python -m tests.benchmarks.ablation`` prints wall and CPU seconds of both ways, and the load of the
machine: on one that is busy with other work the ratio says nothing.
"""

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.intake import load
from clinnet_gui.core.data.screening import assemble, propose_roles
from clinnet_gui.core.data.splitting import make_split
from clinnet_gui.core.model.heuristics import suggest
from clinnet_gui.core.training.ablation import ablate
from clinnet_gui.core.training.executor import Crew, on_processors
from clinnet_gui.core.work import drain

TABLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "prepared" / "gusto.csv"
ROWS, SEED = 5_000, 1
NETWORKS = ((128, 64, 32), (), (64, 32), (128, 64), (256, 128, 64), (64, 32, 16))


def main() -> int:
    """Time the same ablation both ways."""
    if not TABLE.is_file():
        print("the folder of published tables (../shared) is not here")
        return 1
    data = sample()
    print(f"{data.n:,} rows, {len(NETWORKS)} networks, load {os.getloadavg()[0]:.1f} before")
    alone = seconds(data, None, "here, one by one")
    together = seconds(data, on_processors(2), "two processes")
    print(f"speed-up {alone / together:.2f}, load {os.getloadavg()[0]:.1f} after")
    return 0


def sample() -> Dataset:
    """Rows drawn without replacement, all columns."""
    answers = Answers(yes=True)
    table = drain(load(TABLE, answers))
    whole = drain(assemble(table, propose_roles(table, "outcome", ("1",), None, ()), answers)).dataset
    assert whole is not None
    kept = np.sort(np.random.default_rng(SEED).choice(whole.n, ROWS, replace=False))
    of = (read_only(values[kept]) for values in (whole.rows, whole.y, whole.patients))
    rows, y, patients = of
    return replace(whole, rows=rows, y=y, patients=patients)


def seconds(data: Dataset, crew: Crew | None, way: str) -> float:
    """Wall seconds of the ablation; prints them with the CPU seconds of all processes."""
    split = make_split(data, SEED)
    spec = suggest(data, split, SEED).spec
    begun, before = time.perf_counter(), os.times()
    drain(ablate(data, split, spec, crew, networks=NETWORKS))
    wall, after = time.perf_counter() - begun, os.times()
    paid = after.user - before.user + after.children_user - before.children_user
    print(f"{way}: {wall:.1f} s, {paid:.1f} CPU s")
    return wall


if __name__ == "__main__":
    sys.exit(main())
