"""Results that were measured before: measures only, never a patient's row."""

import hashlib
import inspect
import json
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.accuracy.models import Model
from tests.benchmarks.accuracy.scores import Result, Score, judge
from tests.benchmarks.accuracy.splits import divide
from tests.benchmarks.accuracy.tables import PatientTable

FOLDER = Path(__file__).resolve().parents[3] / "build" / "bench-accuracy"


def place(table: PatientTable, seed: int, model: Model) -> Path:
    """Return where a result is kept: it depends on the rows, how they are split and judged, on the
    model's code and its library."""
    code = inspect.getsource(divide) + inspect.getsource(judge)
    key = f"{table.sha256} {seed} {code} {model.settings}"
    found = hashlib.sha256(key.encode()).hexdigest()[:12]
    name = "".join(c if c.isalnum() else "-" for c in model.name.lower())
    return FOLDER / f"{table.name}-{seed}-{name}-{found}.json"


def recall(path: Path) -> Result | None:
    """Return what is kept there, None where nothing is."""
    if not path.exists():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Result(kept["table"], kept["seed"], kept["model"], Score(**kept["score"]))


def keep(path: Path, result: Result) -> None:
    """Write the result; it is whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_text(json.dumps(asdict(result), indent=1), encoding="utf-8")
    half.replace(path)
