"""What a column holds: the one place where kinds are told apart."""

from dataclasses import replace

import numpy as np

from clinnet_gui.core.data.columns.dates import is_dates, read_dates
from clinnet_gui.core.data.columns.number import trimmed
from clinnet_gui.core.data.columns.numeric import is_numeric, read_numbers
from clinnet_gui.core.data.columns.reading import Context, Reading
from clinnet_gui.core.data.columns.shape import Shape
from clinnet_gui.core.data.columns.survey import WORDS, Survey
from clinnet_gui.core.data.columns.textual import is_free, read_category, read_text, spellings
from clinnet_gui.core.data.doubts.identifiers import personal
from clinnet_gui.core.data.doubts.names import identifies, is_code
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.table import Kind, Rule
from clinnet_gui.core.errors import AnswerRefused

_CODES = 200  # a code list has at most so many entries, and each serves 20 rows or more
_ZEROS = 0.01  # share of the numbers with leading zeros that makes a column one of codes


def infer(seen: Survey, context: Context) -> Reading:
    """Return how a column is read; the analyst's TYPE answer goes before everything seen."""
    if named := context.answers.to("TYPE", seen.name):
        return _forced(named, seen, context)
    if not seen.present:
        return _empty(seen)
    if seen.has(Shape.MANGLED) and not seen.has(Shape.DECIMAL):
        return Reading(Rule(Kind.TEXT), findings=(_mangled(seen),))
    if (identifies(seen.name) and not _measured(seen)) or seen.has(Shape.LONG):
        return read_text(seen)
    return _valued(seen, context)


def _valued(seen: Survey, context: Context) -> Reading:
    """A column that is no identifier: dates, numbers, or words."""
    if is_dates(seen):
        return _with_person(read_dates(seen, context), seen)
    if is_numeric(seen) and not _zero_led(seen):
        return _codes(seen, context) or _numbers(seen, context)
    found = spellings(seen)
    return read_text(seen) if is_free(found) else read_category(found, seen, context)


def _numbers(seen: Survey, context: Context) -> Reading:
    reading = read_numbers(seen, context)
    if reading.rule.kind is Kind.CATEGORY:
        more = read_category(spellings(seen), seen, context)
        return replace(more, findings=(*reading.findings, *more.findings))
    if reading.rule.kind is Kind.NUMBER:
        reading = replace(reading, findings=(*reading.findings, *_numbered_rows(seen)))
    return _with_person(reading, seen)


def _empty(seen: Survey) -> Reading:
    note = Finding(
        "EMPTY_COLUMN",
        Level.NOTE,
        f"“{seen.name}” holds no value.",
        "It is not used.",
        column=seen.name,
        count=int(seen.counts.sum()),
    )
    return Reading(Rule(Kind.EMPTY), findings=(note,))


def _measured(seen: Survey) -> bool:
    """Whether an identifier's name stands over decimals, which no identifier has."""
    return seen.rows(Shape.DECIMAL, Shape.COMMA) > 0.5 * seen.present and seen.distinct(*WORDS) > 2


def _zero_led(seen: Survey) -> bool:
    return seen.rows(Shape.ZERO_LED) >= max(2, _ZEROS * seen.present)


def _codes(seen: Survey, context: Context) -> Reading | None:
    """A code list written as whole numbers is a category where its name says so."""
    entries = seen.distinct(*WORDS)
    few = 2 < entries <= min(_CODES, seen.present / 20)
    if not (few and is_code(seen.name) and seen.rows(Shape.INTEGER) == seen.present):
        return None
    note = Finding(
        "CODE_COLUMN",
        Level.NOTE,
        f"“{seen.name}” looks like a code list: {entries} whole numbers.",
        "It is read as a category.",
        "Change its type to number if the numbers measure something.",
        seen.name,
    )
    reading = read_category(spellings(seen), seen, context)
    return replace(reading, findings=(note, *reading.findings))


def _with_person(reading: Reading, seen: Survey) -> Reading:
    person = personal(seen.name, ())
    return reading if person is None else replace(reading, findings=(*reading.findings, person))


def _numbered_rows(seen: Survey) -> tuple[Finding, ...]:
    """A different whole number in each row, running on or of many digits, looks like an identifier."""
    rows = int(seen.counts.sum())
    if rows < 50 or int(seen.counts.max()) > 1 or seen.rows(Shape.INTEGER) < rows:
        return ()
    numbers = np.array([float(trimmed(text)) for text in seen.texts(Shape.INTEGER)])
    dense = numbers.max() - numbers.min() < 2 * rows
    if not dense and numbers.min() < 100_000:
        return ()
    warning = Finding(
        "ID_COLUMN",
        Level.WARN,
        f"“{seen.name}” has a different whole number in each row: it looks like an identifier.",
        "It is not used as a predictor.",
        "Give it the role id if it names the patient, or predictor if it measures something.",
        seen.name,
    )
    return (warning,)


def _mangled(seen: Survey) -> Finding:
    return Finding(
        "EXCEL_MANGLED",
        Level.WARN,
        f"“{seen.name}” holds {seen.rows(Shape.MANGLED):,} numbers shortened to the form 1.2E+11.",
        "The column is kept as text and not used.",
        "Export it again as text: shortened identifiers can no longer tell patients apart.",
        seen.name,
    )


def _forced(named: str, seen: Survey, context: Context) -> Reading:
    if named == Kind.NUMBER:
        return read_numbers(seen, context)
    if named == Kind.CATEGORY:
        return read_category(spellings(seen), seen, context)
    if named == Kind.DATE:
        return read_dates(seen, context)
    if named == Kind.TEXT:
        return Reading(Rule(Kind.TEXT))
    raise AnswerRefused(
        f"“{named}” is no type of a column (“{seen.name}”).",
        "Choose number, category, date or text.",
        "NO_SUCH_CHOICE",
    )
