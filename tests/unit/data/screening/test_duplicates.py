"""Twins against pandas, and chance."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.data.findings import Finding
from clinnet_gui.core.data.screening.duplicates import Twins, twin_findings, twins
from clinnet_gui.core.data.table import Column
from clinnet_gui.core.work import drain
from tests.unit.data.tables import one, raw

N = 300
RNG = np.random.default_rng(3)
VALUES = [f"{v:.5f}" for v in RNG.normal(0, 1, N)]
Y = (RNG.random(N) < 0.3).astype(np.int8)


def column(texts: list[str], name: str = "x") -> Column:
    return one(texts, name=name)[0]


def judged(
    columns: list[Column], identifier: Column | None, y: np.ndarray
) -> tuple[Twins, dict[str, Finding]]:
    rows = np.arange(y.size)
    found = drain(twins(columns, identifier, rows))
    findings = twin_findings(raw({"x": ["0"] * y.size}), found, rows, y)
    return found, {f.code: f for f in findings}


def test_rows_that_are_all_different_raise_nothing() -> None:
    found, findings = judged([column(VALUES)], None, Y)
    assert not findings and np.unique(found.patients).size == N


@pytest.mark.parametrize("identified", [False, True])
def test_equal_rows_are_told_once_each_and_stay_together(identified: bool) -> None:
    texts, y = VALUES + VALUES[:40], np.append(Y, Y[:40])
    names = [f"P{n}" for n in [*range(N), *range(40)]]
    columns = [column(texts), column([f"{float(t) ** 2:.6f}" for t in texts])]
    found, findings = judged(columns, column(names, "patient_id") if identified else None, y)
    assert set(findings) == {"DUPLICATE_ROWS"}
    assert findings["DUPLICATE_ROWS"].count == 40
    assert findings["DUPLICATE_ROWS"].rows[0] == N + 1
    assert (found.patients[:40] == found.patients[N:]).all()


def test_contradicting_twins_are_told_instead() -> None:
    texts, y = VALUES + VALUES[:40], np.append(Y, 1 - Y[:40])
    names = [f"P{n}" for n in [*range(N), *range(40)]]
    _, findings = judged([column(texts)], column(names, "patient_id"), y)
    assert set(findings) == {"CONFLICTING_DUPLICATES"} and findings["CONFLICTING_DUPLICATES"].count == 80


def test_equal_rows_of_coarse_columns_are_chance_not_twins() -> None:
    coarse = [column([str(v) for v in RNG.integers(0, 2, N)]) for _ in range(3)]
    found, findings = judged(coarse, None, Y)
    assert not findings and np.unique(found.patients).size == N


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=60, max_size=90))
def test_groups_are_those_of_pandas(pairs: list[tuple[int, int]]) -> None:
    first, second = ([str(p[i]) for p in pairs] for i in (0, 1))
    names = column(["P"] * len(pairs), "patient_id")
    found = drain(twins([column(first), column(second)], names, np.arange(len(pairs))))
    expected = pd.DataFrame({"a": first, "b": second}).groupby(["a", "b"], sort=False).ngroup()
    assert found.groups.tolist() == expected.tolist()
    assert set(found.patients.tolist()) == {0}
