"""Dates against the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinnet_gui.core.data.columns.date import Parts, order_of, parts_of, read_date

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(DAYS)
def test_every_day_comes_back_in_every_spelling(day: date) -> None:
    number = (day - date(1970, 1, 1)).days
    for form, order in (
        ("%Y-%m-%d", "ymd"),
        ("%d/%m/%Y", "dmy"),
        ("%m/%d/%Y", "mdy"),
        ("%d.%m.%Y", "dmy"),
        ("%Y-%m-%dT10:15:00Z", "ymd"),
        ("%d-%b-%Y", "ymd"),
        ("%Y%m%d", "ymd"),
    ):
        assert read_date(day.strftime(form), order) == number


@pytest.mark.parametrize(
    "text", ["2021-02-30", "31/04/2021", "32/01/2021", "yesterday", "555-010-0000", "1.5"]
)
def test_what_is_no_day_is_not_read(text: str) -> None:
    assert read_date(text, "dmy") is None


def test_the_order_is_proven_only_by_parts_above_twelve() -> None:
    assert order_of([Parts(13, 1, 2021, True)]) == ("dmy", True)
    assert order_of([Parts(1, 13, 2021, True), Parts(2, 2, 2021, True)]) == ("mdy", True)
    assert order_of([Parts(1, 2, 2021, True)]) == ("dmy", False)
    assert order_of([Parts(13, 1, 2021, True), Parts(1, 13, 2021, True)]) == ("dmy", False)


def test_two_digit_years_turn_at_thirty() -> None:
    assert parts_of("01/02/29") == Parts(1, 2, 2029, True)
    assert parts_of("01/02/41") == Parts(1, 2, 1941, True)


def test_a_rule_for_years_first_does_not_guess_which_is_the_month() -> None:
    assert read_date("01/02/2021", "ymd") is None
    assert read_date("01.02.2021", "ymd") == read_date("2021-02-01", "ymd"), "points mean dmy everywhere"
