"""Values that can hardly be meant, by what the column's name says, and ages that identify."""

import re

import numpy as np

from clinnet_gui.core.arrays import Bools, Floats
from clinnet_gui.core.data.doubts.names import words_of
from clinnet_gui.core.data.doubts.spread import Spread
from clinnet_gui.core.data.findings import Answers, Finding, Level, Option
from clinnet_gui.core.data.questions import many, question

LIMITS: tuple[tuple[frozenset[str], float, float], ...] = (
    (frozenset({"age", "alter", "edad", "alder", "leeftijd"}), 0, 120),
    (frozenset({"bmi"}), 5, 200),
    (frozenset({"weight", "gewicht", "wt", "wtkg"}), 0.2, 1500),
    (frozenset({"height", "grösse", "größe", "ht"}), 0.2, 300),
    (frozenset({"sbp", "sysbp", "dbp", "diabp", "map", "meanbp", "trestbps"}), 0, 400),
    (frozenset({"pulse", "hr", "hrt", "thalach"}), 0, 400),
    (frozenset({"temp", "temperature"}), 10, 120),
    (frozenset({"spo", "sao", "spo2", "sao2"}), 0, 100),
    (frozenset({"ph"}), 6, 8.5),
)
"""Limits no living patient leaves, whatever the unit, by a word of the column's name."""
_NEVER_ZERO = frozenset({"glucose", "bmi", "weight", "height", "chol", "cholesterol", "sbp", "sysbp", "dbp"})
_NEVER_ZERO |= {"diabp", "map", "meanbp", "trestbps", "pressure", "bloodpressure", "hemoglobin", "albumin"}
_NEVER_NEGATIVE = frozenset({"age", "creatinine", "crp", "glucose", "urea", "bun", "bilirubin", "bili"})
_NEVER_NEGATIVE |= {"sodium", "potassium", "albumin", "hemoglobin", "wbc", "platelets", "platelet", "insulin"}
_MEASURED = 10  # fewer distinct numbers than this are codes (0, 1), not measurements
_OLD, _OLDEST, _SHARE_OLD = 90, 100, 0.2


def trusted_words(name: str) -> set[str]:
    """Return the words of a name that can be trusted: one that stood twice in the file says little."""
    words = set(words_of(name))
    return set() if len(words) > 3 or re.search(r"\(\d+\)$", name) else words


def impossible(name: str, spread: Spread, answers: Answers) -> tuple[Finding, tuple[float, ...]] | None:
    """Return the warning about numbers no living patient has, and those numbers.

    The analyst may answer that they are not measured; unasked they stay.
    """
    out = _outside(trusted_words(name), spread.values)
    if not out.any() or spread.values.size < _MEASURED:
        return None
    count = int(spread.counts[out].sum())
    warning = question(
        "RANGE",
        name,
        f"{many(count, 'value')} of “{name}” outside the range that is possible for it.",
        (Option("keep", "Keep them as they are"), Option("missing", "Not measured")),
        answers,
        safe=True,
        advice="Check these rows; a zero or a negative number often stands for not measured.",
        level=Level.WARN,
        count=count,
    )
    return warning, tuple(float(v) for v in spread.values[out])


def _outside(words: set[str], values: Floats) -> Bools:
    out = np.zeros(values.size, dtype=bool)
    for names, low, high in LIMITS:
        if words & names:
            out |= (values < low) | (values > high)
    if words & _NEVER_NEGATIVE:
        out |= values < 0
    if words & _NEVER_ZERO:
        out |= values == 0
    return out


def very_old(name: str, spread: Spread) -> Finding | None:
    """Warn where ages above 89 are many or reach 100: they count as identifying (Safe Harbor)."""
    if not trusted_words(name) & LIMITS[0][0] or not spread.values.size:
        return None
    plausible = (spread.values >= 0) & (spread.values <= 120)
    rows, values = spread.counts[plausible], spread.values[plausible]
    above = int(rows[values >= _OLD].sum())
    if not above or (values.max() < _OLDEST and above < _SHARE_OLD * rows.sum()):
        return None
    return Finding(
        "PHI_AGE90",
        Level.WARN,
        f"{many(above, 'age')} above 89 in “{name}”.",
        "They are used as they stand.",
        "Such ages can identify a person: join them to 90 before you share anything.",
        name,
        count=above,
    )
