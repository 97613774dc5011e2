"""The columns' names: cleaned of what cannot be seen, completed where empty, made different."""

import re
import unicodedata
from dataclasses import dataclass, replace

from clinnet_gui.core.data.findings import Answers, Finding, Level, Option
from clinnet_gui.core.data.limits import LONGEST_NAME
from clinnet_gui.core.data.questions import in_force, settle
from clinnet_gui.core.data.table import Cells

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Naming:
    """Which columns stay (positions), what they are called, and what was found."""

    kept: tuple[int, ...]
    names: tuple[str, ...]
    findings: tuple[Finding, ...]


def name_columns(spelled: list[str], named: bool, cells: list[Cells], answers: Answers) -> Naming:
    """Return the naming of columns whose names the file spells so.

    ``named`` says whether the file has names at all; ``cells`` are the columns' contents.
    Empty columns without a name at the end (a separator that ends each line) are dropped.
    """
    if not named:
        return Naming(tuple(range(len(spelled))), tuple(f"column_{i + 1}" for i in range(len(spelled))), ())
    cleaned = [clean(name) for name in spelled]
    findings = [*_invisible(spelled), *_long(cleaned)]
    end = _drop_empty_end(cleaned, cells)
    if end < len(cleaned):
        findings.append(_trailing(len(cleaned) - end))
    kept = list(range(end))
    names = cleaned[:end]
    _complete(names, kept, answers, findings)
    _separate(names, kept, cells, answers, findings)
    return Naming(tuple(kept), tuple(names[i] for i in kept), tuple(findings))


def clean(name: str) -> str:
    """Return a name without invisible characters, and with single blanks.

    >>> clean(" crp\\u200b  (mg/L)")
    'crp (mg/L)'
    """
    seen = "".join(sign for sign in name if not _is_invisible(sign))
    return _SPACE.sub(" ", seen).strip()


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cf", "Cc") and sign not in "\t\r\n"


def _invisible(spelled: list[str]) -> list[Finding]:
    changed = [clean(name) for name in spelled if any(map(_is_invisible, name))]
    return [
        Finding(
            "INVISIBLE_CHARS",
            Level.NOTE,
            "The name holds characters that cannot be seen.",
            "They were removed from the name.",
            column=name,
            count=1,
        )
        for name in changed
    ]


def _long(names: list[str]) -> list[Finding]:
    return [
        Finding(
            "LONG_NAME",
            Level.NOTE,
            f"The name has {len(name):,} characters.",
            "It is kept whole and shown shortened.",
            column=name,
            count=1,
        )
        for name in names
        if len(name) > LONGEST_NAME
    ]


def _drop_empty_end(names: list[str], cells: list[Cells]) -> int:
    end = len(names)
    while end > 2 and not names[end - 1] and all(not text.strip() for text in cells[end - 1].levels):
        end -= 1
    return end


def _trailing(count: int) -> Finding:
    saw = "Each line ends with a separator." if count == 1 else f"Each line ends with {count} separators."
    did = "An empty last column was ignored." if count == 1 else f"{count} empty last columns were ignored."
    return Finding("TRAILING_DELIM", Level.NOTE, saw, did, count=count)


def _complete(names: list[str], kept: list[int], answers: Answers, findings: list[Finding]) -> None:
    """Give each column without a name its position as name."""
    taken = set(names)
    for i in [i for i in kept if not names[i]]:
        names[i] = _different(f"column {i + 1}", taken)
        question = Finding(
            "UNNAMED_COLUMN",
            Level.ASK,
            f"Column {i + 1} has no name.",
            f"It is called “{names[i]}”.",
            "Keep that name or leave the column out.",
            column=names[i],
            count=1,
            options=(Option("name", f"Call it “{names[i]}”"), Option("drop", "Leave the column out")),
            proposed="name",
            safe=True,
        )
        _put(question, i, kept, answers, findings)


def _separate(
    names: list[str], kept: list[int], cells: list[Cells], answers: Answers, findings: list[Finding]
) -> None:
    """Number the second and later columns of one name."""
    first: dict[str, int] = {}
    taken = set(names)
    for i in list(kept):
        if names[i] not in first:
            first[names[i]] = i
            continue
        name, original = names[i], first[names[i]]
        names[i] = _different(name, taken)
        same = _equal(cells[original], cells[i])
        question = Finding(
            "DUPLICATE_COLUMN",
            Level.ASK,
            f"Columns {original + 1} and {i + 1} have the same name"
            + (" and the same content." if same else "; their contents differ."),
            f"Column {i + 1} is called “{names[i]}”.",
            "Keep both, or leave the later one out.",
            column=name,
            count=2,
            options=(Option("rename", f"Call it “{names[i]}”"), Option("drop", "Leave the later one out")),
            proposed="rename",
            safe=True,
        )
        _put(question, i, kept, answers, findings)


def _put(question: Finding, i: int, kept: list[int], answers: Answers, findings: list[Finding]) -> None:
    question = settle(question, answers)
    if in_force(question) == "drop":
        kept.remove(i)
        question = replace(question, did=f"Column {i + 1} was left out.")
    findings.append(question)


def _different(name: str, taken: set[str]) -> str:
    """The name itself or, where it is taken, with a number; taken from now on."""
    number, free = 2, name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    taken.add(free)
    return free


def _equal(one: Cells, other: Cells) -> bool:
    return one.levels == other.levels and bool((one.codes == other.codes).all())
