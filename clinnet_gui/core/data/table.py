"""The table as read: cells as the file spells them, and columns as they were understood.

A column of cells is dictionary-encoded (its distinct texts, and one code a row): a table of a
hundred thousand rows costs little more than its file, and conversion looks at each distinct
text once.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from clinnet_gui.core.arrays import Codes, Floats, Ints
from clinnet_gui.core.data.findings import Answers, Finding


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    CATEGORY = "category"
    DATE = "date"
    TEXT = "text"  # free text, or identifiers: never a predictor as it stands
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One column exactly as the file spells it: ``levels[codes[row]]`` is the cell's text."""

    name: str
    levels: tuple[str, ...]
    codes: Codes

    def text(self, row: int) -> str:
        """Return the cell's text at ``row`` (counted from 0)."""
        return self.levels[int(self.codes[row])]


@dataclass(frozen=True, slots=True)
class Source:
    """The file a table came from, and how its bytes were understood.

    ``name`` is the file's name without its folder; ``delimiter`` is one character.
    """

    name: str
    sha256: str
    size: int
    encoding: str
    delimiter: str
    quote: str = '"'


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row set aside because its cells may be damaged or shifted: counted, listed, not used.

    ``row`` is counted from 1 at the first row below the header, set-aside rows included;
    ``line`` is its first line in the file.
    """

    row: int
    line: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """Rows of equal width, every cell still text. ``rows[i]`` is row i's number in the file
    (from 1 below the header, set-aside rows counted), ``lines[i]`` its first line."""

    source: Source
    cells: tuple[Cells, ...]
    rows: Ints
    lines: Ints
    quarantined: tuple[Quarantined, ...]
    findings: tuple[Finding, ...]
    units: tuple[str, ...] = ()  # one per column where the file has a row of units, else empty


@dataclass(frozen=True, slots=True)
class Rule:
    """How the cells of one column are read; kept with the model and applied to new patients.

    ``decimal`` and ``thousands`` are single characters (``thousands`` empty: none).
    ``missing`` are the texts that mean not measured (the empty text always does).
    ``below`` says how ``<0.5`` and ``>90`` are read: "bound" (0.5), "half" (0.25; ``>`` keeps
    the bound) or "missing"; ``percent`` is what 5 % is multiplied by. Empty and 0 mean that the
    column had no such cells and nobody was asked: one in new patients cannot be read.
    ``factors`` multiply cells that end in a unit; ``merged`` gives caseless spellings the level
    they stand for. ``date_order`` is "ymd", "dmy" or "mdy".
    """

    kind: Kind
    decimal: str = "."
    thousands: str = ""
    missing: tuple[str, ...] = ()
    below: str = ""
    percent: float = 0.0
    factors: tuple[tuple[str, float], ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    date_order: str = ""
    infinite_is_missing: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column as understood.

    ``values`` (float64, one a row, NaN where missing) for NUMBER, and for DATE in days since
    1970-01-01; for CATEGORY and TEXT ``codes`` (int32, -1 where missing) into ``levels``. The
    other of the two is empty.
    """

    cells: Cells
    rule: Rule
    values: Floats
    levels: tuple[str, ...]
    codes: Codes
    unit: str = ""

    @property
    def name(self) -> str:
        """The column's name, as shown everywhere."""
        return self.cells.name

    @property
    def kind(self) -> Kind:
        """What the column holds."""
        return self.rule.kind

    @property
    def present(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """One bool a row: whether the cell holds a value."""
        if self.kind in (Kind.NUMBER, Kind.DATE):
            return ~np.isnan(self.values)
        return self.codes >= 0 if self.codes.size else np.zeros(self.cells.codes.size, bool)

    @property
    def missing(self) -> int:
        """How many rows hold no value."""
        return int(self.cells.codes.size - self.present.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The file as understood: columns of equal length, the answers they rest on, and everything
    found on the way (the raw table's findings first)."""

    raw: RawTable
    answers: Answers
    columns: tuple[Column, ...]
    findings: tuple[Finding, ...]

    @property
    def row_count(self) -> int:
        """How many rows can be used (set-aside rows not counted)."""
        return int(self.raw.rows.size)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in the file's order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def questions(self) -> tuple[Finding, ...]:
        """The findings that still wait for an answer."""
        return tuple(finding for finding in self.findings if finding.is_open)
