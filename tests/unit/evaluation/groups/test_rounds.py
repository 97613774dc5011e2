"""Who trains and who is judged: every group once, nobody on both sides, too small ones told."""

from dataclasses import replace

import numpy as np
import pytest

from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.grouping import grouped
from clinnet_gui.core.data.table import Kind, Rule
from clinnet_gui.core.evaluation.groups.rounds import Rounds, leaving_out, over_time
from tests.builders import category, from_columns, number


def patients(n: int = 600) -> Dataset:
    """Four sites, one of them with 8 patients and one without a name, and days of admission."""
    generator = np.random.default_rng(4)
    sites = np.array(["north", "south", "east", ""])[np.repeat([0, 1, 2, 3], [300, 250, 8, n - 558])]
    days = number("admitted", generator.integers(18_000, 19_000, n).astype(float))
    y = (generator.random(n) < 0.3).astype(int)
    return from_columns([number("age", generator.normal(size=n)), category("site", list(sites)), days], y)


def by_site(data: Dataset, rows: np.ndarray) -> Rounds:
    column = data.table.column("site")
    return leaving_out(data, rows, grouped(column, data.rows[rows]))


def test_each_group_is_judged_once_by_all_others() -> None:
    data = patients()
    rows = np.arange(data.n)
    found = by_site(data, rows)
    assert [one.name for one in found.rounds] == ["north", "south"]
    for one in found.rounds:
        assert np.array_equal(np.sort(np.concatenate([one.train, one.judge])), rows)
    reasons = {one.name: one.reason for one in found.skipped}
    assert "too few to judge" in reasons["east"] and "no group of its own" in reasons["not measured"]


def test_rows_that_were_not_given_take_no_part() -> None:
    data = patients()
    covered = np.arange(0, data.n, 5)
    rows = np.setdiff1d(np.arange(data.n), covered)
    for one in by_site(data, rows).rounds:
        assert not np.isin(covered, np.concatenate([one.train, one.judge])).any()


def test_a_patient_of_two_sites_trains_nothing_where_one_of_them_is_judged() -> None:
    data = patients()
    shared = data.patients.copy()
    shared[400] = shared[10]  # a row in the south and one in the north
    both = replace(data, patients=shared)
    north, south = by_site(both, np.arange(data.n)).rounds
    assert 400 not in north.train and 10 in north.judge
    assert 10 not in south.train and 400 in south.judge


def test_too_little_left_to_train_on_is_told() -> None:
    data = patients()
    rows = np.concatenate([np.arange(300), np.arange(300, 340)])
    found = by_site(data, rows)
    assert any("left to train on" in one.reason for one in found.skipped)


def test_each_period_is_judged_by_what_was_earlier() -> None:
    data = patients()
    column = replace(data.table.column("admitted"), rule=Rule(Kind.DATE))
    found = over_time(data, np.arange(data.n), column)
    assert found.by_date and len(found.rounds) == 4
    for one in found.rounds:
        assert column.values[one.train].max() < column.values[one.judge].min()
    latest = found.rounds[-1]
    assert latest.judge.size == pytest.approx(data.n / 5, abs=5)
    assert latest.name.endswith(str(np.datetime64(int(column.values.max()), "D")))
    assert [a.name for a in found.rounds] == sorted(a.name for a in found.rounds)


def test_rows_without_a_date_take_no_part_and_are_counted() -> None:
    data = patients()
    column = data.table.column("admitted")
    values = column.values.copy()
    values[:7] = np.nan
    found = over_time(data, np.arange(data.n), replace(column, values=values))
    used = np.concatenate([np.concatenate([one.train, one.judge]) for one in found.rounds])
    assert not np.isin(np.arange(7), used).any() and found.note.startswith("7 rows")


@pytest.mark.parametrize("value", [5.0, np.nan])
def test_one_date_or_none_leaves_nothing_to_judge(value: float) -> None:
    data = patients()
    column = replace(data.table.column("admitted"), values=np.full(data.n, value))
    assert over_time(data, np.arange(data.n), column).rounds == ()
