"""How rows become lines of a CSV file, whatever their texts hold."""

import csv
from collections.abc import Iterable
from typing import Protocol, TextIO

_ENDING = "\r\n"
"""Of a line as the csv module is told: it quotes a carriage return only where lines end in one."""


class Rows(Protocol):
    """Takes rows and writes them as lines."""

    def writerow(self, row: Iterable[object], /) -> object:
        """Write one row."""

    def writerows(self, rows: Iterable[Iterable[object]], /) -> object:
        """Write one row after the other."""


class _Lines:
    """Hands each line on to a file, ended by a line feed alone."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, line: str) -> None:
        """Write one line, as the csv module made it."""
        self._file.write(line.removesuffix(_ENDING) + "\n")


def csv_writer(file: TextIO) -> Rows:
    """Return a writer of commas and line feeds; no break within a cell, of whatever kind, ends a line."""
    return csv.writer(_Lines(file), lineterminator=_ENDING)


def no_formula(text: str) -> str:
    """Put a mark before what a spreadsheet would calculate: a level of a column may begin with =.

    >>> no_formula("=1+1"), no_formula("-0.5"), no_formula("age")
    ("'=1+1", '-0.5', 'age')
    """
    if len(text) < 2 or text[0] not in "=+-@\t\r":
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
