"""The examples are what their README says."""

import csv
from collections import Counter
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


def _rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_cohort_has_the_traits_it_is_meant_to_show() -> None:
    rows = _rows("readmission_synthetic.csv")
    patients = Counter(row["patient_id"] for row in rows)
    assert len(patients) == 6_000
    assert 300 < sum(stays > 1 for stays in patients.values()) < 1_200
    assert abs(sum(row["readmitted_30d"] == "yes" for row in rows) / len(rows) - 0.18) < 0.001
    assert min(Counter(row["department"] for row in rows).values()) < 40


def test_absence_of_a_laboratory_value_says_something() -> None:
    rows = _rows("readmission_synthetic.csv")
    share = {
        known: sum(r["readmitted_30d"] == "yes" for r in group) / len(group)
        for known in (True, False)
        if (group := [r for r in rows if bool(r["lactate_mmol_l"]) is known])
    }
    assert share[True] > share[False] + 0.05


def test_the_breast_cancer_table_is_whole() -> None:
    rows = _rows("breast_cancer.csv")
    assert len(rows) == 569
    assert len(rows[0]) == 31
    assert Counter(row["diagnosis"] for row in rows) == {"benign": 357, "malignant": 212}
