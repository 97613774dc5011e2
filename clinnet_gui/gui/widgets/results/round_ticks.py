"""Round places on an axis of values: numbers, or days of the calendar."""

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.data.table import Column, Kind

Ticks = list[tuple[float, str]]

_STEPS = (
    ("Y", 50),
    ("Y", 20),
    ("Y", 10),
    ("Y", 5),
    ("Y", 2),
    ("Y", 1),
    ("M", 6),
    ("M", 3),
    ("M", 1),
    ("D", 7),
)
_FEWEST = 3


def day_text(days: float) -> str:
    """Return a day (since 1970-01-01) as it stands in the calendar.

    >>> day_text(19000.0)
    '2022-01-08'
    """
    return str(np.datetime64(int(np.floor(days)), "D"))


def ticks_of(column: Column, first: float, last: float) -> Ticks:
    """Return some four round values of a column of numbers or dates between two, with their words."""
    return round_days(first, last) if column.kind is Kind.DATE else round_numbers(first, last)


def value_of(column: Column, value: float) -> str:
    """Return a number, or a date, as it stands in a table."""
    return day_text(value) if column.kind is Kind.DATE else f"{value:g}"


def round_numbers(first: float, last: float) -> Ticks:
    """Return some four round numbers between two, with their words.

    >>> round_numbers(0.0, 9.3)
    [(0.0, '0'), (2.0, '2'), (4.0, '4'), (6.0, '6'), (8.0, '8')]
    """
    span = (last - first) or 1.0
    unit = 10.0 ** np.floor(np.log10(span / 4))
    step = next(unit * digit for digit in (1, 2, 5, 10) if span / (unit * digit) <= 6)
    numbers = np.arange(np.ceil(first / step), np.floor(last / step) + 1) * step
    decimals = max(0, int(-np.floor(np.log10(step))))
    return [(float(number), f"{number:,.{decimals}f}") for number in numbers]


def round_days(first: float, last: float) -> Ticks:
    """Return three or more beginnings of years, months or weeks between two days; of few days the ends.

    >>> round_days(18000.0, 18900.0)
    [(18078.0, '2019-07'), (18262.0, '2020'), (18444.0, '2020-07'), (18628.0, '2021'), (18809.0, '2021-07')]
    """
    for unit, step in _STEPS:
        found = _beginnings(first, last, unit, step)
        if found.size >= _FEWEST:
            return [(float(day), _short(day_text(day), unit)) for day in found]
    return [(day, day_text(day)) for day in sorted({float(np.floor(first)), float(np.floor(last))})]


def _beginnings(first: float, last: float, unit: str, step: int) -> Floats:
    """The days on which every ``step``-th year, month or day begins."""
    ends = (np.datetime64(int(np.floor(day)), "D") for day in (first, last))
    low, high = (int(end.astype(f"datetime64[{unit}]").astype(np.int64)) for end in ends)
    shift = -30 % step if unit == "Y" else 0  # 1970 is number 0: years are to be round themselves
    numbers = np.arange(low, high + 1)
    numbers = numbers[(numbers - shift) % step == 0]
    days = numbers.astype(f"datetime64[{unit}]").astype("datetime64[D]").astype(np.float64)
    return np.asarray(days[(days >= first) & (days <= last)])


def _short(text: str, unit: str) -> str:
    """The year alone where it begins; otherwise the month, or the day."""
    if unit == "D":
        return text
    return text[:4] if text.endswith("-01-01") else text[:7]
