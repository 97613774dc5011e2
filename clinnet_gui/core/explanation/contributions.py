"""One patient's contributions, ready to be drawn or told: sorted, and joined to a top ten."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.table import Kind
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.spelling import quantity

TOP = 10
"""So many columns are drawn one by one; the rest is joined to one bar."""

NOT_MEASURED = "not measured"

LONG = 8
"""Characters above which a number as the file spells it (54.000000) is written shorter."""

Risk = Callable[[Floats], Floats]
"""From the attributed logit to the risk."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one original column added to a patient's log-odds; ``value`` as its file spells it, empty
    for several columns together. ``margin`` is half the width of the amount's 95 % interval, 0 where
    nothing was drawn at random, NaN where there is none for several columns together."""

    column: str
    value: str
    amount: float
    margin: float = 0.0

    @property
    def certain(self) -> bool:
        """Whether the interval leaves out that the column did nothing, or the opposite."""
        return abs(self.amount) > self.margin


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
        return NOT_MEASURED
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
    margins = np.zeros(amounts.size) if attribution.margins is None else attribution.margins[row]
    order: Ints = np.argsort(-np.abs(amounts), kind="stable")
    shown = order if order.size <= TOP + 1 else order[:TOP]
    parts = [
        Contribution(
            columns[i], value_text(dataset, columns[i], position), float(amounts[i]), float(margins[i])
        )
        for i in shown
    ]
    if shown.size < order.size:
        rest = order[shown.size :]
        margin = 0.0 if attribution.margins is None else float("nan")
        parts.append(Contribution(f"other {rest.size} columns", "", float(amounts[rest].sum()), margin))
    return Explained(float(attribution.base[row]), float(attribution.logits[row]), tuple(parts), risk)
