"""One patient's contributions, ready to be drawn: sorted, joined to a top ten, and put in words."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.table import Kind
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.gui.messages import elided, quantity
from clinnet_gui.gui.widgets.results.measure_text import risk_text

TOP = 10
"""So many columns are drawn one by one; the rest is joined to one bar."""

LONG = 8
"""Characters above which a number as the file spells it (54.000000) is written shorter."""

Risk = Callable[[Floats], Floats]
"""From the attributed logit to the risk."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one original column added to a patient's log-odds; ``value`` as its file spells it."""

    column: str
    value: str
    amount: float


@dataclass(frozen=True, slots=True)
class Explained:
    """One patient's way from ``base`` to ``total`` (log-odds), the largest contribution first."""

    base: float
    total: float
    parts: tuple[Contribution, ...]
    risk: Risk

    def share(self, logit: float) -> float:
        """Return the risk (0..1) that a log-odds stands for."""
        return float(self.risk(np.array([logit]))[0])


def value_text(dataset: Dataset, column: str, position: int) -> str:
    """Return the cell of a patient (dataset position) with its unit, or "not measured"."""
    found = dataset.table.column(column)
    row = int(dataset.rows[position])
    if not found.present[row]:
        return "not measured"
    text = found.cells.text(row).strip()
    if found.kind is Kind.NUMBER and len(text) > LONG:
        text = quantity(float(found.values[row]))
    return f"{text} {found.unit}".strip()


def explained(attribution: Attribution, dataset: Dataset, position: int, risk: Risk) -> Explained | None:
    """Return the way of the patient at a dataset position: at most TOP columns and the others.

    None where the attribution does not hold that patient.
    """
    found = np.flatnonzero(attribution.rows == position)
    if not found.size:
        return None
    row = int(found[0])
    columns, amounts = attribution.columns, attribution.contributions[row]
    order: Ints = np.argsort(-np.abs(amounts), kind="stable")
    shown = order if order.size <= TOP + 1 else order[:TOP]
    parts = [
        Contribution(columns[i], value_text(dataset, columns[i], position), float(amounts[i])) for i in shown
    ]
    if shown.size < order.size:
        rest = order[shown.size :]
        parts.append(Contribution(f"{rest.size} others", "", float(amounts[rest].sum())))
    return Explained(float(attribution.base[row]), float(attribution.logits[row]), tuple(parts), risk)


def in_words(patient: Explained, label: str) -> str:
    """Return the explanation as two sentences.

    >>> risk = lambda z: 1 / (1 + np.exp(-z))
    >>> parts = (Contribution("crp", "212 mg/L", 0.5),)
    >>> in_words(Explained(-2.0, -1.5, parts, risk), "00417")
    'Patient 00417: risk 18.2 %, from 11.9 % at the base. Raised most by crp (212 mg/L).'
    """
    start, end = risk_text(patient.share(patient.base)), risk_text(patient.share(patient.total))
    named = [part for part in patient.parts if part.value]
    raised = [_named(part) for part in named if part.amount > 0][:2]
    lowered = [_named(part) for part in named if part.amount < 0][:2]
    said = [
        f"raised most by {' and '.join(raised)}" if raised else "",
        f"lowered most by {' and '.join(lowered)}" if lowered else "",
    ]
    second = "; ".join(part for part in said if part)
    first = f"Patient {label}: risk {end}, from {start} at the base."
    return f"{first} {second[0].upper()}{second[1:]}." if second else first


def _named(part: Contribution) -> str:
    return f"{elided(part.column, 40)} ({elided(part.value, 30)})"
