"""Columns that may identify a person, by their name or by the look of their cells."""

import re
from collections.abc import Sequence

from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.names import safe_harbor

_LOOKS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("F", "e-mail addresses", re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")),
    ("G", "social security numbers", re.compile(r"\d{3}-\d{2}-\d{4}")),
    ("D", "telephone numbers", re.compile(r"(?:\+\d{1,3}[ -]?)?(?:\(\d{2,5}\)|\d{2,5})(?:[ /-]\d{3,}){1,3}")),
    ("N", "web addresses", re.compile(r"https?://\S+")),
    ("O", "network addresses", re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")),
    (
        "A",
        "names with a title",
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
    letter = safe_harbor(name)
    reason = "by its name"
    if not letter:
        letter, reason = _look(texts[:_LOOKED_AT]), "by the look of its cells"
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


def _look(texts: Sequence[str]) -> str:
    for letter, _, pattern in _LOOKS:
        alike = sum(pattern.fullmatch(text.strip()) is not None for text in texts)
        if texts and alike >= max(2, _SHARE * len(texts)):
            return letter
    return ""
