"""The shape of a cell's text, seen before any rule is chosen."""

import math
import re
from enum import IntEnum

from clinnet_gui.core.data.columns import number
from clinnet_gui.core.data.columns.date import parts_of
from clinnet_gui.core.data.columns.units import scale_of
from clinnet_gui.core.data.columns.vocabulary import MARKS, TOKENS


class Shape(IntEnum):
    """What a text looks like."""

    BLANK = 0
    MARK = 1  # ? or .
    TOKEN = 2  # NA, None, ...
    INTEGER = 3
    DECIMAL = 4  # 1.5
    LONG = 5  # an integer beyond 2^53
    ZERO_LED = 6  # 007
    MANGLED = 7  # 1.23457E+11, as a spreadsheet shortens a long number
    COMMA = 8  # 1,5: only a decimal comma can be meant
    EITHER = 9  # 1,234: decimal comma or thousands
    GROUPED_COMMA = 10  # 1,234.5
    GROUPED_DOT = 11  # 1.234,5
    GROUPED_BLANK = 12  # 1 234
    GROUPED_TICK = 13  # 1'234
    CENSORED = 14  # <0.5
    PERCENT = 15
    UNIT = 16
    INFINITE = 17
    WIDE = 18  # digits of another script
    DATE = 19
    OTHER = 20


ABSENT = (Shape.BLANK, Shape.MARK, Shape.TOKEN)
GROUPED = (Shape.GROUPED_COMMA, Shape.GROUPED_DOT, Shape.GROUPED_BLANK, Shape.GROUPED_TICK)
NUMERIC = (
    Shape.INTEGER,
    Shape.DECIMAL,
    Shape.COMMA,
    Shape.EITHER,
    *GROUPED,
    Shape.CENSORED,
    Shape.PERCENT,
    Shape.UNIT,
    Shape.INFINITE,
    Shape.WIDE,
)
_MANGLED = re.compile(r"\d(?:[.,]\d+)?[eE]\+(\d{2})")
_GROUPS = {
    ",": Shape.GROUPED_COMMA,
    ".": Shape.GROUPED_DOT,
    " ": Shape.GROUPED_BLANK,
    "'": Shape.GROUPED_TICK,
}


def shape_of(text: str) -> Shape:
    """Return the shape of a cell's text (blanks at its ends do not count).

    >>> shape_of("1,5").name, shape_of("1,234").name, shape_of("<0.5").name, shape_of("V57").name
    ('COMMA', 'EITHER', 'CENSORED', 'OTHER')
    """
    text = number.trimmed(text)
    if number.PLAIN.fullmatch(text):
        return _plain(text)
    if text in MARKS:
        return Shape.MARK if text else Shape.BLANK
    if text.lower() in TOKENS:
        return Shape.TOKEN
    return _decorated(text)


def _plain(text: str) -> Shape:
    digits = text.lstrip("+-")
    if digits.isdigit():
        if len(digits) > 1 and digits[0] == "0":
            return Shape.ZERO_LED
        return Shape.LONG if len(digits) > 15 and int(digits) > 2**53 else Shape.INTEGER
    if (match := _MANGLED.fullmatch(text)) and int(match[1]) >= 10:
        return Shape.MANGLED
    return Shape.INFINITE if math.isinf(float(text)) else Shape.DECIMAL


def _decorated(text: str) -> Shape:
    if not any(sign.isdigit() for sign in text):
        return Shape.INFINITE if number.INFINITE.fullmatch(text) else Shape.OTHER
    if number.COMMA.fullmatch(text):
        return Shape.EITHER if number.AMBIGUOUS.fullmatch(text) else Shape.COMMA
    for sign, shape in _GROUPS.items():
        if number.GROUPS[sign].fullmatch(text):
            return shape
    if (match := number.CENSORED.fullmatch(text)) and is_number(match[2]):
        return Shape.CENSORED
    if (match := number.PERCENT.fullmatch(text)) and is_number(match[1]):
        return Shape.PERCENT
    return _written(text)


def _written(text: str) -> Shape:
    """Shapes with letters or foreign digits."""
    if parts_of(text) is not None:
        return Shape.DATE
    if (match := number.UNIT.fullmatch(text)) and is_number(match[1]) and scale_of(match[2]) is not None:
        return Shape.UNIT
    foreign = not text.isascii() and is_number("".join(_ascii_digit(sign) for sign in text))
    return Shape.WIDE if foreign else Shape.OTHER


def is_number(text: str) -> bool:
    """Return whether a text spells a number with point or comma."""
    return bool(number.PLAIN.fullmatch(text) or number.COMMA.fullmatch(text))


def _ascii_digit(sign: str) -> str:
    if sign.isdecimal():
        return str(int(sign))
    return "." if sign in "．٫" else sign
