"""What leaves the window with a plot: the table of its numbers, and files of pictures and values.

No table of a plot names a patient: a plot states counts, shares and measures.
"""

import codecs
import io
import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.files import atomic_write, csv_writer, no_formula

Cells = Floats | tuple[str, ...]
"""One column of a plot's table: numbers (float64, NaN where there is none) or words."""

READ = 4
"""Columns of a table that are told beside the pointer at most."""

LONGEST_NAME = 80
"""Characters of a proposed file name."""


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """A plot's numbers as a table: columns (perhaps of different lengths) under their names.

    ``units`` stand in brackets behind the names; none at all, or one a column ("" for none).
    """

    names: tuple[str, ...]
    columns: tuple[Cells, ...]
    units: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """Each column's name with its unit.

        >>> Values(("age", "n"), (("60",), ("5",)), ("years", "")).headings
        ('age (years)', 'n')
        """
        units = self.units or ("",) * len(self.names)
        return tuple(f"{n} ({u})" if u else n for n, u in zip(self.names, units, strict=True))

    @property
    def length(self) -> int:
        """How many rows there are: as many as the longest column has."""
        return max(map(len, self.columns), default=0)

    def cell(self, row: int, column: int, digits: int = 10) -> str:
        """Return a cell with so many significant digits; empty where there is no number."""
        cells = self.columns[column]
        if row >= len(cells):
            return ""
        cell = cells[row]
        if isinstance(cell, str):
            return cell
        return "" if math.isnan(cell) else f"{cell:.{digits}g}"

    def rows(self) -> list[list[str]]:
        """Return all cells, row by row."""
        return [[self.cell(row, i) for i in range(len(self.columns))] for row in range(self.length)]

    def text(self, separator: str = "\t") -> str:
        """Return one line a row below a line of headings, decimal point, NaN empty; a spreadsheet that it is
        pasted into calculates no word of it."""
        lines = (separator.join(map(pasted, row)) for row in (list(self.headings), *self.rows()))
        return "\n".join(lines) + "\n"

    def csv(self) -> bytes:
        """Return the table as a CSV file: UTF-8, commas; no word is taken for a formula. Where there is more
        than ASCII it begins with a mark, without which Excel takes it for another encoding."""
        text = io.StringIO()
        writer = csv_writer(text)
        writer.writerow(map(no_formula, self.headings))
        writer.writerows(map(no_formula, row) for row in self.rows())
        written = text.getvalue().encode("utf-8", "replace")
        return written if written.isascii() else codecs.BOM_UTF8 + written


def pasted(text: str) -> str:
    """Return a cell as it is copied: on one line, and no formula.

    >>> pasted("=1+1"), pasted("a\\nb")
    ("'=1+1", 'a b')
    """
    return no_formula(" ".join(text.split()))


def nearest(values: Floats, at: float) -> int | None:
    """Return the index of the value nearest to ``at`` among ascending ones, None where there is none.

    >>> nearest(np.array([0.0, 0.5, 1.0]), 0.6)
    1
    """
    if not values.size or not math.isfinite(at):
        return None
    right = int(np.searchsorted(values, at).clip(0, values.size - 1))
    left = max(right - 1, 0)
    return left if abs(values[left] - at) <= abs(values[right] - at) else right


def reading(values: Values, at: float) -> str:
    """Return what a table says nearest to ``at`` in its first column, where that ascends; else nothing.

    >>> reading(Values(("risk", "n"), (np.array([0.1, 0.2]), np.array([5.0, 7.0]))), 0.18)
    'risk 0.2 · n 7'
    """
    first = values.columns[0] if values.columns else ()
    if isinstance(first, tuple) or not first.size or (np.diff(first) < 0).any():
        return ""
    row = nearest(first, at)
    if row is None or not first[0] <= at <= first[-1]:
        return ""
    told = zip(values.headings, range(READ), strict=False)
    said = ((name, values.cell(row, column, 3)) for name, column in told)
    return " · ".join(f"{name} {cell}" for name, cell in said if cell)


def proposed_name(title: str, suffix: str) -> str:
    """Return a file name made of a title; what a file system refuses is left out.

    >>> proposed_name("Dependence on eGFR <60/min", ".png")
    'Dependence on eGFR 60 min.png'
    """
    kept = " ".join(re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", title).split()).strip(" .")
    return (kept[:LONGEST_NAME].rstrip(" .") or "plot") + suffix


def write(path: Path, data: bytes) -> None:
    """Write a picture or a table; SavingFailed where it cannot be, and what stood there stays."""
    atomic_write(path, data)
