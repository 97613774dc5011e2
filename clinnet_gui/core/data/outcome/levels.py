"""The levels of an outcome: one level however it is spelled, and which rows have the event."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Ints
from clinnet_gui.core.data.columns.number import PLAIN, text_of
from clinnet_gui.core.data.columns.vocabulary import TOKENS, tidy
from clinnet_gui.core.data.table import Column, Kind

ABOVE = ">"
"""An event named ">0" is every level above 0."""


@dataclass(frozen=True, slots=True)
class OutcomeLevel:
    """One level of an outcome and the rows that have it."""

    text: str
    count: int


def outcome_levels(column: Column) -> tuple[OutcomeLevel, ...]:
    """Return the levels of an outcome, numbers by size and texts by name.

    Spellings that differ in case or blanks are one level; blank, ``?`` and NA are missing.
    """
    texts = row_texts(column)
    rows = Counter({text: int(n) for text, n in zip(texts.names, texts.counts, strict=True) if n})
    return tuple(OutcomeLevel(text, rows[text]) for text in sorted(rows, key=by_size))


def normalise_events(column: Column, event: tuple[str, ...]) -> Bytes:
    """Return int8 a row: 1 where the level is one of ``event``, else 0, -1 where missing."""
    texts = row_texts(column)
    of_name = np.array([is_event(name, event) for name in texts.names] + [-1], dtype=np.int8)
    return of_name[texts.codes]


def is_event(name: str, event: tuple[str, ...]) -> int:
    """Return 1 where a level is one of ``event``, or above one named ">0", else 0."""
    for text in event:
        if same_level(text, name):
            return 1
        if text.startswith(ABOVE) and number_of(text[1:]) is not None:
            value, limit = number_of(name), number_of(text[1:])
            if value is not None and limit is not None and value > limit:
                return 1
    return 0


@dataclass(frozen=True, slots=True, eq=False)
class _Texts:
    """The levels, each row's place among them (-1 missing), and the rows of each."""

    names: tuple[str, ...]
    codes: Ints
    counts: Ints


def row_texts(column: Column) -> _Texts:
    """Return each row's level, cases and blanks joined under the commonest spelling."""
    texts, codes = _spelled(column)
    rows = np.bincount(codes[codes >= 0], minlength=len(texts))
    names: dict[str, str] = {}
    for place in np.argsort(-rows, kind="stable").tolist():
        names.setdefault(texts[place].casefold(), texts[place])
    order = {low: place for place, low in enumerate(names)}
    of_text = np.array([order[text.casefold()] for text in texts] + [-1], dtype=np.int64)
    joined = of_text[codes]
    counts = np.bincount(joined[joined >= 0], minlength=len(names))
    return _Texts(tuple(names.values()), joined, counts)


def _spelled(column: Column) -> tuple[list[str], Ints]:
    if column.kind in (Kind.NUMBER, Kind.DATE):
        present = np.isfinite(column.values)
        values, places = np.unique(column.values[present], return_inverse=True)
        codes = np.full(present.size, -1, dtype=np.int64)
        codes[present] = places
        return [text_of(value) for value in values], codes
    absent = np.array([is_absent(level) for level in column.levels] + [True])
    codes = column.codes.astype(np.int64) if column.codes.size else np.full(column.cells.codes.size, -1)
    return [tidy(level) for level in column.levels], np.where(absent[codes], -1, codes)


def is_absent(level: str) -> bool:
    """Return whether a level means that the outcome is not known."""
    return level.lower() in TOKENS or level in ("", "?", ".")


def same_level(one: str, other: str) -> bool:
    """Return whether two texts name one level: case and blanks aside, or by the same number."""
    one, other = tidy(one).casefold(), tidy(other).casefold()
    number = number_of(one)
    return one == other or (number is not None and number == number_of(other))


def number_of(text: str) -> float | None:
    """Return the number a level spells, None where it is a word."""
    return float(text) if PLAIN.fullmatch(text.strip()) else None


def by_size(text: str) -> tuple[bool, float, str]:
    """Return the key that sorts numbers by size, words after them by name."""
    number = number_of(text)
    return number is None, number or 0.0, text.casefold()
