"""Measures as words: an estimate, its interval, and a tooltip that says how it was found."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.spelling import NOT_ESTIMABLE, events_text, percent, risk_text
from clinnet_gui.core.statistics.reliance import TOO_FEW, Reliance

__all__ = [
    "NOT_ESTIMABLE",
    "SUPPRESSED",
    "Cell",
    "cell",
    "count",
    "excludes",
    "interval",
    "number",
    "percent",
    "risk_text",
    "signed",
    "span_text",
    "tooltip",
    "with_precision",
]
"""Names and numbers are spelled in ``core.spelling``, for the command line too."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one table cell shows; ``alert`` where the interval leaves out the ideal value."""

    value: str
    interval: str = ""
    tooltip: str = ""
    alert: bool = False


SIGNS = "+-−<>"
"""What a number may begin with that a dash before it would be mistaken for, or run into."""

SUPPRESSED = Cell(Reliance.SUPPRESSED.value, "", f"{TOO_FEW}: nothing can be said")
"""What stands where events or non-events are too few for any figure."""


def number(value: float) -> str:
    """Return a number with three decimals.

    >>> number(0.8125), number(-0.25), number(-0.00001), number(math.nan)
    ('0.812', '−0.250', '0.000', 'not estimable')
    """
    if math.isnan(value):
        return NOT_ESTIMABLE
    return f"{value:.3f}".replace("-0.000", "0.000").replace("-", "−")


def signed(value: float) -> str:
    """Return a number with its sign and three decimals.

    >>> signed(0.25), signed(-0.25), signed(-0.0001)
    ('+0.250', '−0.250', '0.000')
    """
    if math.isnan(value):
        return NOT_ESTIMABLE
    text = f"{value:+.3f}".replace("-", "−")
    return "0.000" if text[1:] == "0.000" else text


def span_text(low: float, high: float) -> str:
    """Return a range of risks in percent; of one risk, that one.

    >>> span_text(0.296, 0.62), span_text(0.08, 0.08)
    ('29.6 to 62.0 %', '8.0 %')
    """
    first, last = percent(low), percent(high)
    return last if first == last else f"{first[:-2]} to {last}"


def count(value: float) -> str:
    """Return a count with a comma between the thousands.

    >>> count(12345)
    '12,345'
    """
    return f"{value:,.0f}"


def interval(measure: Measure, show: Callable[[float], str] = number) -> str:
    """Return the 95 % interval in brackets, or nothing where there is none.

    >>> interval(Measure(0.8, 0.75, 0.85), percent), interval(Measure(-0.1, -0.2, 0.1), percent)
    ('(75.0–85.0 %)', '(−20.0 to 10.0 %)')
    """
    if math.isnan(measure.low) or math.isnan(measure.high):
        return ""
    low, high = show(measure.low), show(measure.high)
    if low.endswith(" %"):
        low = low[:-2]
    joint = " to " if low[0] in SIGNS or high[0] in SIGNS else "–"
    return f"({low}{joint}{high})"


def tooltip(measure: Measure) -> str:
    """Return how the measure was found, and on how many rows and events."""
    counts = f"n = {count(measure.n)}, {events_text(measure.events)}" if measure.n else ""
    return " · ".join(part for part in (measure.method, counts) if part)


def excludes(measure: Measure, ideal: float) -> bool:
    """Return whether the interval leaves out the ideal value (never where there is none)."""
    return not (math.isnan(measure.low) or math.isnan(measure.high)) and not (
        measure.low <= ideal <= measure.high
    )


def with_precision(shown: Cell, precision: Measure) -> Cell:
    """Return the cell of an AUROC, its tooltip ended by the average precision beside that of chance.

    >>> with_precision(Cell("0.8", tooltip="DeLong"), Measure(0.4, 0.3, 0.5, "", 200, 50)).tooltip
    'DeLong · average precision 0.400 (0.300–0.500); of risks that tell nothing 0.250'
    """
    if not (precision.estimable and shown.tooltip):
        return shown
    said = f"average precision {number(precision.value)} {interval(precision)}".strip()
    chance = number(precision.events / precision.n)
    return replace(shown, tooltip=f"{shown.tooltip} · {said}; of risks that tell nothing {chance}")


def whole(shown: int, measure: Measure) -> Cell:
    """Return a count as a table cell: rounded so that it adds up with others, with its interval."""
    return Cell(count(shown), interval(measure, count), tooltip(measure))


def cell(measure: Measure, show: Callable[[float], str] = number, ideal: float | None = None) -> Cell:
    """Return a measure as a table cell; it alerts where its interval leaves out ``ideal``."""
    alert = ideal is not None and measure.estimable and excludes(measure, ideal)
    bounds = interval(measure, show) if measure.estimable else ""
    return Cell(show(measure.value), bounds, tooltip(measure), alert)
