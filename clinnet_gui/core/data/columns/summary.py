"""What is said once for the whole file: decimal comma, texts for missing, nothing to learn from."""

from collections.abc import Sequence

import numpy as np

from clinnet_gui.core.data.columns.shape import Shape
from clinnet_gui.core.data.columns.survey import Survey
from clinnet_gui.core.data.doubts.names import identifies
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.limits import HOPELESS_ROWS
from clinnet_gui.core.data.questions import many
from clinnet_gui.core.data.table import Column, Kind, RawTable
from clinnet_gui.core.errors import DataRefused

_NAMED = 5


def file_findings(raw: RawTable, columns: Sequence[Column], surveys: Sequence[Survey]) -> list[Finding]:
    """Return the findings on the file as a whole."""
    found = [_comma(columns, surveys), _missing(columns, surveys), _wide(raw, _usable(columns))]
    return [finding for finding in found if finding is not None]


def expect_varied(raw: RawTable, columns: Sequence[Column]) -> None:
    """Raise DataRefused where fewer than two columns tell patients apart: there is nothing to learn."""
    if len(_usable(columns)) < 2 and raw.rows.size >= HOPELESS_ROWS:
        raise DataRefused(
            "No column varies: all patients are alike in every column but one.",
            "Export more columns, or check that the values were not overwritten.",
            "NO_INFORMATIVE_FEATURE",
        )


def _usable(columns: Sequence[Column]) -> list[Column]:
    """The columns that vary, but for those that only name the patient."""
    varying = [column for column in columns if column.kind is not Kind.EMPTY and _varies(column)]
    return [column for column in varying if not identifies(column.name)]


def _varies(column: Column) -> bool:
    """Whether two rows of the column differ; missing beside present is a difference."""
    present = column.present
    if present.any() and not present.all():
        return True
    shown = column.values if column.kind in (Kind.NUMBER, Kind.DATE) else column.codes
    return bool(shown.size) and bool((shown != shown[0]).any()) and bool(present.any())


def _comma(columns: Sequence[Column], surveys: Sequence[Survey]) -> Finding | None:
    pairs = zip(columns, surveys, strict=True)
    names = [
        c.name for c, s in pairs if c.rule.decimal == "," and s.has(Shape.COMMA) and not s.has(Shape.DECIMAL)
    ]
    names = [name for name in names if name]
    if not names:
        return None
    return Finding(
        "DECIMAL_COMMA",
        Level.NOTE,
        f"Numbers are written with a decimal comma in {_listed(names)}.",
        "They were read so.",
        "Compare three rows with the source.",
    )


def _missing(columns: Sequence[Column], surveys: Sequence[Survey]) -> Finding | None:
    names, count = [], 0
    for column, seen in zip(columns, surveys, strict=True):
        rows = _marked(column, seen)
        if rows:
            names.append(column.name)
            count += rows
    if not names:
        return None
    return Finding(
        "MISSING_TOKENS",
        Level.NOTE,
        f"Texts such as “?” or “NA” stand for missing values in {_listed(names)}.",
        f"Counted as not measured: {many(count, 'cell')}.",
        count=count,
    )


def _marked(column: Column, seen: Survey) -> int:
    """Return how many cells hold a text that means "not measured" unasked."""
    if column.kind in (Kind.NUMBER, Kind.DATE):
        return seen.rows(Shape.MARK, Shape.TOKEN)
    marks = np.flatnonzero(seen.shapes == Shape.MARK)
    return sum(int(seen.counts[i]) for i in marks if seen.cells.levels[int(i)].strip() == "?")


def _wide(raw: RawTable, usable: Sequence[Column]) -> Finding | None:
    rows = int(raw.rows.size)
    if len(usable) - 1 <= rows:
        return None
    return Finding(
        "P_GT_N",
        Level.WARN,
        f"{len(usable):,} columns for {rows:,} patients.",
        "All are kept.",
        "With more columns than patients a network learns by heart; choose the columns you can justify.",
        count=len(usable),
    )


def _listed(names: Sequence[str]) -> str:
    """Name a few columns and count the rest."""
    shown = ", ".join(f"“{name[:40]}”" for name in names[:_NAMED])
    rest = len(names) - _NAMED
    return shown if rest <= 0 else f"{shown} and {rest:,} more"
