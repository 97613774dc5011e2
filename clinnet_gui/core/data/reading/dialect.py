"""The separator and the quote, decided once for a file: by equal widths and sensible cells.

The score is that of a consistent table: the share of lines with the same number of cells,
times the share of cells that look like one value (a number, a date, a word, nothing). The
second factor keeps a decimal comma from passing for a separator. After van den Burg, Nazabal,
Sutton (2019), Wrangling messy CSV files by detecting row and type patterns.
"""

import re
from collections import Counter

from clinnet_gui.core.data.findings import Finding, Level, Option
from clinnet_gui.core.data.reading.cutting import BLANKS, Dialect, cut
from clinnet_gui.core.errors import AnswerRefused, FileRefused

DELIMITERS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "bar": "|",
    "blanks": BLANKS,
}
_TEXTS = {
    "comma": "comma ,",
    "semicolon": "semicolon ;",
    "tab": "tab",
    "bar": "vertical bar |",
    "blanks": "blanks",
}
_SAMPLE = 300  # lines
_SAMPLE_TEXT = 1 << 16  # characters
_ONE_VALUE = re.compile(
    r"\s*(?:[<>≤≥=~]{0,2}\s*[+-]?[.,]?\d[\d.,'’ ]*(?:[eE][+-]?\d+)?\s?[%\w/²³µ°^*]{0,10}"  # numbers
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T][\d:.Z+-]+)?"  # dates
    r"|[^,;|\t\"]*)\s*"  # words
)


def recognise(lines: list[str], wanted: str = "") -> Dialect:
    """Return the dialect of a file from its first lines (with their line ends).

    ``wanted`` is a key of DELIMITERS the analyst chose. FileRefused (NO_FEATURES) where no
    separator gives two columns, (NOT_CSV) where none gives lines of equal width.
    """
    if wanted and wanted not in DELIMITERS:
        raise AnswerRefused(
            f"“{wanted}” is no separator known here.",
            f"Choose one of: {', '.join(DELIMITERS)}.",
            "UNKNOWN_ANSWER",
        )
    sample = _sample(lines)
    signs = [DELIMITERS[wanted]] if wanted else list(DELIMITERS.values())
    styles = (('"', False), ('"', True), ("'", False), ("'", True))
    dialects = [Dialect(sign, quote, spaced) for quote, spaced in styles for sign in signs]
    scored = [(_score(sample, dialect), dialect) for dialect in dialects]
    score, dialect = max(scored, key=lambda entry: entry[0])  # the first of equals
    if score <= 0.0 and not wanted:
        _refuse(sample)
    return dialect


def dialect_finding(dialect: Dialect, asked: bool) -> list[Finding]:
    """Return a note on a separator other than the comma, or on the one that was asked for."""
    if dialect.delimiter == "," and not asked:
        return []
    answer = _key(dialect)
    note = Finding(
        "DIALECT",
        Level.NOTE,
        f"The cells are separated by: {_TEXTS[answer]}.",
        "The table was read so.",
        "If the columns look wrong, choose another separator.",
        options=tuple(Option(key, text) for key, text in _TEXTS.items()),
        answer=answer,
    )
    return [note]


def _key(dialect: Dialect) -> str:
    return next(key for key, sign in DELIMITERS.items() if sign == dialect.delimiter)


def _sample(lines: list[str]) -> list[str]:
    """The first lines with text, up to a size that is scored in a few milliseconds."""
    sample: list[str] = []
    room = _SAMPLE_TEXT
    for line in lines:
        if line.strip():
            sample.append(line)
            room -= len(line)
        if room < 0 or len(sample) == _SAMPLE:
            break
    return sample


def _score(lines: list[str], dialect: Dialect) -> float:
    usual = dialect.quote == '"' and not dialect.spaced
    if not usual and _quoted_share(lines, dialect) < 0.5:
        return 0.0
    rows = [cut(line, dialect) for line in lines]
    width, share = _usual(Counter(map(len, rows)), len(rows[0]))
    if width < 2 or share < 0.25:
        return 0.0
    cells = [cell for row in rows if len(row) == width for cell in row]
    sign = dialect.delimiter  # in a cell only where it is quoted: meant to be there
    clean = sum(1 for cell in cells if sign in cell or _is_one_value(cell)) / len(cells)
    rare = 0.5 if dialect.delimiter == BLANKS else 1.0  # words hold blanks: only where nothing else fits
    return share * (0.1 + clean**4) * rare * (1.0 if usual else 1.01)


def _usual(widths: Counter[int], header: int) -> tuple[int, float]:
    """The width most lines have, and their share; the header's own on a near tie."""
    width, count = widths.most_common(1)[0]
    if widths[header] >= 0.9 * count:
        width, count = header, widths[header]
    return width, count / widths.total()


def _is_one_value(cell: str) -> bool:
    return len(cell) <= 60 and _ONE_VALUE.fullmatch(cell) is not None


def _quoted_share(lines: list[str], dialect: Dialect) -> float:
    """The share of lines in which the quote encloses a cell."""
    sign, mark = re.escape(dialect.delimiter), dialect.quote
    start = f"{sign} +" if dialect.spaced else f"(?:^|{sign})"
    quoted = re.compile(rf"{start}{mark}[^{mark}]*{mark}(?:{sign}|\s*$)")
    return sum(1 for line in lines if quoted.search(line)) / len(lines)


def _refuse(sample: list[str]) -> None:
    """One value a line, or no table at all."""
    single = all(_mostly_single(sample, sign) for sign in DELIMITERS.values())
    if single or not sample:
        raise FileRefused(
            "Only one column was found. Nothing is left to predict from.",
            "Is the separator right? Comma, semicolon, tab, bar and blanks were tried.",
            "NO_FEATURES",
        )
    raise FileRefused(
        "The file is text, but no separator cuts its lines into the same number of cells.",
        "Choose a table with one patient a line.",
        "NOT_CSV",
    )


def _mostly_single(sample: list[str], sign: str) -> bool:
    return sum(1 for line in sample if len(cut(line, Dialect(sign))) < 2) >= 0.8 * len(sample)
