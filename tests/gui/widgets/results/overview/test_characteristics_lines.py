"""Table 1 in words: decimals, levels, missing values, what is covered."""

import math

from clinnet_gui.core.data.characteristics import By, Characteristic, Characteristics, Counts, Group, Numbers
from clinnet_gui.core.statistics.differences import UNKNOWN, Difference
from clinnet_gui.gui.widgets.results.overview.characteristics_lines import (
    LISTED,
    Line,
    headings,
    lines,
    table,
)

APART = Difference(0.5, 0.31, 0.69)


def numbers(mean: float, deviation: float, quartiles: tuple[float, float, float]) -> Numbers:
    lower, median, upper = map(float, quartiles)
    return Numbers(100, 0, mean, deviation, median, lower, upper)


def found(*of: Characteristic, covered: bool = False) -> Characteristics:
    groups = (Group("training", 100, 100, 30), Group("test", 40, 35, None if covered else 9, covered))
    return Characteristics(By.PART, groups, (0,) if covered else (0, 1), of)


def shown(*of: Characteristic, covered: bool = False) -> list[Line]:
    return list(lines(found(*of, covered=covered)))


def test_decimals_follow_the_spread() -> None:
    age = Characteristic("age", "years", (), (numbers(64.93, 12.04, (51, 65, 74)),) * 2, APART, UNKNOWN)
    platelets = Characteristic(
        "platelets", "", (), (numbers(263_358.4, 97_804.2, (212_500, 262_000, 303_500)),) * 2, APART, UNKNOWN
    )
    ph = Characteristic("pH", "", (), (numbers(7.3912, 0.0712, (7.35, 7.4, 7.444)),) * 2, APART, UNKNOWN)
    told = [(line.name, line.cells[0]) for line in shown(age, platelets, ph)]
    assert told == [
        ("age (years), mean (SD)", "64.9 (12.0)"),
        ("    median (IQR)", "65 (51 to 74)"),
        ("platelets, mean (SD)", "263,358 (97,804)"),
        ("    median (IQR)", "262,000 (212,500 to 303,500)"),
        ("pH, mean (SD)", "7.3912 (0.0712)"),
        ("    median (IQR)", "7.4000 (7.3500 to 7.4440)"),
    ]


def test_two_levels_are_one_line_and_missing_values_have_their_own() -> None:
    sex = Characteristic(
        "sex", "", ("f", "m"), (Counts(90, 10, (50, 40)), Counts(40, 0, (30, 10))), APART, Difference(0.47)
    )
    assert shown(sex) == [
        Line("sex: m, n (%)", ("40 (44.4 %)", "10 (25.0 %)"), "0.50 (0.31 to 0.69)", True),
        Line("    missing, n (%)", ("10 (10.0 %)", "0 (0.0 %)"), "0.47", False),
    ]


def test_rare_levels_share_a_line_and_nobody_is_lost() -> None:
    counts = tuple(range(1, 31))
    codes = Counts(sum(counts), 0, counts)
    diagnosis = Characteristic("icd", "", tuple(f"c{i}" for i in counts), (codes, codes), APART, UNKNOWN)
    told = shown(diagnosis)
    assert len(told) == 1 + LISTED + 1 and told[-1].name.strip() == "18 other levels"
    assert sum(int(line.cells[0].split()[0]) for line in told[1:]) == sum(counts)
    assert [line.name.strip() for line in told[1:-1]] == [f"c{i}" for i in range(19, 31)], "in their order"


def test_what_is_covered_is_said_to_be_and_one_group_alone_differs_from_none() -> None:
    age = Characteristic("age", "", (), (numbers(60.0, 10.0, (50, 60, 70)), None), UNKNOWN, UNKNOWN)
    first, *_ = shown(age, covered=True)
    assert first.cells[1] == "covered" and first.difference == ""
    assert headings(found(age, covered=True))[1:3] == ("training\nn = 100", "test\nn = 40, 35 patients")


def test_nobody_measured_is_a_dash_and_no_number() -> None:
    empty = Numbers(0, 100, *(math.nan,) * 5)
    told = shown(Characteristic("lost", "", (), (empty, empty), UNKNOWN, Difference(0.0, -0.3, 0.3)))
    assert [line.cells[0] for line in told] == ["–", "–", "100 (100.0 %)"]
    assert told[0].difference == "not estimable"


def test_the_saved_table_is_the_one_shown() -> None:
    age = Characteristic("age", "", (), (numbers(60.0, 10.0, (50, 60, 70)),) * 2, APART, UNKNOWN)
    values = table(found(age))
    assert values.headings == (
        "characteristic",
        "training n = 100",
        "test n = 40, 35 patients",
        "largest SMD (95 % CI)",
    )
    assert values.rows()[0] == ["age, mean (SD)", "60.0 (10.0)", "60.0 (10.0)", "0.50 (0.31 to 0.69)"]
    assert table(found()).length == 0
