"""The published figures and the tables they were printed for."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats


@dataclass(frozen=True)
class Figure:
    """A printed value and how far a right answer may lie from it."""

    value: float
    tolerance: float

    def met_by(self, found: float) -> bool:
        return bool(abs(found - self.value) <= self.tolerance)


def figures(shared: Path, dataset: str) -> dict[str, Figure]:
    """The printed figures of one dataset by their names."""
    rows = json.loads((shared / "reference" / "numbers.json").read_text())
    return {r["quantity"]: Figure(r["printed"], r["tol"]) for r in rows if r["dataset"] == dataset}


def oracle(shared: Path, dataset: str) -> dict[str, float]:
    """The values that other libraries give for one dataset, by library."""
    found: dict[str, float] = json.loads((shared / "reference" / "oracles.json").read_text())[dataset]
    return found


def columns(path: Path) -> dict[str, list[str]]:
    """A CSV file by columns, as texts."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


def numbers(texts: list[str]) -> Floats:
    return np.array(texts, dtype=np.float64)


def labels(texts: list[str], event: str) -> Bytes:
    return np.array([text == event for text in texts], dtype=np.int8)


def biopsies(shared: Path) -> tuple[Bytes, Floats, Floats]:
    """The 750 men of the decision-curve tutorial: cancer, model's risk, family history."""
    table = columns(shared / "reference" / "dcurves" / "df_binary.csv")
    return (
        labels(table["cancer"], "TRUE"),
        numbers(table["cancerpredmarker"]),
        numbers(table["famhistory"]),
    )


def validation(shared: Path) -> tuple[Bytes, Floats]:
    """The 500 simulated patients of the calibration-curve tutorial: outcome, predictors [500, 5]."""
    table = columns(shared / "reference" / "CalibrationCurves" / "testdata.csv")
    predictors = [numbers(table[f"x{i}"]) for i in range(1, 5)]
    return labels(table["y"], "1"), np.column_stack([np.ones(500), *predictors])
