"""Groups of patients by a column: levels, intervals, missing values, and what is too many."""

from dataclasses import replace

import numpy as np

from clinnet_gui.core.data.dataset import Role
from clinnet_gui.core.data.grouping import NOT_MEASURED, groupable, grouped
from clinnet_gui.core.data.table import Kind, Rule
from tests import builders
from tests.builders import category, number


def rows(column: object) -> np.ndarray:
    return np.arange(column.cells.codes.size)  # type: ignore[attr-defined]


def test_levels_make_groups_and_missing_is_one_of_its_own() -> None:
    column = category("sex", ["m", "f", "", "m"])
    found = grouped(column, rows(column))
    assert found.levels == ("f", "m", NOT_MEASURED)
    assert found.of.tolist() == [1, 0, 2, 1]


def test_whole_numbers_are_spelled_whole() -> None:
    column = number("hospital", [1234561.0, 1234562.0, 1234561.0])
    assert grouped(column, rows(column)).levels == ("1234561", "1234562")


def test_only_the_rows_asked_for_have_a_say() -> None:
    column = category("site", ["a", "b", "c", "a", "b"])
    assert grouped(column, np.array([0, 3])).levels == ("a",)
    assert grouped(column, np.array([0, 3])).of.tolist() == [0, 0]


def test_beyond_twelve_levels_the_rare_ones_are_pooled_and_counted() -> None:
    texts = [f"site {i:02d}" for i in range(40) for _ in range(1 + (i < 15) * (40 - i))]
    column = category("site", [*texts, ""])
    found = grouped(column, rows(column))
    assert len(found.levels) == 14
    assert found.levels[-2:] == ("28 other levels", NOT_MEASURED)
    assert found.levels[:12] == tuple(f"site {i:02d}" for i in range(12))
    assert np.bincount(found.of)[12] == sum(t not in found.levels for t in texts)
    assert "12 most frequent of 40" in found.note


def test_a_number_is_cut_at_its_tertiles_and_each_interval_holds_its_upper_end() -> None:
    values = np.array([*range(1, 91), np.nan], dtype=float)
    column = number("age", values, "years")
    found = grouped(column, rows(column))
    assert found.levels == ("up to 30 years", "over 30 to 60 years", "over 60 years", NOT_MEASURED)
    assert np.bincount(found.of).tolist() == [30, 30, 30, 1]
    assert found.of[29] == 0 and found.of[30] == 1
    assert "tertiles" in found.note


def test_cuts_can_be_given_and_empty_intervals_are_left_out() -> None:
    column = number("age", np.arange(20.0, 80.0))
    found = grouped(column, rows(column), (50.0, 65.0, 120.0))
    assert found.levels == ("up to 50", "over 50 to 65", "over 65 to 120")
    assert np.bincount(found.of).tolist() == [31, 15, 14]


def test_a_number_with_few_values_is_a_category() -> None:
    column = number("diabetes", np.array([0.0, 1.0, 1.0, np.nan]))
    assert grouped(column, rows(column)).levels == ("0", "1", NOT_MEASURED)


def test_a_column_without_any_value_is_one_group() -> None:
    column = number("lab", np.full(5, np.nan))
    assert grouped(column, rows(column)).levels == (NOT_MEASURED,)


def test_half_of_all_values_equal_is_no_obstacle() -> None:
    values = np.concatenate([np.zeros(80), np.arange(1.0, 21.0)])
    column = number("dose", values)
    assert grouped(column, rows(column)).levels == ("up to 0", "over 0")


def test_dates_are_cut_and_spelled_as_dates() -> None:
    days = (np.datetime64("2020-01-01") + np.arange(90)).astype("datetime64[D]").astype(float)
    column = replace(number("admitted", days), rule=Rule(Kind.DATE))
    assert grouped(column, rows(column)).levels[0] == "up to 2020-01-30"


def test_columns_the_network_does_not_use_can_be_chosen_outcome_and_identifier_cannot() -> None:
    data = builders.dataset()
    ignored = replace(data, roles=data.roles.with_role(4, Role.IGNORE))
    assert [column.name for column in groupable(ignored)] == ["age", "creatinine", "lactate", "sex", "ward"]
