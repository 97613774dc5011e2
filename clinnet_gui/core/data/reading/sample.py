"""How a file begins: its dialect and its layout, decided on the first lines."""

import re
from dataclasses import dataclass, replace
from io import FileIO

from clinnet_gui.core.data.findings import Answers, Finding, Level
from clinnet_gui.core.data.reading.cutting import Dialect
from clinnet_gui.core.data.reading.dialect import DELIMITERS, dialect_finding, recognise
from clinnet_gui.core.data.reading.layout import Layout, lay_out
from clinnet_gui.core.data.reading.memory import plan
from clinnet_gui.core.data.reading.survey import Survey
from clinnet_gui.core.data.reading.text import Text
from clinnet_gui.core.data.reading.tokens import STRAY, Records, Tokeniser
from clinnet_gui.core.errors import FileRefused
from clinnet_gui.core.work import Progress, Work

_HEAD = 1 << 17  # characters
_LOOKING = Progress("Looking at the first lines", 0.25)
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=([^\"'\r\n])\"?[,;\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Start:
    """What the first lines told: how to cut the others, and what was found."""

    surveyed: Survey
    dialect: Dialect
    layout: Layout
    findings: tuple[Finding, ...]
    share: float = 1.0  # of the rows, where the memory does not hold all


def begin(file: FileIO, surveyed: Survey, answers: Answers) -> Work[Start]:
    """Return the start of an open file; FileRefused where it holds no table."""
    yield _LOOKING
    lines, complete = Text(file, surveyed.encoding.codec).head(_HEAD)
    yield _LOOKING
    dialect, notes, first = _dialect(lines, answers)
    yield _LOOKING
    records = Tokeniser(dialect, 0, first).feed(lines[first - 1 :], complete)
    if not records.rows:
        raise FileRefused("The file holds no table.", "Export the table again.", "EMPTY_FILE")
    yield _LOOKING
    layout = lay_out(records, 1 + len(lines), answers)
    if layout.width < 2:
        raise FileRefused(
            "With this separator there is only one column. Nothing is left to predict from.",
            f"Choose another separator: {', '.join(DELIMITERS)}.",
            "NO_FEATURES",
        )
    dialect, habits = _with_habits(dialect, records, layout.width)
    reading = plan(records.rows, sum(map(len, lines)), surveyed.size, answers)
    return Start(surveyed, dialect, layout, (*notes, *habits, *reading.findings), reading.share)


def _dialect(lines: list[str], answers: Answers) -> tuple[Dialect, list[Finding], int]:
    """The dialect, the notes on it, and the first line that belongs to the table or its preamble."""
    wanted = answers.to("DIALECT", None) or ""
    declared = _SEPARATOR_LINE.fullmatch(lines[0].rstrip("\r\n")) if lines else None
    first = 2 if declared else 1
    if declared and not wanted:
        return Dialect(declared[1]), [_separator_line()], first
    dialect = recognise(lines[first - 1 :], wanted)
    return dialect, dialect_finding(dialect, asked=bool(wanted)), first


def _with_habits(dialect: Dialect, records: Records, width: int) -> tuple[Dialect, list[Finding]]:
    """The dialect with what this file does more often than damage does."""
    common = max(5, 0.05 * len(records.rows))
    literal = sum(1 for _, reason in records.flaws.values() if reason == STRAY) > common
    wrapped = sum(1 for at in records.spanning if len(records.rows[at]) == width) > common
    return replace(dialect, literal=literal, wrapped=wrapped), [_literal_quotes()] if literal else []


def _literal_quotes() -> Finding:
    return Finding(
        "QUOTE_IN_CELL",
        Level.NOTE,
        "Cells hold quotation marks without being quoted themselves.",
        "The marks were kept as part of the text.",
    )


def _separator_line() -> Finding:
    return Finding(
        "EXCEL_SEP_LINE",
        Level.NOTE,
        "The first line names the separator (“sep=”), as Excel writes it.",
        "The separator was taken from it; the line is no patient.",
    )
