"""Looking at each row before it may enter the table: what is damaged is set aside and named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.limits import LONGEST_CELL
from clinnet_gui.core.data.reading.hints import looks_like_total
from clinnet_gui.core.data.reading.tokens import Records
from clinnet_gui.core.data.table import Quarantined

TAIL = 5
"""Rows at the end of a file among which a total or a remark is looked for."""

_DAMAGE = re.compile("[\x00\x80-\x9f\ufffd]")
_MEANINGS = {
    "NUL_BYTE": ("holds a zero byte; the file may be damaged", "Export the table again."),
    "UNREADABLE": ("holds characters that cannot be read", "Check the encoding, or export the table again."),
    "QUOTE": ("has a quotation mark that is not closed, or closed too early", "Correct it in the file."),
    "HUGE_CELL": (
        f"has a cell of more than {LONGEST_CELL:,} characters",
        "Correct the row in the file; a quote may be missing.",
    ),
    "ROW_WIDTH": (
        "has more or fewer cells than there are columns; values may be shifted",
        "Correct it in the file.",
    ),
    "HEADER_REPEATED": ("repeats the names of the columns", "Delete it if tables were joined."),
    "FOOTER": ("looks like a total or a remark, not like a patient", "Delete it, or give it an id."),
    "EMPTY_ROW": ("holds nothing", "Nothing is lost."),
}


@dataclass(slots=True)
class Inspection:
    """Sound rows pass, the others are listed. Counts rows across successive pieces."""

    header: list[str]  # as spelled; empty where the file names no columns
    width: int
    quarantined: list[Quarantined] = field(default_factory=list)
    rows: int = 0
    blank: int = 0
    spanning: list[tuple[int, int]] = field(default_factory=list)  # row and line

    def inspect(self, records: Records, at_end: bool = False) -> tuple[list[list[str]], list[int], list[int]]:
        """Return the sound rows of a piece with their row and line numbers; list the others.

        ``at_end`` says that these are the last rows of the file.
        """
        first = self.rows + 1
        self.rows += len(records.rows)
        self.blank += records.blank
        self.spanning += [(first + at, records.lines[at]) for at in records.spanning]
        flaws = self._flaws(records, at_end)
        numbers = list(range(first, first + len(records.rows)))
        if not flaws:
            return records.rows, numbers, records.lines
        for at, (code, reason) in sorted(flaws.items()):
            self.quarantined.append(Quarantined(first + at, records.lines[at], code, reason))
        sound = [at for at in range(len(records.rows)) if at not in flaws]
        rows = [records.rows[at] for at in sound]
        return rows, [numbers[at] for at in sound], [records.lines[at] for at in sound]

    def _flaws(self, records: Records, at_end: bool) -> dict[int, tuple[str, str]]:
        """What is wrong with each damaged record; where two things are, the graver one."""
        rows = records.rows
        flaws = {at: ("EMPTY_ROW", "all cells are empty") for at, row in enumerate(rows) if not any(row)}
        if set(map(len, rows)) - {self.width}:
            flaws |= self._misfits(rows)
        if at_end:
            flaws |= _footers(rows, self.width)
        return flaws | self._repeated(rows) | records.flaws | _damaged(rows)

    def _misfits(self, rows: list[list[str]]) -> dict[int, tuple[str, str]]:
        reason = "{} of {} cells"
        return {
            at: ("ROW_WIDTH", reason.format(len(row), self.width))
            for at, row in enumerate(rows)
            if len(row) != self.width
        }

    def _repeated(self, rows: list[list[str]]) -> dict[int, tuple[str, str]]:
        same = [at for at, row in enumerate(rows) if row == self.header]
        return dict.fromkeys(same, ("HEADER_REPEATED", "the names of the columns"))


def doubt_neighbours(records: Records, width: int, at_end: bool) -> None:
    """Set aside the rows beside a line without any separator: it may be the rest of one of them.

    The last record waits for what follows it, unless ``at_end`` says that nothing does.
    """
    rows = records.rows
    if min(map(len, rows), default=width) > 1:
        return
    broken = ("ROW_WIDTH", "a broken line beside it")
    for at, row in enumerate(rows if at_end else rows[:-1]):
        remark = at_end and at >= len(rows) - TAIL and looks_like_total(row, width)
        if len(row) == 1 and at not in records.flaws and not remark:
            beside = [near for near in (at - 1, at + 1) if 0 <= near < len(rows)]
            records.flaws |= {near: broken for near in beside if len(rows[near]) == width}


def _damaged(rows: list[list[str]]) -> dict[int, tuple[str, str]]:
    """Rows with signs no text has, or with a cell no table has; a glance first, for speed."""
    texts = list(map("".join, rows))
    whole = "".join(texts)
    sound = ("\x00" not in whole) if whole.isascii() else not _DAMAGE.search(whole)
    if sound and max(map(len, texts), default=0) <= LONGEST_CELL:
        return {}
    found = {}
    for at, (row, text) in enumerate(zip(rows, texts, strict=True)):
        if "\x00" in text:
            found[at] = ("NUL_BYTE", "a zero byte")
        elif hit := _DAMAGE.search(text):
            found[at] = ("UNREADABLE", _unreadable(hit[0]))
        elif len(text) > LONGEST_CELL and max(map(len, row)) > LONGEST_CELL:
            found[at] = ("HUGE_CELL", "a cell is too long")
    return found


def _unreadable(sign: str) -> str:
    return "a replaced character" if sign == "\ufffd" else "a control character"


def _footers(rows: list[list[str]], width: int) -> dict[int, tuple[str, str]]:
    return {
        at: ("FOOTER", "a total or a remark") for at, row in enumerate(rows) if looks_like_total(row, width)
    }


def damage_findings(quarantined: Sequence[Quarantined]) -> list[Finding]:
    """Return one finding for each kind of damage, in the order of first sight."""
    kinds = dict.fromkeys(row.code for row in quarantined)
    return [_finding(code, [row for row in quarantined if row.code == code]) for code in kinds]


def _finding(code: str, rows: Sequence[Quarantined]) -> Finding:
    meaning, advice = _MEANINGS[code]
    one = len(rows) == 1
    if one and code == "ROW_WIDTH":
        meaning = f"has {rows[0].reason}; its values may be shifted"
    which = f"Row {rows[0].row} (line {rows[0].line})" if one else f"Each of {len(rows):,} rows"
    return Finding(
        code,
        Level.NOTE if code == "EMPTY_ROW" else Level.FLAG,
        f"{which} {meaning}.",
        "Set aside: listed, not used." if one else "They were set aside: listed, not used.",
        advice,
        rows=tuple(row.row for row in rows[:10]),
        lines=tuple(row.line for row in rows[:10]),
        count=len(rows),
    )
