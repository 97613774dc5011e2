"""Cutting one line into cells, and gathering the lines of one record."""

import csv
import re
from collections.abc import Iterator, Sequence

_BLANK_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\s|$)|(\S+)')
LONGEST_RECORD = 1_000
"""Lines one quoted cell may span before its quote counts as never closed."""


def cut(line: str, delimiter: str, quote: str) -> list[str]:
    """Return the cells of one line; where its quotes are damaged, cut at every delimiter.

    >>> cut('1,"a, b",2', ",", '"')
    ['1', 'a, b', '2']
    """
    if quote not in line:
        return plain_cut(line, delimiter)
    fields, _, whole = gather([line], 0, delimiter, quote)
    return fields if whole else plain_cut(line, delimiter)


def plain_cut(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line without quotes; runs of blanks separate where blanks do."""
    line = line.rstrip("\r\n")
    return line.split() if delimiter == " " else line.split(delimiter)


def is_blank(line: str) -> bool:
    """Whether a line holds nothing, not even separators (an old end-of-file sign is nothing)."""
    return not line.strip(" \r\n\x1a")


def gather(lines: Sequence[str], start: int, delimiter: str, quote: str) -> tuple[list[str], int, bool]:
    """Read one record that holds quotes, beginning at ``lines[start]``.

    Returns its cells, how many lines it took, and whether it is well formed. One that is not
    took at least one line; it took all there are where its quote never closed.
    """
    if delimiter == " ":
        return _blank_cells(lines[start])
    supply = _Supply(lines, start)
    reader = csv.reader(supply, delimiter=delimiter, quotechar=quote, strict=True)
    try:
        return next(reader), supply.taken, True
    except csv.Error:
        return [], supply.taken, False


def _blank_cells(line: str) -> tuple[list[str], int, bool]:
    """Cells between blanks: a quoted one may hold blanks, but no line break."""
    matches = list(_BLANK_CELL.finditer(line))
    whole = line.count('"') == 2 * sum(1 for m in matches if m.group(1) is not None)
    return [m.group(2) if m.group(1) is None else m.group(1) for m in matches], 1, whole


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
