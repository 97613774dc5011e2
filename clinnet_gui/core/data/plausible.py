"""Values that can hardly be meant: codes for missing, impossible sizes, two units in one column."""

import re
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.data.asking import many, question
from clinnet_gui.core.data.columns.number import text_of
from clinnet_gui.core.data.findings import Answers, Finding, Level, Option
from clinnet_gui.core.data.names import words_of
from clinnet_gui.core.data.table import Column

NINES = tuple(sign * (10**k - 1) for k in range(1, 7) for sign in (-1, 1))
_OTHER_CODES = (-8, -88, -888, 88, 888, 8888, -7, -77, -777, 777, 99.9, 999.9, -99.9, -999.9, 9.99)
CODES = (*NINES, *_OTHER_CODES)
"""Numbers in use for "not measured"; each is believed only where it stands out."""
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
_FACTORS = (10.0, 17.1, 18.0, 38.67, 88.4, 100.0, 1000.0)  # between units in clinical use


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """A column's distinct numbers in ascending order and the rows that hold each."""

    values: Floats
    counts: Ints

    @property
    def rows(self) -> int:
        """How many rows hold a number."""
        return int(self.counts.sum())


def spread_of(column: Column) -> Spread:
    """Return a numeric column's distinct numbers."""
    values, counts = np.unique(column.values[np.isfinite(column.values)], return_counts=True)
    return Spread(values, counts)


def sentinels(name: str, spread: Spread, answers: Answers) -> tuple[Finding, tuple[float, ...]] | None:
    """Return the question whether numbers such as -999 mean "not measured", and those numbers."""
    listed = np.isin(spread.values, CODES)
    others = Spread(spread.values[~listed], spread.counts[~listed])
    if not listed.any() or others.values.size < 3:
        return None
    pairs = zip(spread.values[listed].tolist(), spread.counts[listed].tolist(), strict=True)
    codes = [code for code, count in pairs if count > 1 and _stands_out(code, count, others)]
    if not codes:
        return None
    count = int(spread.counts[np.isin(spread.values, codes)].sum())
    texts = " and ".join(text_of(code) for code in sorted(codes))
    asked = question(
        "SENTINEL",
        name,
        f"{texts} occurs {count:,} times in “{name}”, far outside the rest.",
        (Option("missing", "Not measured"), Option("keep", "Keep as a measured number")),
        answers,
        count=count,
    )
    return asked, tuple(codes)


def _stands_out(code: float, count: int, others: Spread) -> bool:
    """Whether a code that occurs ``count`` times lies beyond all that is usual in the column."""
    low, high = _percentiles(others.values, others.counts)
    beyond = others.values < low if code < 0 else others.values > high
    if count <= 2 * int(others.counts[beyond].max(initial=0)):
        return False
    if code < 0:
        return low >= 0 and code <= -9 and -code > 0.05 * (high - low)
    small = code == 9 and (high > 4 or count < max(5, 0.01 * others.rows))
    return not small and code - high > high - low


def _percentiles(values: Floats, rows: Ints) -> tuple[float, float]:
    """Return the 1st and 99th percentile of numbers with their rows."""
    rank = np.cumsum(rows) / rows.sum()
    return float(values[np.searchsorted(rank, 0.01)]), float(values[np.searchsorted(rank, 0.99)])


def _names(name: str) -> set[str]:
    """Return the words of a name that can be trusted: one that stood twice in the file says little."""
    words = set(words_of(name))
    return set() if len(words) > 3 or re.search(r"\(\d+\)$", name) else words


def impossible(name: str, spread: Spread, answers: Answers) -> tuple[Finding, tuple[float, ...]] | None:
    """Return the warning about numbers no living patient has, and those numbers.

    The analyst may answer that they are not measured; unasked they stay.
    """
    out = _outside(_names(name), spread.values)
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


def _outside(words: set[str], values: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
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
    if not _names(name) & LIMITS[0][0] or not spread.values.size:
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


def two_units(name: str, spread: Spread) -> Finding | None:
    """Warn where a column's numbers fall into two groups whose ratio is that of two units."""
    positive = spread.values > 0
    values, rows = np.log(spread.values[positive]), spread.counts[positive]
    if values.size < 20 or rows.sum() < 0.98 * spread.rows:
        return None
    ratio = _group_ratio(values, rows)
    near = ratio is not None and any(abs(np.log(ratio / f)) < 0.3 for f in _FACTORS)
    if ratio is None or not near:
        return None
    return Finding(
        "UNIT_SUSPECT",
        Level.WARN,
        f"“{name}” has two separate groups, one about {ratio:.0f} times the other.",
        "Nothing was changed.",
        "Were two units mixed? Convert one group in the source.",
        name,
    )


def _group_ratio(values: Floats, rows: Ints) -> float | None:
    """Return the ratio of the medians of two groups set apart by a wide gap, None where one group
    is small or no gap is wide beside the groups themselves."""
    share = np.cumsum(rows) / rows.sum()
    inner = np.flatnonzero((share[:-1] > 0.05) & (share[:-1] < 0.95))
    if not inner.size or rows.sum() < 100:
        return None
    cut = int(inner[np.argmax(np.diff(values)[inner])])
    low, high = _median(values[: cut + 1], rows[: cut + 1]), _median(values[cut + 1 :], rows[cut + 1 :])
    between, within = high - low, _within(values, rows, cut, low, high)
    gap = values[cut + 1] - values[cut]
    clear = gap > 0.6 and gap > 2.5 * float(np.delete(np.diff(values), cut)[_bulk(share, cut)].max(initial=0))
    return float(np.exp(between)) if clear and within < 0.35 * between else None


def _bulk(share: Floats, cut: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which steps between neighbours lie in the bulk of the numbers, the cut itself left out."""
    inside = (share[:-1] > 0.02) & (share[:-1] < 0.98)
    return np.delete(inside, cut)


def _median(values: Floats, rows: Ints) -> float:
    return float(values[np.searchsorted(np.cumsum(rows), rows.sum() / 2)])


def _within(values: Floats, rows: Ints, cut: int, low: float, high: float) -> float:
    """Return the spread of the groups about their own medians, on the log scale."""
    centre = np.where(np.arange(values.size) <= cut, low, high)
    return float(np.sqrt(np.sum(rows * (values - centre) ** 2) / rows.sum()))
