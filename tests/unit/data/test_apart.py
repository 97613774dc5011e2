"""A test part of other places or later times: patients whole, the column's values as asked, refusals."""

from dataclasses import replace

import numpy as np
import pytest

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.codec import Blobs, from_json, to_json
from clinnet_gui.core.data.apart import apart_rows, datable, levels, placeable, since
from clinnet_gui.core.data.dataset import Dataset, Role, Roles
from clinnet_gui.core.data.split import Apart, Part, Split
from clinnet_gui.core.data.splitting import make_split
from clinnet_gui.core.data.table import Column, Kind, Rule
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.study_file.sound import check_split
from tests.builders import category, cells, from_columns, number

N = 600
RNG = np.random.default_rng(11)
Y = RNG.integers(0, 2, N)
SITES = np.array(["A", "B", "C", ""])[np.arange(N) % 4]
YEARS = np.repeat([2015.0, 2016.0, 2017.0, 2018.0, 2019.0], N // 5)


def data(patients: np.ndarray | None = None, years: np.ndarray = YEARS) -> Dataset:
    """Rows with a site (a quarter not measured), a year, an age; the site is no predictor."""
    columns = [category("site", SITES.tolist()), number("year", years), number("age", RNG.normal(60, 9, N))]
    made = from_columns(columns, Y)
    made = replace(made, roles=Roles((Role.IGNORE, *made.roles.of[1:]), made.roles.event))
    return made if patients is None else replace(made, patients=read_only(patients))


def test_patients_of_the_chosen_places_are_the_test_part() -> None:
    split = make_split(data(), 1, Apart("site", ("B",)))
    assert np.array_equal(split.parts == Part.TEST, SITES == "B")
    assert split.crossed and split.apart == Apart("site", ("B",)) == split.asked_test
    for turn in split.turns:
        assert not (SITES[turn.train] == "B").any() and not (SITES[turn.held] == "B").any()
    assert [finding.code for finding in split.findings] == ["TEST_COLUMN_MISSING"]
    assert split.findings[0].count == (SITES == "").sum()


def test_several_places_may_be_set_apart() -> None:
    split = make_split(data(), 1, Apart("site", ("C", "A")))
    assert np.array_equal(split.parts == Part.TEST, np.isin(SITES, ["A", "C"]))


def test_a_value_that_the_column_lacks_is_refused_not_told_as_if_it_were_there() -> None:
    for wrong in (("B", "b"), ("Z",)):
        with pytest.raises(SettingsRefused, match="“site” lacks 1 value of those named"):
            make_split(data(), 1, Apart("site", wrong))


def test_codes_of_places_are_told_apart_by_their_last_digit() -> None:
    codes = number("hospital", 1_234_560 + np.arange(N) % 3)
    made = from_columns([codes, number("age", RNG.normal(60, 9, N))], Y)
    assert [name for name, _ in levels(made, codes)] == ["1234560", "1234561", "1234562"]
    split = make_split(made, 1, Apart("hospital", ("1234561",)))
    assert np.array_equal(split.parts == Part.TEST, np.arange(N) % 3 == 1)


def test_whether_is_not_when() -> None:
    """Of 0 and 1 the larger is not the later; of years two are enough, of codes three."""
    columns = [number("diabetes", np.arange(N) % 2), number("year", 2015 + np.arange(N) % 2)]
    made = from_columns([*columns, number("wave", np.arange(N) % 3)], Y)
    assert [column.name for column in datable(made)] == ["year", "wave"]
    with pytest.raises(SettingsRefused, match="does not say when"):
        make_split(made, 1, Apart("diabetes"))


def test_a_value_is_told_on_one_line() -> None:
    assert Apart("site", ("north\nTest: opened", "B")).told == "“site” = north Test: opened, B"


def test_an_empty_column_sets_nobody_apart() -> None:
    void = Column(cells("void", [""] * N), Rule(Kind.EMPTY), np.zeros(0), (), np.zeros(0, np.int32))
    made = from_columns([void, number("age", RNG.normal(60, 9, N))], Y)
    for asked in (Apart("void", ("x",)), Apart("void")):
        with pytest.raises(SettingsRefused):
            make_split(made, 1, asked)


def test_the_latest_are_a_share_as_near_to_a_fifth_as_whole_years_allow() -> None:
    whole = data()
    split = make_split(whole, 1, Apart("year"))
    assert np.array_equal(split.parts == Part.TEST, YEARS == 2019)
    assert since(whole, split.parts == Part.TEST, Apart("year")) == "2019"
    for last, expected in ((40, 2018), (110, 2019), (300, 2019)):
        years = np.full(N, 2017.0)
        years[-last:] = 2019.0
        years[-last - 40 : -last] = 2018.0
        rows = apart_rows(data(years=years), Apart("year"))
        assert years[rows].min() == expected
        shares = [(years >= first).mean() for first in (2018, 2019)]
        assert abs(rows.mean() - 0.2) == min(abs(share - 0.2) for share in shares)


def test_a_patient_goes_by_the_first_of_several_dates() -> None:
    patients = np.arange(N) // 3
    years = RNG.permutation(YEARS)
    first = np.minimum.reduceat(years, np.arange(0, N, 3))
    rows = apart_rows(data(patients, years), Apart("year"))
    assert np.array_equal(rows, np.repeat(rows[::3], 3))
    cut = first[rows[::3]].min()
    assert np.array_equal(rows[::3], first >= cut) and (first[~rows[::3]] < cut).all()


def test_rows_without_a_date_are_never_the_latest() -> None:
    years = YEARS.copy()
    years[::7] = np.nan
    split = make_split(data(years=years), 1, Apart("year"))
    assert not (split.parts[::7] == Part.TEST).any()
    assert {finding.code for finding in split.findings} == {"TEST_COLUMN_MISSING", "TEST_COLUMN_PREDICTOR"}


def test_a_patient_of_two_places_stands_whole_in_the_test_part() -> None:
    patients = np.arange(N) // 2  # rows of sites A and B, or of C and none
    split = make_split(data(patients), 1, Apart("site", ("B",)))
    assert np.array_equal(split.parts == Part.TEST, np.isin(SITES, ["A", "B"]))
    (along,) = (finding for finding in split.findings if finding.code == "TEST_ROWS_ALONG")
    assert along.count == (SITES == "A").sum()


def test_the_others_are_divided_by_the_seed_as_ever() -> None:
    one, other = (make_split(data(), seed, Apart("site", ("B",))) for seed in (1, 2))
    assert np.array_equal(one.parts, other.parts) and not np.array_equal(one.folds, other.folds)


def test_large_tables_keep_four_parts() -> None:
    n = 12_000
    columns = [number("centre", np.arange(n) % 6), number("x", np.arange(n))]
    split = make_split(from_columns(columns, np.arange(n) % 5 == 0), 3, Apart("centre", ("4", "5")))
    assert split.counts == (6_000, 1_000, 1_000, 4_000, 0)


@pytest.mark.parametrize(
    ("apart", "code"),
    [
        (Apart("site", ("D",)), "TEST_COLUMN"),
        (Apart("nowhere", ("A",)), "TEST_COLUMN"),
        (Apart("outcome", ("1",)), "TEST_COLUMN"),
        (Apart("site"), "TEST_COLUMN"),
        (Apart("age"), "TEST_COLUMN"),
        (Apart("year", ("2015", "2016", "2017", "2018", "2019")), "TEST_COLUMN"),
        (Apart("few", ("x",)), "TEST_PART_TOO_SMALL"),
        (Apart("few", ("y",)), "TEST_PART_TOO_LARGE"),
    ],
)
def test_what_cannot_be_set_apart_is_refused(apart: Apart, code: str) -> None:
    whole = data()
    few = category("few", ["x"] * 20 + ["y"] * (N - 20))
    columns = (*whole.table.columns[:-1], few, whole.table.columns[-1])
    roles = Roles((*whole.roles.of[:-1], Role.IGNORE, whole.roles.of[-1]), whole.roles.event)
    wider = replace(whole, table=replace(whole.table, columns=columns), roles=roles)
    with pytest.raises(SettingsRefused) as refused:
        make_split(wider, 1, apart)
    assert refused.value.code == code and refused.value.hint


def test_columns_offer_themselves_by_what_they_hold() -> None:
    whole = data()
    assert [column.name for column in placeable(whole)] == ["site", "year"]
    assert [column.name for column in datable(whole)] == ["year"]
    assert levels(whole, whole.table.columns[0]) == (("A", 150), ("B", 150), ("C", 150))


def test_a_split_saved_before_there_were_such_is_read_as_drawn() -> None:
    split, blobs = make_split(data(), 1), Blobs()
    text = to_json(split, blobs)
    assert '"apart"' in text and from_json(text, Split, blobs).apart is None
    assert from_json(text.replace(',"apart":null', ""), Split, blobs).asked_test is False


def test_it_is_told_in_few_words() -> None:
    assert Apart("year").told == "latest by “year”"
    assert Apart("site", ("B",)).told == "“site” = B"
    assert Apart("site", tuple("ABCDE")).told == "“site” = A, B, C and 2 more"


def test_a_study_whose_test_rows_are_not_those_of_its_column_is_damaged() -> None:
    whole = data()
    split = make_split(whole, 1, Apart("site", ("B",)))
    check_split(split, whole)
    for other in (Apart("site", ("A",)), Apart("nowhere")):
        with pytest.raises(Exception, match="damaged"):
            check_split(replace(split, apart=other), whole)
