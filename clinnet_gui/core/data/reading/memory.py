"""How much memory a table will take, told from its first rows before it is read."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinnet_gui.core.data.findings import Answers, Finding, Level, Option
from clinnet_gui.core.data.questions import settle
from clinnet_gui.core.errors import QuestionOpen

_CELL = 12  # bytes: a code of 4, a value of 8
_TEXT = 120  # bytes of one distinct text with its place in a dictionary
_COPIES = 3  # a table is understood, selected from and encoded beside its cells
_GIGABYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Plan:
    """Which share of the rows is read (1.0: all), and the question that decided it."""

    share: float = 1.0
    findings: tuple[Finding, ...] = ()


def plan(rows: Sequence[Sequence[str]], characters: int, size: int, answers: Answers) -> Plan:
    """Return how much of a file of ``size`` bytes is read, whose first rows fill ``characters``.

    QuestionOpen where it may not fit into the memory and the analyst gave no answer.
    """
    need = expected(rows, characters, size)
    free = available()
    if free is None or _COPIES * need <= free:
        return Plan()
    share = max(min(free / (2 * _COPIES * need), 1.0), 1e-6)
    question = settle(_question(need, free, share), answers)
    if question.answer is None:
        raise QuestionOpen(
            question.saw,
            "Take a random sample of the rows (TOO_LARGE=sample), or read all of them (TOO_LARGE=all)"
            " after closing other programs.",
            "TOO_LARGE",
        )
    if question.answer == "all":
        return Plan(1.0, (replace(question, did="All rows were read."),))
    return Plan(share, (question,))


def expected(rows: Sequence[Sequence[str]], characters: int, size: int) -> int:
    """Return the bytes a table will take, told from its first rows.

    A column whose texts mostly differ will go on so; of any other the texts are known already.
    """
    if not rows:
        return 0
    total = size * len(rows) / max(characters, 1)
    columns = list(zip(*rows, strict=False))
    different = sum(1 for column in columns if 2 * len(set(column)) > len(column))
    return int(total * (_CELL * len(columns) + _TEXT * different))


def available() -> int | None:
    """Return the bytes of memory that are free for this program, None where nobody says."""
    if os.path.exists("/proc/meminfo"):
        return _linux_memory()
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return None


def _linux_memory() -> int | None:
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            lines = file.readlines()
    except OSError:
        return None
    kilobytes = [int(line.split()[1]) for line in lines if line.startswith("MemAvailable")]
    return kilobytes[0] * 1024 if kilobytes else None


def _question(need: int, free: int, share: float) -> Finding:
    low, high = need / _GIGABYTE, _COPIES * need / _GIGABYTE
    return Finding(
        "TOO_LARGE",
        Level.ASK,
        f"About {low:.1f} to {high:.1f} GB of memory would be needed; {free / _GIGABYTE:.1f} GB are free.",
        f"A random sample of the rows was read: about {share:.2%} of them.",
        "Read a sample, or all rows on a computer with more memory.",
        options=(
            Option("sample", "Read a random sample of the rows that fits"),
            Option("all", "Read all rows; the program may run out of memory"),
        ),
        proposed="sample",
    )
