"""Spellings of numbers and their one reading under a rule."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinnet_gui.core.data.columns.number import read_number, text_of
from clinnet_gui.core.data.table import Kind, Rule

PLAIN = Rule(Kind.NUMBER)
COMMA = Rule(Kind.NUMBER, decimal=",")
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(finite)
def test_a_number_comes_back_from_its_text(value: float) -> None:
    assert read_number(text_of(value), PLAIN) == value
    assert read_number(repr(value), PLAIN) == value
    assert read_number(repr(value).replace(".", ","), COMMA) == value


@given(st.integers(1000, 10**12), st.sampled_from([",", ".", " ", "'"]))
def test_thousands_come_back_whatever_sets_them_apart(value: int, sign: str) -> None:
    decimal = "," if sign == "." else "."
    rule = Rule(Kind.NUMBER, decimal, sign)
    assert read_number(f"{value:,}".replace(",", sign), rule) == value
    assert read_number(f"{value:,}".replace(",", sign) + decimal + "5", rule) == value + 0.5


@pytest.mark.parametrize("text", ["1_000", "0x10", "1,5", "１２", "1 2", "1.2.3", "12a", "--1", "1e", "true"])
def test_what_spells_no_number_is_not_read(text: str) -> None:
    assert read_number(text, PLAIN) is None


@pytest.mark.parametrize("text", ["", " ", "NA", "n/a", "NaN", "?", ".", "None", "null"])
def test_words_for_not_measured_are_missing(text: str) -> None:
    assert math.isnan(read_number(text, PLAIN) or 0.0)


def test_a_limit_is_read_as_it_was_answered() -> None:
    rules = {below: Rule(Kind.NUMBER, below=below) for below in ("bound", "half", "missing")}
    assert read_number("<0.5", rules["bound"]) == 0.5
    assert read_number("< 0.5", rules["half"]) == 0.25
    assert read_number(">90", rules["half"]) == 90
    assert math.isnan(read_number("≤0.5", rules["missing"]) or 0.0)
    assert read_number("<0.5", PLAIN) is None  # nobody was asked


def test_percent_and_unit_need_a_rule() -> None:
    assert read_number("5 %", Rule(Kind.NUMBER, percent=0.01)) == 0.05
    assert read_number("0.7%", Rule(Kind.NUMBER, percent=0.01)) == 0.007  # not just below
    assert read_number("5%", PLAIN) is None
    assert read_number("2 g", Rule(Kind.NUMBER, factors=(("g", 1000.0),))) == 2000
    assert read_number("2 kg", Rule(Kind.NUMBER, factors=(("g", 1000.0),))) is None


@pytest.mark.parametrize("text", ["inf", "-Infinity", "1e999", "∞"])
def test_infinities_are_missing_or_infinite_by_rule(text: str) -> None:
    assert math.isnan(read_number(text, PLAIN) or 0.0)
    assert math.isinf(read_number(text, Rule(Kind.NUMBER, infinite_is_missing=False)) or 0.0)
