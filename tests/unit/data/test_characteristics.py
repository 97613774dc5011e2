"""Characteristics of the patients, held against pandas; the test part stays covered."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.characteristics import By, Characteristics, Counts, Numbers
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.describing import describe_patients
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.data.splitting import cross_fitted, four_parts
from clinnet_gui.core.data.table import Kind
from clinnet_gui.core.work import drain
from tests.builders import Patients, category, dataset, from_columns, number

MANY = Patients(n=900, seed=4, visits=2)


def described(by: By, opened: bool) -> tuple[Dataset, Characteristics]:
    data = dataset(MANY)
    return data, drain(describe_patients(data, four_parts(data, 7), by, opened))


def frame(data: Dataset) -> pd.DataFrame:
    columns = {}
    for column in data.predictors:
        if column.kind is Kind.NUMBER:
            columns[column.name] = column.values
        else:
            columns[column.name] = np.array([*column.levels, None], dtype=object)[column.codes]
    return pd.DataFrame(columns).assign(y=data.y, part=four_parts(data, 7).parts)


def test_by_outcome_as_pandas_has_it() -> None:
    data, found = described(By.OUTCOME, opened=True)
    table = frame(data)
    groups = (table, table[table.y == 0], table[table.y == 1])
    assert [g.name for g in found.groups] == ["all", "no event", "event"]
    assert [g.rows for g in found.groups] == [len(g) for g in groups]
    assert [g.events for g in found.groups] == [int(g.y.sum()) for g in groups]
    assert found.groups[0].patients == 450
    for line in found.of:
        for summary, group in zip(line.groups, groups, strict=True):
            values = group[line.name]
            assert summary is not None and summary.missing == int(values.isna().sum())
            if isinstance(summary, Numbers):
                told = (summary.mean, summary.deviation, summary.lower, summary.median, summary.upper)
                expected = (values.mean(), values.std(), *values.quantile([0.25, 0.5, 0.75]))
                assert told == pytest.approx(expected, rel=1e-12)
            else:
                counted = values.value_counts()
                assert summary.of == tuple(int(counted.get(level, 0)) for level in line.levels)


def test_the_difference_is_austins() -> None:
    data, found = described(By.OUTCOME, opened=True)
    table = frame(data)
    no, yes = table[table.y == 0], table[table.y == 1]
    of = {line.name: line for line in found.of}
    age = (yes.age.mean() - no.age.mean()) / np.sqrt((yes.age.var() + no.age.var()) / 2)
    assert of["age"].difference.value == pytest.approx(age)
    p, q = (yes.sex == "m").mean(), (no.sex == "m").mean()
    assert of["sex"].difference.value == pytest.approx((p - q) / np.sqrt((p * (1 - p) + q * (1 - q)) / 2))
    gone, kept = yes.creatinine.isna().mean(), no.creatinine.isna().mean()
    missing = (gone - kept) / np.sqrt((gone * (1 - gone) + kept * (1 - kept)) / 2)
    assert of["creatinine"].missing_difference.value == pytest.approx(missing)


def test_by_part_the_largest_difference_of_two_is_told() -> None:
    data, found = described(By.PART, opened=True)
    assert [g.name for g in found.groups] == ["training", "early-stop", "calibration", "test"]
    table = frame(data)
    ages = [group.age for _, group in table.groupby("part")]
    pairs = [
        (b.mean() - a.mean()) / np.sqrt((a.var() + b.var()) / 2)
        for i, a in enumerate(ages)
        for b in ages[i + 1 :]
    ]
    assert found.of[0].difference.value == pytest.approx(max(pairs, key=abs))


@pytest.mark.parametrize("by", By)
def test_covered_test_rows_are_in_no_number_but_their_count(by: By) -> None:
    data = dataset(MANY)
    split = four_parts(data, 7)
    found = drain(describe_patients(data, split, by, opened=False))
    test = split.parts == Part.TEST
    y = data.y.copy()
    y[test] = 1 - y[test]
    columns = []
    for column in data.table.columns:
        values = column.values.copy()
        if column.kind is Kind.NUMBER:
            values[data.rows[test]] = 999.0
        columns.append(replace(column, values=read_only(values)))
    other = replace(data, y=read_only(y), table=replace(data.table, columns=tuple(columns)))
    assert drain(describe_patients(other, split, by, opened=False)) == found
    if by is By.PART:
        assert found.groups[-1].covered and found.groups[-1].events is None
        assert found.groups[-1].rows == test.sum()
        assert all(line.groups[-1] is None for line in found.of)
    else:
        assert found.groups[0].rows == (~test).sum()


def test_numbers_that_are_two_at_most_are_counted() -> None:
    rng = np.random.default_rng(0)
    y = np.arange(60) % 2
    yes = np.where(rng.random(60) < 0.2, np.nan, rng.integers(0, 2, 60))
    data = from_columns([number("diabetes", yes), number("few", np.arange(60) % 3)], y)
    found = drain(describe_patients(data, cross_fitted(data, 1), By.OUTCOME, opened=False))
    diabetes, few = found.of
    assert diabetes.levels == ("0", "1") and isinstance(diabetes.groups[0], Counts)
    assert diabetes.groups[0].of == (int((yes == 0).sum()), int((yes == 1).sum()))
    assert diabetes.groups[0].missing == int(np.isnan(yes).sum())
    assert isinstance(few.groups[0], Numbers)


def test_levels_that_no_open_row_has_are_left_out_and_empty_columns_are_told() -> None:
    y = np.arange(40) % 2
    texts = ["a", "b"] * 19 + ["only", ""]
    data = from_columns([category("site", texts), number("gone", np.full(40, np.nan))], y)
    data = replace(data, rows=data.rows[:38], y=data.y[:38], patients=data.patients[:38])
    found = drain(describe_patients(data, cross_fitted(data, 1), By.OUTCOME, opened=False))
    assert found.of[0].levels == ("a", "b")
    gone = found.of[1].groups[0]
    assert isinstance(gone, Numbers) and gone.n == 0 and gone.missing == 38 and np.isnan(gone.mean)
    assert np.isnan(found.of[1].difference.value)


def test_a_long_table_yields_after_each_group_of_each_column() -> None:
    rng, n = np.random.default_rng(1), 600
    columns = [number("x", rng.normal(size=n)), category("c", ["a", "b", "c"] * (n // 3))]
    data = from_columns(columns, rng.integers(0, 2, n))
    split = four_parts(data, 1)
    told = list(describe_patients(data, split, By.PART, opened=True))
    assert len(told) >= len(columns) * sum(count > 0 for count in split.counts)
