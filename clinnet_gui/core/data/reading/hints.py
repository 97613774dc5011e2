"""What a row looks like: names, units, a patient, a total. Each is a judgement on cells alone."""

import re
from collections.abc import Sequence

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", ".", "-", "missing", "unknown"})
_ROWS = 100  # looked at below the one in question
_NUMBER = re.compile(r"[<>]?\s*[+-]?[.,]?\d[\d.,'’ ]*(?:[eE][+-]?\d+)?\s*%?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T][\d:.Z+-]+)?")
_UNIT_WORDS = (
    "y yr yrs year years month months week weeks d day days h hr hour hours min minutes s sec seconds"
    " jahre tage stunden mm cm m in ft kg g mg ug µg μg ng pg lb lbs l dl ml fl mmhg kpa bpm °c c f °f"
    " mmol umol µmol nmol meq u iu miu % percent prozent ratio score index yes/no y/n m/f 0/1 1/0 code"
    " binary boolean count n text string date yyyy-mm-dd dd/mm/yyyy mm/dd/yyyy"
)
_UNITS = frozenset(_UNIT_WORDS.split())
_COMPOUND = re.compile(r"[\[(]?[a-zµμ°%²³0-9.^*·×-]{1,8}(?:/[a-zµμ°%²³0-9.^*·×]{1,8}){1,2}[\])]?")
_SUM_WORDS = (
    "total totals sum mean average median subtotal summe gesamt gesamtsumme mittelwert somme moyenne"
    " totale totaal promedio"
)
_SUMS = frozenset(_SUM_WORDS.split()) | {"grand total"}
_TOTAL = re.compile(
    r"(?:grand |sub-?)?(?:total|totals|sum|mean|average|avg|median|count|std|sd|n|min|max|minimum|maximum"
    r"|summe|gesamt|gesamtsumme|mittelwert|anzahl|somme|moyenne|totale|totaal|promedio|suma|media)\b\s*:?",
    re.IGNORECASE,
)


def is_number(cell: str) -> bool:
    """Whether a cell spells a number or a date.

    >>> [is_number(cell) for cell in ("0.91", "1,5", "2021-03-04", "W3", "")]
    [True, True, True, False, False]
    """
    cell = cell.strip()
    return len(cell) <= 40 and bool(_NUMBER.fullmatch(cell) or _DATE.fullmatch(cell))


def is_missing(cell: str) -> bool:
    """Whether a cell is empty or a usual sign for not measured."""
    return cell.strip().lower() in MISSING


def are_names(row: Sequence[str]) -> bool:
    """Whether all cells are filled, different, and none is a number.

    >>> are_names(["id", "age"]), are_names(["id", "61"]), are_names(["id", ""])
    (True, False, False)
    """
    cells = [cell.strip() for cell in row]
    return all(cells) and len(set(cells)) == len(cells) and not any(map(is_number, cells))


def looks_like_patient(rows: Sequence[Sequence[str]]) -> bool | None:
    """Whether the first of ``rows`` is data like the others: True surely, False likely, else None.

    A name in a column of numbers speaks for names; a number in one speaks for a patient. Where
    no column holds numbers, names are those texts that do not occur below.
    """
    first, body = rows[0], rows[1:]
    numeric = [i for i in range(len(first)) if _is_numeric(body, i)]
    patient = sum(1 for i in numeric if is_number(first[i]))
    names = sum(1 for i in numeric if not is_number(first[i]) and not is_missing(first[i]))
    if not numeric:
        return _repeats_below(first, body)
    if patient > names:
        return names == 0
    return None


def looks_like_units(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of ``rows`` names units where the others hold numbers."""
    if len(rows) < 2:
        return False
    first, body = rows[0], rows[1:]
    filled = [cell for cell in first if cell.strip()]
    numeric = [first[i] for i in range(len(first)) if _is_numeric(body, i)]
    units = sum(1 for cell in numeric if is_unit(cell))
    return units > 0 and 2 * units > len(filled) and not any(_is_plain_number(cell) for cell in numeric)


def is_unit(cell: str) -> bool:
    """Whether a cell is spelled like a unit of measurement.

    >>> [is_unit(cell) for cell in ("mg/dL", "years", "%", "0.91", "ICU")]
    [True, True, True, False, False]
    """
    text = cell.strip().lower()
    bare = text.strip("[]()")
    return bare in _UNITS or (_COMPOUND.fullmatch(text) is not None and not _DATE.fullmatch(text))


def looks_like_total(row: Sequence[str], width: int) -> bool:
    """Whether a row at the end of a file is a total or a remark instead of a patient."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return False
    if row[0].strip().lower().rstrip(" :") in _SUMS:
        return True
    total = _TOTAL.fullmatch(filled[0]) is not None or (_TOTAL.match(filled[0]) and " " in filled[0])
    if filled[0].lower() == "n" and len(filled) == width:
        return False  # no of yes and no, in a narrow table
    if total and 2 * len(filled) <= max(width, 4):
        return True
    return len(row) != width and len(filled) == 1 and _is_remark(filled[0])


def _is_remark(text: str) -> bool:
    """Three words or more, or a colon: more than the rest of a broken cell usually is."""
    return not is_number(text) and (len(text.split()) > 2 or ":" in text)


def _is_plain_number(cell: str) -> bool:
    return is_number(cell) and not is_unit(cell)


def _is_numeric(body: Sequence[Sequence[str]], i: int) -> bool:
    """Whether a column holds numbers: 8 of 10 cells that are not missing."""
    cells = [row[i] for row in body[:_ROWS] if i < len(row) and not is_missing(row[i])]
    return bool(cells) and 10 * sum(map(is_number, cells)) >= 8 * len(cells)


def _repeats_below(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool | None:
    """False (likely a patient) where at least half of the first row's texts occur below it."""
    if len(body) < 10:
        return None
    found = sum(1 for i, cell in enumerate(first) if any(i < len(r) and r[i] == cell for r in body[:_ROWS]))
    return False if 2 * found >= len(first) and found else None
