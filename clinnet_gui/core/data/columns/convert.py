"""Cells to a column by a rule alone: the same for the first patients and for new ones."""

from dataclasses import replace
from math import isnan

import numpy as np

from clinnet_gui.core.arrays import Codes, Floats, Ints, read_only
from clinnet_gui.core.data.columns.date import read_date
from clinnet_gui.core.data.columns.number import read_number
from clinnet_gui.core.data.columns.survey import mapped
from clinnet_gui.core.data.columns.vocabulary import tidy
from clinnet_gui.core.data.table import Cells, Column, Kind, Rule
from clinnet_gui.core.work import Work, drain

_NO_VALUES: Floats = read_only(np.zeros(0))
_NO_CODES: Codes = read_only(np.zeros(0, dtype=np.int32))


def convert(cells: Cells, rule: Rule, unit: str = "") -> Column:
    """Return the column that ``rule`` makes of these cells.

    A cell that the rule cannot read is missing (NaN, -1): see ``unreadable``. A level that the
    rule has never seen is kept as it is spelled.
    """
    return drain(converting(cells, rule, unit))


def converting(cells: Cells, rule: Rule, unit: str = "") -> Work[Column]:
    """Convert as work, with a yield every few thousand distinct texts."""
    if rule.kind in (Kind.NUMBER, Kind.DATE):
        values, _ = yield from _values(cells, rule)
        return Column(cells, rule, read_only(values[cells.codes]), (), _NO_CODES, unit)
    if rule.kind is Kind.EMPTY:
        return Column(cells, rule, _NO_VALUES, (), read_only(np.full(cells.codes.size, -1, np.int32)), unit)
    texts = yield from mapped(cells.levels, tidy, f"Reading {cells.name}")
    if rule.kind is Kind.TEXT:
        levels, of_level = yield from _texts(texts, rule)
    else:
        levels, of_level = _levels(texts, rule)
    return Column(cells, rule, _NO_VALUES, levels, read_only(of_level[cells.codes]), unit)


def unreadable(cells: Cells, rule: Rule) -> Ints:
    """Return the row positions whose cell holds something that the rule cannot read."""
    return drain(finding_unreadable(cells, rule))


def finding_unreadable(cells: Cells, rule: Rule) -> Work[Ints]:
    """Find unreadable cells as work, with a yield every few thousand distinct texts."""
    if rule.kind not in (Kind.NUMBER, Kind.DATE):
        return np.zeros(0, dtype=np.int64)
    _, strange = yield from _values(cells, rule)
    return np.flatnonzero(strange[cells.codes])


def _values(cells: Cells, rule: Rule) -> Work[tuple[Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]]:
    """Return each distinct text's number, and whether it could not be read."""

    def look(text: str) -> float | None:
        if rule.kind is Kind.DATE:
            return read_date(text, rule.date_order, rule.missing)
        return read_number(text, rule)

    read = yield from mapped(cells.levels, look, f"Reading {cells.name}")
    strange = np.array([value is None for value in read], dtype=bool)
    values = np.array([np.nan if value is None else value for value in read], dtype=np.float64)
    for value in sentinels(rule):
        values[values == value] = np.nan
    return values, strange


def sentinels(rule: Rule) -> tuple[float, ...]:
    """Return the numbers that mean "not measured" under this rule, however they are spelled."""
    if rule.kind is not Kind.NUMBER:
        return ()
    plain = Rule(Kind.NUMBER)
    read = (read_number(text, plain) for text in rule.missing)
    return tuple(value for value in read if value is not None and not isnan(value))


def _texts(texts: list[str], rule: Rule) -> Work[tuple[tuple[str, ...], Codes]]:
    """Return the levels of a text column in the order of first sight, and each text's level."""
    place: dict[str, int] = {}
    absent = {"", "?", *rule.missing}

    def look(text: str) -> int:
        return -1 if text in absent else place.setdefault(text, len(place))

    codes = yield from mapped(texts, look, "Numbering texts")
    return tuple(place), np.array(codes, dtype=np.int32)


def _levels(texts: list[str], rule: Rule) -> tuple[tuple[str, ...], Codes]:
    """Return the levels in order of name (numbers by size) and each distinct text's level."""
    merged = dict(rule.merged)
    absent = {"", "?", *rule.missing}
    names = [None if text in absent else merged.get(text.casefold(), text) for text in texts]
    levels = tuple(sorted({name for name in names if name is not None}, key=_place))
    index = {name: place for place, name in enumerate(levels)}
    codes = [-1 if name is None else index[name] for name in names]
    return levels, np.array(codes, dtype=np.int32)


def _place(level: str) -> tuple[int, float, str]:
    number = read_number(level, Rule(Kind.NUMBER))
    return (1, 0.0, level) if number is None or isnan(number) else (0, number, level)


def respelled(stored: Rule, own: Rule) -> Rule:
    """Return a model's rule with the spelling of another file: its decimal and thousands signs and
    its order of day and month, where that file was understood to hold the same kind.

    What the numbers mean (missing codes, limits, percent, units, levels) stays as stored.
    """
    if stored.kind is not own.kind or stored.kind not in (Kind.NUMBER, Kind.DATE):
        return stored
    return replace(stored, decimal=own.decimal, thousands=own.thousands, date_order=own.date_order)
