"""Numbers that stand for "not measured", such as -999: believed only where they stand out."""

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.data.columns.number import text_of
from clinnet_gui.core.data.doubts.spread import Spread
from clinnet_gui.core.data.findings import Answers, Finding, Option
from clinnet_gui.core.data.questions import many, question

NINES = tuple(sign * (10**k - 1) for k in range(1, 7) for sign in (-1, 1))
_OTHER_CODES = (-1, -8, -88, -888, 88, 888, 8888, -7, -77, -777, 777, 99.9, 999.9, -99.9, -999.9, 9.99)
CODES = (*NINES, *_OTHER_CODES)
"""Numbers in use for "not measured"; each is believed only where it stands out."""


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
        f"{texts} in {many(count, 'cell')} of “{name}”, far outside the rest.",
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
        near = 0 if code <= -9 else -10 * code
        return low >= near and -code > 0.005 * (high - low)
    small = code == 9 and (high > 4 or count < max(5, 0.01 * others.rows))
    return not small and code - high > high - low


def _percentiles(values: Floats, rows: Ints) -> tuple[float, float]:
    """Return the 1st and 99th percentile of numbers with their rows."""
    rank = np.cumsum(rows) / rows.sum()
    return float(values[np.searchsorted(rank, 0.01)]), float(values[np.searchsorted(rank, 0.99)])
