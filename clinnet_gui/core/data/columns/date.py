"""Dates: which texts are dates, in which order day and month stand, and their day number."""

import re
from dataclasses import dataclass
from datetime import date

from clinnet_gui.core.data.columns.vocabulary import MARKS, TOKENS

_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[AaPp][Mm]|[+-]\d{2}:?\d{2})?)?"
_YMD = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_XXY = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_NAMED = re.compile(rf"(\d{{1,2}})[-\s./]+([A-Za-z]{{3,9}})\.?[-\s./,]+(\d{{4}}){_TIME}", re.ASCII)
_PACKED = re.compile(r"(19\d{2}|20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", re.ASCII)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan",
            "feb",
            "mar mär mrz",
            "apr",
            "may mai",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct okt",
            "nov",
            "dec dez",
        ),
        start=1,
    )
    for name in names.split()
}
_EPOCH = date(1970, 1, 1).toordinal()
_PIVOT = 30  # two-digit years up to this one belong to this century


@dataclass(frozen=True, slots=True)
class Parts:
    """A date's numbers as they stand: ``open`` where day and month may change places."""

    first: int
    second: int
    year: int
    open: bool
    dotted: bool = False


def parts_of(text: str, packed: bool = False) -> Parts | None:
    """Return a text's date parts (day, month, year), None where it is no date.

    ``packed`` allows 20210503 as well.
    """
    text = text.strip()
    if match := _YMD.fullmatch(text):
        return Parts(int(match[4]), int(match[3]), int(match[1]), False)
    if match := _XXY.fullmatch(text):
        return Parts(int(match[1]), int(match[3]), _year(match[4]), True, match[2] == ".")
    if match := _NAMED.fullmatch(text):
        month = _MONTHS.get(match[2][:3].lower())
        return None if month is None else Parts(int(match[1]), month, int(match[3]), False)
    if packed and (match := _PACKED.fullmatch(text)):
        return Parts(int(match[3]), int(match[2]), int(match[1]), False)
    return None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year <= _PIVOT else 1900)


def day_number(parts: Parts, order: str) -> float | None:
    """Return days since 1970-01-01, None where there is no such day.

    Order "ymd" says nothing of 2/1/1970, which is then no date; with points it is dmy everywhere.

    >>> day_number(Parts(2, 1, 1970, True), "dmy"), day_number(Parts(2, 1, 1970, True), "mdy")
    (1.0, 31.0)
    """
    if parts.open and not parts.dotted and order == "ymd":
        return None
    swapped = parts.open and order == "mdy"
    day, month = (parts.second, parts.first) if swapped else (parts.first, parts.second)
    try:
        return float(date(parts.year, month, day).toordinal() - _EPOCH)
    except ValueError:
        return None


def read_date(text: str, order: str, missing: tuple[str, ...] = ()) -> float | None:
    """Return a cell's day number; NaN where it says "not measured", None where it is no date."""
    parts = parts_of(text, packed=True)
    if parts is not None:
        return day_number(parts, order)
    text = text.strip()
    absent = text in MARKS or text.lower() in TOKENS or text in missing
    return float("nan") if absent else None


def order_of(dates: list[Parts]) -> tuple[str, bool]:
    """Return the order of day and month, and whether the dates themselves decide it.

    A first part above 12 proves dmy, a second part above 12 proves mdy; points between the
    numbers mean dmy everywhere. Where both or neither are seen dmy is a guess.
    """
    loose = [p for p in dates if p.open]
    if not loose:
        return "ymd", True
    first = any(p.first > 12 for p in loose)
    second = any(p.second > 12 for p in loose)
    if second and not first:
        return "mdy", True
    return "dmy", first and not second
