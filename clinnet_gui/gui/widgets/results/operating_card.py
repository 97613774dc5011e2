"""What a threshold does, in numbers: confusion table, rates with intervals, utility."""

import math

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.operating import OperatingPoint
from clinnet_gui.gui.widgets.data.kinds import card
from clinnet_gui.gui.widgets.results.confusion_table import ConfusionTable
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow, MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import Cell, cell, percent, signed


class OperatingCard(QWidget):
    """All that is counted at one threshold; rewritten in place as the threshold moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.confusion = ConfusionTable()
        self.rates = MeasureTable(("", ""), "Rates at the threshold")
        self.utility = MeasureTable(("", ""), "Net benefit at the threshold")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card(self.confusion, self.rates, self.utility, title="At this threshold"))

    def show_point(self, point: OperatingPoint) -> None:
        """Show what one threshold does."""
        self.confusion.show_counts(point.confusion)
        self.rates.set_rows(rates(point))
        self.utility.set_rows(utility(point))


def rates(point: OperatingPoint) -> tuple[MeasureRow, ...]:
    """Return sensitivity, specificity and the predictive values as rows."""
    return (
        MeasureRow(
            "sensitivity", "Share of the events that are flagged.", (cell(point.sensitivity, percent),)
        ),
        MeasureRow(
            "specificity",
            "Share of the non-events that are not flagged.",
            (cell(point.specificity, percent),),
        ),
        MeasureRow("PPV", "Share of the flagged that have the event.", (cell(point.ppv, percent),)),
        MeasureRow("NPV", "Share of the not flagged that have no event.", (cell(point.npv, percent),)),
        MeasureRow("flagged", "Share of all patients that are flagged.", (cell(point.flagged, percent),)),
    )


def tenths(value: float) -> str:
    """Return a count with one decimal, a dash where there is none.

    >>> tenths(2.34)
    '2.3'
    """
    return "–" if math.isnan(value) else f"{value:.1f}"


def utility(point: OperatingPoint) -> tuple[MeasureRow, ...]:
    """Return net benefit beside that of flagging everyone, and the flags needed to find one event."""
    weighed = "True positives a patient, less false positives weighed by the odds of the threshold."
    everyone = "The same for flagging everyone; flagging nobody has a net benefit of 0."
    return (
        MeasureRow("flags per event found", "1 / PPV.", (cell(point.nne, tenths),)),
        MeasureRow("net benefit", weighed, (Cell(signed(point.net_benefit)),)),
        MeasureRow("net benefit, all flagged", everyone, (Cell(signed(point.net_benefit_all)),)),
    )
