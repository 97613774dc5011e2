"""Columns that may identify a person, by their name or by the look of their cells."""

import re
from collections.abc import Sequence

from clinnet_gui.core.data.doubts.names import safe_harbor
from clinnet_gui.core.data.findings import Finding, Level

_LOOKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("F", re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")),
    ("G", re.compile(r"\d{3}-\d{2}-\d{4}")),
    ("D", re.compile(r"(?:\+\d{1,3}[ -]?)?(?:\(\d{2,5}\)|\d{2,5})(?:[ /-]\d{3,}){1,3}")),
    ("N", re.compile(r"https?://\S+")),
    ("O", re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")),
    (
        "A",
        re.compile(
            r".*\b(?:Mr|Mrs|Ms|Miss|Dr|Herr|Frau|Mme|Monsieur|Madame|Sig|Señora?)\b\.?\s+[A-Z].*", re.S
        ),
    ),
)
_SHARE = 0.5  # share of the distinct texts that must look so
_LOOKED_AT = 500
CLASSES = {
    "A": "names",
    "B": "addresses",
    "C": "birth dates",
    "D": "telephone numbers",
    "E": "fax numbers",
    "F": "e-mail addresses",
    "G": "social security numbers",
    "I": "insurance numbers",
    "N": "web addresses",
    "O": "network addresses",
}


def personal(name: str, texts: Sequence[str]) -> Finding | None:
    """Return the warning that a column may identify a person, None where nothing speaks for it.

    ``texts`` are the column's distinct texts; only how many look alike is used.
    """
    letter, reason = safe_harbor(name), "by its name"
    if not letter:
        letter, reason = look_of(texts), "by the look of its cells"
    if not letter:
        return None
    return Finding(
        "PHI",
        Level.WARN,
        f"“{name}” may hold {CLASSES[letter]} (Safe Harbor {letter}), {reason}.",
        "It is not used as a predictor.",
        "Remove it from the file before you share anything.",
        name,
    )


def look_of(texts: Sequence[str]) -> str:
    """Return the Safe Harbor class that most of the texts look like, or "".

    >>> look_of(["jd0@x.org", "jd1@x.org"]), look_of(["seen by Mr Smith", "called Mrs Doe"]), look_of(["W3"])
    ('F', 'A', '')
    """
    looked = texts[:_LOOKED_AT]
    for letter, pattern in _LOOKS:
        alike = sum(pattern.fullmatch(text.strip()) is not None for text in looked)
        if alike >= max(2, _SHARE * len(looked)):
            return letter
    return ""


def is_prose(name: str, texts: Sequence[str]) -> bool:
    """Return whether texts are prose that speaks of persons, not a column of names or numbers."""
    return not safe_harbor(name) and look_of(texts) == "A"
