"""Reading new cells by the rule the model carries; a file's other spelling is told, not guessed.

The rule says what a cell means: kind, missing texts, units, merged levels. How numbers and dates
are spelled may differ from file to file, so where the rule leaves cells unread another spelling
is tried, and taken only if it reads every cell and no second spelling reads them differently.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.columns.convert import converting, finding_unreadable
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.table import Cells, Column, Kind, RawTable, Rule
from clinnet_gui.core.work import Progress, Work

_NUMBERS = ((".", ""), (",", ""), (".", ","), (",", "."))  # decimal sign, thousands sign
_DATES = ("ymd", "dmy", "mdy")
_SHOWN = 10


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """One column of new patients, the rows whose cell stayed unread, and what to say of it."""

    column: Column
    unread: Ints
    findings: tuple[Finding, ...]


def read_cells(cells: Cells, rule: Rule, unit: str, raw: RawTable) -> Work[Read]:
    """Read one column of new patients by the rule of the training column."""
    unread = yield from finding_unreadable(cells, rule)
    yield Progress(f"Reading {cells.name}")
    if not unread.size:
        return Read((yield from converting(cells, rule, unit)), unread, ())
    other = yield from _other_spelling(cells, rule, unit)
    if other is not None:
        saw = f"“{cells.name}” is spelled otherwise than in training ({_difference(other.rule)})."
        note = Finding("SPELLING", Level.NOTE, saw, "It was read so.", column=cells.name)
        return Read(other, np.zeros(0, np.int64), (note,))
    warning = Finding(
        "UNREADABLE",
        Level.WARN,
        f"“{cells.name}” holds {unread.size} cells that the training rule cannot read.",
        "They count as missing.",
        "Spell them as in the training table.",
        cells.name,
        tuple(int(row) for row in raw.rows[unread[:_SHOWN]]),
        tuple(int(line) for line in raw.lines[unread[:_SHOWN]]),
        int(unread.size),
    )
    return Read((yield from converting(cells, rule, unit)), unread, (warning,))


def _other_spelling(cells: Cells, rule: Rule, unit: str) -> Work[Column | None]:
    """Return the column in the one spelling that reads all of it; None where none or two do."""
    found: list[Column] = []
    for other in _spellings(rule):
        unread = yield from finding_unreadable(cells, other)
        if not unread.size:
            found.append((yield from converting(cells, other, unit)))
    agree = all(np.array_equal(column.values, found[0].values, equal_nan=True) for column in found[1:])
    return found[0] if found and agree else None


def _spellings(rule: Rule) -> Iterator[Rule]:
    if rule.kind is Kind.NUMBER:
        for decimal, thousands in _NUMBERS:
            yield replace(rule, decimal=decimal, thousands=thousands)
    elif rule.kind is Kind.DATE:
        for order in _DATES:
            yield replace(rule, date_order=order)


def _difference(rule: Rule) -> str:
    if rule.kind is Kind.DATE:
        return f"dates as {rule.date_order}"
    sign = "decimal comma" if rule.decimal == "," else "decimal point"
    return f"{sign}, thousands set apart by “{rule.thousands}”" if rule.thousands else sign
