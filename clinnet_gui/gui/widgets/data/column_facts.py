"""What one line says of a column: its range or levels, how much is missing, what was found."""

import numpy as np

from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.gui.messages import elided, quantity

SHOWN = 3
"""How many of the most frequent levels are named."""

GRAVITY = (Level.REFUSE, Level.FLAG, Level.ASK, Level.WARN, Level.NOTE)
"""Levels that are shown, the gravest first."""


def range_text(column: Column) -> str:
    """Return the range of a number, the first and last day, or the most frequent levels."""
    if column.kind in (Kind.NUMBER, Kind.DATE):
        return _span(column)
    if column.kind is Kind.EMPTY:
        return "no value"
    counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.levels))
    used = int((counts > 0).sum())
    if column.kind is Kind.TEXT:
        return f"{used:,} different texts"
    order = np.argsort(-counts, kind="stable")[: min(SHOWN, used)]
    names = ", ".join(f"{elided(column.levels[i], 18)} ({counts[i]:,})" for i in order)
    return names if used <= SHOWN else f"{used:,} levels: {names}, …"


def missing_text(column: Column) -> str:
    """Return how many cells hold no value, with their share."""
    missing, rows = column.missing, column.cells.codes.size
    return "" if not missing else f"{missing:,} ({_percent(missing, rows)})"


def worst(findings: tuple[Finding, ...]) -> Finding | None:
    """Return the gravest finding, None where there is none to show."""
    shown = [f for f in findings if f.level in GRAVITY]
    return min(shown, key=lambda f: GRAVITY.index(f.level), default=None)


def _span(column: Column) -> str:
    if not column.present.any():
        return "no value"
    low, high = float(np.nanmin(column.values)), float(np.nanmax(column.values))
    if column.kind is Kind.DATE:
        return " – ".join(str(np.datetime64(int(day), "D")) for day in (low, high))
    unit = f" {elided(column.unit, 12)}" if column.unit else ""
    return f"{quantity(low)} – {quantity(high)}{unit}"


def _percent(part: int, whole: int) -> str:
    share = 100 * part / max(1, whole)
    return f"{share:.0f} %" if share >= 1 else "<1 %"
