"""How a file begins: its dialect and its layout, decided on the first lines."""

import re
from dataclasses import dataclass
from io import FileIO

from clinnet_gui.core.data.findings import Answers, Finding, Level
from clinnet_gui.core.data.reading.dialect import DELIMITERS, Dialect, dialect_finding, recognise
from clinnet_gui.core.data.reading.encoding import Encoding
from clinnet_gui.core.data.reading.layout import Layout, lay_out
from clinnet_gui.core.data.reading.text import Text
from clinnet_gui.core.data.reading.tokens import Tokeniser
from clinnet_gui.core.errors import FileRefused

_HEAD = 1 << 18  # characters
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=([^\"'\r\n])\"?[,;\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Start:
    """What the first lines told: how to cut the others, and what was found."""

    dialect: Dialect
    layout: Layout
    findings: tuple[Finding, ...]


def begin(file: FileIO, encoding: Encoding, answers: Answers) -> Start:
    """Return the start of an open file; FileRefused where it holds no table."""
    lines, complete = Text(file, encoding.codec).head(_HEAD)
    wanted = answers.to("DIALECT", None) or ""
    declared = _SEPARATOR_LINE.fullmatch(lines[0].rstrip("\r\n")) if lines else None
    body = lines[1:] if declared else lines
    if declared and not wanted:
        dialect, notes = Dialect(declared[1]), [_separator_line()]
    else:
        dialect = recognise(body, wanted)
        notes = dialect_finding(dialect, asked=bool(wanted))
    first = 2 if declared else 1
    records = Tokeniser(dialect, 0, first).feed(body, complete)
    if not records.rows:
        raise FileRefused("The file holds no table.", "Export the table again.", "EMPTY_FILE")
    layout = lay_out(records, first + len(body), answers)
    if layout.width < 2:
        raise FileRefused(
            "With this separator there is only one column. Nothing is left to predict from.",
            f"Choose another separator: {', '.join(DELIMITERS)}.",
            "NO_FEATURES",
        )
    return Start(dialect, layout, tuple(notes))


def _separator_line() -> Finding:
    return Finding(
        "EXCEL_SEP_LINE",
        Level.NOTE,
        "The first line names the separator (“sep=”), as Excel writes it.",
        "The separator was taken from it; the line is no patient.",
    )
