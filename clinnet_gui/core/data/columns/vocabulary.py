"""Words with a fixed meaning in a cell: not measured, yes and no."""

MARKS = frozenset({"", "?", "."})
"""Texts that mean "not measured" in a numeric column; of these "." may be a level of a text."""

TOKENS = frozenset(
    {"na", "n/a", "n.a.", "nan", "none", "null", "nil", "#n/a", "#na", "<na>", "-", "--", "missing"}
)
"""Texts (case ignored) that mean "not measured" in a numeric column, and are asked in a text column."""

BOOLEANS: tuple[tuple[str, str], ...] = (
    ("true", "false"),
    ("t", "f"),
    ("yes", "no"),
    ("y", "n"),
    ("1", "0"),
    ("ja", "nein"),
    ("j", "n"),
    ("oui", "non"),
    ("sí", "no"),
    ("si", "no"),
    ("sim", "não"),
    ("+", "-"),
    ("positive", "negative"),
    ("pos", "neg"),
    ("present", "absent"),
)
"""Pairs of words for yes and no, lower case."""

POSITIVE = frozenset(pair[0] for pair in BOOLEANS)
NEGATIVE = frozenset(pair[1] for pair in BOOLEANS)


def tidy(text: str) -> str:
    """Return the text without blanks at its ends and with single blanks inside.

    >>> tidy("  lung   cancer ")
    'lung cancer'
    """
    words = text.split()
    return text if len(words) == 1 and len(words[0]) == len(text) else " ".join(words)


def is_pair(low: frozenset[str]) -> bool:
    """Return whether two lower-case words are one pair of yes and no."""
    return any(low == frozenset(pair) for pair in BOOLEANS)


def mixes_pairs(low: frozenset[str]) -> bool:
    """Return whether all words mean yes or no but come from more than one pair.

    >>> mixes_pairs(frozenset({"true", "false", "1"})), mixes_pairs(frozenset({"yes", "no"}))
    (True, False)
    """
    words = low <= POSITIVE | NEGATIVE and bool(low & POSITIVE) and bool(low & NEGATIVE)
    return words and len(low) > 2 and low != {"1", "0"}
