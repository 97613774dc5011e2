"""Two units in one column: two groups of numbers whose ratio is that of units in clinical use."""

import numpy as np

from clinnet_gui.core.arrays import Bools, Floats, Ints
from clinnet_gui.core.data.doubts.plausible import trusted_words
from clinnet_gui.core.data.doubts.spread import Spread
from clinnet_gui.core.data.findings import Finding, Level

_FAHRENHEIT = 98.6 / 37
_FACTORS = (10.0, 17.1, 18.0, 38.67, 88.4, 100.0, 1000.0)  # between units in clinical use


def two_units(name: str, spread: Spread) -> Finding | None:
    """Warn where a column's numbers fall into two groups whose ratio is that of two units."""
    positive = spread.values > 0
    values, rows = np.log(spread.values[positive]), spread.counts[positive]
    if values.size < 20 or rows.sum() < 0.98 * spread.rows:
        return None
    ratio = _group_ratio(values, rows)
    heat = trusted_words(name) & {"temp", "temperature"}
    factors = (_FAHRENHEIT, *_FACTORS) if heat else _FACTORS
    near = ratio is not None and any(abs(np.log(ratio / f)) < 0.3 for f in factors)
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
    return float(np.exp(min(between, 700.0))) if clear and within < 0.35 * between else None


def _bulk(share: Floats, cut: int) -> Bools:
    """Which steps between neighbours lie in the bulk of the numbers, the cut itself left out."""
    inside = (share[:-1] > 0.02) & (share[:-1] < 0.98)
    return np.delete(inside, cut)


def _median(values: Floats, rows: Ints) -> float:
    return float(values[np.searchsorted(np.cumsum(rows), rows.sum() / 2)])


def _within(values: Floats, rows: Ints, cut: int, low: float, high: float) -> float:
    """Return the spread of the groups about their own medians, on the log scale."""
    centre = np.where(np.arange(values.size) <= cut, low, high)
    return float(np.sqrt(np.sum(rows * (values - centre) ** 2) / rows.sum()))
