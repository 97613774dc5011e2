"""Cutting one line into cells, and gathering the lines of one record."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BLANKS = " "
LONGEST_RECORD = 1_000
"""Lines one quoted cell may span before its quote counts as never closed."""

_BLANK_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\s|$)|(\S+)')


@dataclass(frozen=True, slots=True)
class Dialect:
    """One character that separates (BLANKS: runs of them) and one that quotes.

    ``spaced`` files have blanks after each separator, in front of the quotes. In ``literal``
    files a quote inside a cell that is not quoted is text (inches); elsewhere it is damage. In
    ``wrapped`` files quoted cells with line breaks are common, so that a cell over several lines is
    believed even where those look like rows.
    """

    delimiter: str
    quote: str = '"'
    spaced: bool = False
    literal: bool = False
    wrapped: bool = False


def cut(line: str, dialect: Dialect) -> list[str]:
    """Return the cells of one line; where its quotes are damaged, cut at every separator.

    >>> cut('1,"a, b",2', Dialect(","))
    ['1', 'a, b', '2']
    """
    if dialect.quote not in line:
        return plain_cut(line, dialect)
    fields, _, whole = gather([line], 0, dialect)
    return fields if whole else plain_cut(line, dialect)


def plain_cut(line: str, dialect: Dialect) -> list[str]:
    """Return the cells of a line without quotes."""
    line = line.rstrip("\r\n")
    if dialect.delimiter == BLANKS:
        return line.split()
    cells = line.split(dialect.delimiter)
    return [cell.lstrip(" ") for cell in cells] if dialect.spaced else cells


def is_blank(line: str) -> bool:
    """Whether a line holds nothing, not even separators (an old end-of-file sign is nothing)."""
    return not line.strip(" \r\n\x1a")


def gather(lines: Sequence[str], start: int, dialect: Dialect) -> tuple[list[str], int, bool]:
    """Read one record that holds quotes, beginning at ``lines[start]``.

    Returns its cells, how many lines it took, and whether it is well formed. One that is not
    took at least one line; it took all there are where its quote never closed.
    """
    if dialect.delimiter == BLANKS:
        return _blank_cells(lines[start])
    supply = _Supply(lines, start)
    reader = csv.reader(
        supply,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        skipinitialspace=dialect.spaced,
        strict=True,
    )
    try:
        return next(reader), supply.taken, True
    except csv.Error:
        return [], supply.taken, False


def has_stray(fields: Sequence[str], spelled: str, quote: str) -> bool:
    """Whether a cell holds a quote that the file does not spell as a quoted cell's.

    >>> has_stray(["a|", "1"], "a|;1", "|"), has_stray(["a|b"], "|a||b|", "|")
    (True, False)
    """
    doubtful = [field for field in fields if quote in field]
    return any(quote + field.replace(quote, 2 * quote) + quote not in spelled for field in doubtful)


def _blank_cells(line: str) -> tuple[list[str], int, bool]:
    """Cells between blanks: a quoted one may hold blanks, but no line break."""
    cells = [
        match.group(2) or (match.group(1) or "").replace('""', '"') for match in _BLANK_CELL.finditer(line)
    ]
    bare = [match.group(2) for match in _BLANK_CELL.finditer(line) if match.group(2)]
    return cells, 1, not any('"' in cell for cell in bare)


class _Supply(Iterator[str]):
    """Hands out lines one by one and counts them."""

    def __init__(self, lines: Sequence[str], start: int) -> None:
        self._lines, self._start, self.taken = lines, start, 0

    def __next__(self) -> str:
        at = self._start + self.taken
        if at >= len(self._lines) or self.taken == LONGEST_RECORD:
            raise StopIteration
        self.taken += 1
        return self._lines[at]
