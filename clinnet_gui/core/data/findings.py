"""A finding: what was seen in a file, where, what was done, and what the analyst can do."""

from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How much a finding asks of the analyst, mildest first."""

    OK = "ok"
    NOTE = "note"  # stands in the import summary
    WARN = "warn"  # goes on, marked
    ASK = "ask"  # waits for a choice
    FLAG = "flag"  # rows are quarantined and listed
    REFUSE = "refuse"  # nothing changed


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question: its ``key`` (as typed after ``--answer``) and its meaning."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the analyst should know about the file.

    ``column`` is None where the finding concerns the file. ``rows`` are the first rows
    concerned (at most 10), counted from 1 at the first row below the header; ``lines`` are the
    same rows as lines of the file; ``count`` is how many there are in all. ``saw`` and ``did``
    are sentences without a patient's value; ``advice`` says what can be done.

    Questions (level ask) have ``options``, the one ``--yes`` takes (``proposed``), whether that
    one is ``safe`` (loses nothing, so that it may be taken unasked), and ``answer``, the key in
    force (None while the question is open and has no safe answer).
    """

    code: str
    level: Level
    saw: str
    did: str = ""
    advice: str = ""
    column: str | None = None
    rows: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    count: int = 0
    options: tuple[Option, ...] = ()
    proposed: str | None = None
    safe: bool = False
    answer: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether this is a question that still waits for its answer."""
        return self.level is Level.ASK and self.answer is None


@dataclass(frozen=True, slots=True)
class Answers:
    """The analyst's answers, each ``(code, column or None, option key)``; ``yes`` takes the rest.

    An answer with column None holds for every column that raises the code.
    """

    given: tuple[tuple[str, str | None, str], ...] = field(default=())
    yes: bool = False

    def to(self, code: str, column: str | None) -> str | None:
        """Return the key given for this question, the column's own before the general one."""
        keys = {(c, n): k for c, n, k in self.given}
        return keys.get((code, column), keys.get((code, None)))

    def with_answer(self, code: str, column: str | None, key: str) -> "Answers":
        """Return these answers with one more, or with that one replaced."""
        kept = tuple(a for a in self.given if a[:2] != (code, column))
        return Answers((*kept, (code, column, key)), self.yes)
