"""The published tables: cells as they are spelled, and as numbers and categories for the peers."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from clinnet_gui.core.arrays import Bytes, Ints

PREPARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "prepared"
OUTCOME, PATIENT = "outcome", "patient_id"

NAMES = (  # the small ones first, so that figures come early
    "heart_failure",
    "heart_cleveland",
    "pima",
    "ilpd",
    "wdbc",
    "arrhythmia",
    "support2",
    "gusto",
    "diabetic130",
)
FEW_ROWS = 10_000
"""Below it a table is split with three seeds, and RealMLP is run."""


@dataclass(frozen=True, slots=True, eq=False)
class PatientTable:
    """``cells`` [n] as spelled in the file; ``predictors`` [n] as numbers (NaN: missing) and text;
    ``y`` [n] 1 for the event; ``patients`` [n] whose row it is; ``sha256`` of the file."""

    name: str
    cells: pd.DataFrame
    predictors: pd.DataFrame
    y: Bytes
    patients: Ints
    sha256: str

    @property
    def n(self) -> int:
        """How many rows."""
        return self.y.size

    @property
    def is_small(self) -> bool:
        """Whether one split would say little."""
        return self.n < FEW_ROWS

    @property
    def repeats(self) -> bool:
        """Whether a patient may have several rows."""
        return PATIENT in self.cells


@lru_cache(maxsize=1)
def read(name: str) -> PatientTable:
    """Return a table; a column is a number where each of its filled cells is one."""
    path = PREPARED / f"{name}.csv"
    cells = pd.read_csv(path, dtype=str, keep_default_na=False)
    predictors = cells.drop(columns=[OUTCOME, PATIENT], errors="ignore")
    patients = pd.factorize(cells[PATIENT])[0] if PATIENT in cells else np.arange(len(cells))
    return PatientTable(
        name=name,
        cells=cells,
        predictors=predictors.apply(_typed),
        y=(cells[OUTCOME] == "1").to_numpy(np.int8),
        patients=patients.astype(np.int64),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _typed(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce")
    return column if (numbers.isna() & (column != "")).any() else numbers.astype(np.float64)
