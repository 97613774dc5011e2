"""Files of patients who come after the study's, written from the same invented cohort."""

import csv
from collections.abc import Callable
from pathlib import Path

from tests.builders import Patients, patients

Change = Callable[[dict[str, str]], dict[str, str]]


def rows_of(of: Patients, prefix: str = "N") -> list[dict[str, str]]:
    """The patients as the cells of a file; their ids begin with ``prefix``."""
    columns = patients(of)
    rows = [{column.name: column.cells.text(i) for column in columns} for i in range(of.n)]
    return [{**row, "patient_id": prefix + row["patient_id"][1:]} for row in rows]


def written(folder: Path, rows: list[dict[str, str]], change: Change | None = None) -> Path:
    """Write them, each row changed first."""
    rows = [change(dict(row)) for row in rows] if change is not None else rows
    path = folder / "elsewhere.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
