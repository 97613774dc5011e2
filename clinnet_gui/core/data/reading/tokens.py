"""From lines to records: widths are compared, quotes are followed, damage is contained.

A quote that opens and never closes would swallow the rest of the file. So a record whose
quotes do not work out is set aside, and reading goes on at the next line that has the right
width by itself. Where a quoted cell spans lines that look like rows of their own, two readings
are possible (one cell with line breaks, or two damaged quotes); neither is chosen, the lines
are set aside together.
"""

from dataclasses import dataclass, field

from clinnet_gui.core.data.limits import LONGEST_CELL
from clinnet_gui.core.data.reading.cutting import (
    LONGEST_RECORD,
    Dialect,
    cut,
    gather,
    has_stray,
    is_blank,
    plain_cut,
)

QUOTE, HUGE_CELL = "QUOTE", "HUGE_CELL"
STRAY = "a quotation mark inside a cell"
_ABSORBED = 100  # lines that may follow a damaged one and belong to it


@dataclass(slots=True)
class Records:
    """Records in the file's order: cells, first line (from 1), and what is wrong with some."""

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    flaws: dict[int, tuple[str, str]] = field(default_factory=dict)  # position -> code, reason
    spanning: list[int] = field(default_factory=list)  # positions of well-formed records over several lines
    blank: int = 0  # empty lines among them

    def add(self, row: list[str], line: int) -> None:
        """Append a record that begins at ``line``."""
        self.rows.append(row)
        self.lines.append(line)

    def add_damaged(self, row: list[str], line: int, code: str, reason: str) -> None:
        """Append a record that must be set aside."""
        self.flaws[len(self.rows)] = (code, reason)
        self.add(row, line)

    def extend(self, other: "Records") -> None:
        """Append the records of ``other``."""
        shift = len(self.rows)
        self.rows += other.rows
        self.lines += other.lines
        self.flaws |= {at + shift: flaw for at, flaw in other.flaws.items()}
        self.spanning += [at + shift for at in other.spanning]
        self.blank += other.blank

    def parted(self, at: int) -> tuple["Records", "Records"]:
        """Return the first ``at`` records (with the count of empty lines) and the others."""
        first, second = Records(self.rows[:at], self.lines[:at]), Records(self.rows[at:], self.lines[at:])
        first.blank = self.blank
        for i, flaw in self.flaws.items():
            (first if i < at else second).flaws[i if i < at else i - at] = flaw
        for i in self.spanning:
            (first if i < at else second).spanning.append(i if i < at else i - at)
        return first, second


class Tokeniser:
    """Turns successive pieces of a file into records of ``width`` cells (0: not known yet).

    ``line`` is the number of the first line it will be fed.
    """

    def __init__(self, dialect: Dialect, width: int, line: int = 1) -> None:
        self._dialect, self._quote, self._width = dialect, dialect.quote, width
        self._line = line
        self._held: list[str] = []  # lines of a record that may go on in the next piece
        self._room = 0  # how many lines the last damaged record may still absorb

    def feed(self, lines: list[str], last: bool) -> Records:
        """Return the records that are complete; ``last`` says that no lines follow."""
        lines, self._held = self._held + lines, []
        records = Records()
        at = 0
        if not self._room and not any(self._quote in line for line in lines):
            self._cut_all(lines, records)
            at = len(lines)
        while at < len(lines):
            taken = self._next(lines, at, last, records)
            if not taken:
                self._held = lines[at:]
                break
            at += taken
        self._line += at
        return records

    def _cut_all(self, lines: list[str], records: Records) -> None:
        """The common case: no quote in sight."""
        rows = [plain_cut(line, self._dialect) for line in lines]
        numbers = list(range(self._line, self._line + len(rows)))
        if not all(map(any, rows)):
            kept = [i for i, line in enumerate(lines) if not is_blank(line)]
            records.blank += len(rows) - len(kept)
            rows, numbers = [rows[i] for i in kept], [numbers[i] for i in kept]
        records.rows, records.lines = rows, numbers

    def _next(self, lines: list[str], at: int, last: bool, records: Records) -> int:
        """Add the record at ``lines[at]``; return how many lines it took, 0 to wait for more."""
        line, number = lines[at], self._line + at
        if self._room and not self._stands_alone(line):
            self._room -= 1
            return 1
        self._room = 0
        if is_blank(line):
            records.blank += 1
            return 1
        if self._quote not in line:
            records.add(plain_cut(line, self._dialect), number)
            return 1
        fields, taken, whole = gather(lines, at, self._dialect)
        unfinished = not whole and at + taken >= len(lines) and taken < LONGEST_RECORD
        if unfinished and not last and sum(map(len, lines[at:])) < LONGEST_CELL:
            return 0
        if whole and (taken == 1 or len(fields) == self._width or not self._width):
            return self._accept(lines, at, fields, taken, records)
        self._set_aside(line, number, records)
        return 1

    def _accept(self, lines: list[str], at: int, fields: list[str], taken: int, records: Records) -> int:
        number = self._line + at
        if taken > 1 and self._is_doubtful(lines[at : at + taken]):
            reason = f"lines {number} to {number + taken - 1} may be one cell or several damaged rows"
            records.add_damaged(fields, number, QUOTE, reason)
            return taken
        if not self._dialect.literal and has_stray(fields, "".join(lines[at : at + taken]), self._quote):
            records.add_damaged(fields, number, QUOTE, STRAY)
            return taken
        if taken > 1:
            records.spanning.append(len(records.rows))
        records.add(fields, number)
        return taken

    def _set_aside(self, line: str, number: int, records: Records) -> None:
        fields = plain_cut(line, self._dialect)
        if len(line) > LONGEST_CELL:
            records.add_damaged(fields, number, HUGE_CELL, "a quoted cell is too long")
        else:
            records.add_damaged(fields, number, QUOTE, "its quotes do not work out")
        self._room = _ABSORBED if self._width else 0

    def _stands_alone(self, line: str) -> bool:
        """Whether a line after a damaged one is a row by itself."""
        return len(cut(line, self._dialect)) == self._width

    def _is_doubtful(self, lines: list[str]) -> bool:
        """Whether the lines of one record look like rows of their own."""
        if not self._width or self._dialect.wrapped:
            return False
        alone = [len(plain_cut(line, self._dialect)) == self._width for line in lines]
        return any(alone[1:-1]) or (alone[0] and alone[-1])
