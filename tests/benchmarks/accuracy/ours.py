"""The program through its own commands: from a CSV of patients to a CSV of risks."""

import csv
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from clinnet_gui.core.arrays import Floats
from tests.benchmarks.accuracy.splits import Case
from tests.benchmarks.accuracy.tables import OUTCOME, PATIENT

ROOT = Path(__file__).resolve().parents[3]


class CommandFailed(Exception):
    """A command ended with an error: its last words."""


def clinnet(case: Case) -> Floats:
    """What is suggested, every question of the file answered as proposed. No test part of its own:
    the rows to be predicted are the test, and everybody trains on all others."""
    return _risks(case, ["--no-test-part"])


def clinnet_quality(case: Case) -> Floats:
    """The same with several members that share their layers."""
    return _risks(case, ["--no-test-part", "--quality"])


def clinnet_with_test_part(case: Case) -> Floats:
    """The bare command, which keeps a fifth of a larger table for its own test: fewer rows to learn
    from than the others have."""
    return _risks(case, [])


def source_hash() -> str:
    """Return what stands for the program as it is at this moment: the code of its commands, all of it
    but the window's, which no command imports."""
    found, package = hashlib.sha256(), ROOT / "clinnet_gui"
    files = (path for path in package.rglob("*.py") if path.relative_to(package).parts[0] != "gui")
    for path in sorted(files):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def _risks(case: Case, options: list[str]) -> Floats:
    """Train on one file, score another; a row that is not scored gets the training prevalence."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cells = case.table.cells
        cells.iloc[case.train].to_csv(folder / "train.csv", index=False)
        cells.iloc[case.test].drop(columns=OUTCOME).to_csv(folder / "new.csv", index=False)
        by_patient = ["--id", PATIENT] if case.table.repeats else []
        train = ["train", "train.csv", "--outcome", OUTCOME, "--event", "1", *by_patient, *options]
        _command([*train, "--out", "study.clinnet", "--yes", "--json"], folder)
        _command(["score", "study.clinnet", "new.csv", "--out", "risks.csv", "--yes", "--json"], folder)
        return _read(folder / "risks.csv", case)


def _read(path: Path, case: Case) -> Floats:
    with path.open(encoding="utf-8", newline="") as file:
        risks = [float(row["risk"] or "nan") for row in csv.DictReader(file)]
    if len(risks) != case.test.size:
        raise CommandFailed(f"{len(risks)} risks for {case.test.size} rows")
    found = np.array(risks)
    missing = np.isnan(found)
    if missing.any():
        print(f"  {case.table.name}: {missing.sum()} rows not scored, given the training prevalence")
    return np.where(missing, case.y.mean(), found)


def _command(words: list[str], folder: Path) -> str:
    """Run a command in the folder with settings of its own, and return what it printed."""
    homes = {"PYTHONPATH": str(ROOT), "CLINNET_HOME": str(folder / "home")}
    done = subprocess.run(
        [sys.executable, "-m", "clinnet_gui", *words],
        cwd=folder,
        env={**os.environ, **homes},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandFailed(f"clinnet {words[0]} ended with {done.returncode}: {done.stderr[-600:].strip()}")
    return done.stdout
