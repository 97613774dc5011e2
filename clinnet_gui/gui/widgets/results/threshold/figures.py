"""The figures at the threshold: what it means for 1,000 patients first, the rest behind tabs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.consequences import Consequences
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.page_frame import inner_tabs
from clinnet_gui.gui.widgets.results.measure_table import MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import percent
from clinnet_gui.gui.widgets.results.threshold.blank_spin import BlankSpin
from clinnet_gui.gui.widgets.results.threshold.confusion_table import ConfusionTable
from clinnet_gui.gui.widgets.results.threshold.figure_rows import (
    nearby,
    of_point,
    rates,
    thousand,
    unknown,
    worth,
)
from clinnet_gui.gui.widgets.results.threshold.per_thousand import KEY, ThousandDots
from clinnet_gui.gui.widgets.results.threshold.prevalence_field import PrevalenceField

BOTH = ("", "these rows", "where used")
ALONE = ("", "", "")
NEAR = ("of 1,000", "lower end", "here", "upper end")


class ThresholdFigures(QWidget):
    """Four tabs: 1,000 patients, rates, worth, and the thresholds nearby; rewritten in place while the
    threshold moves. ``ranged`` carries the range of reasonable thresholds, or None for the default."""

    ranged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = line("", "warn")
        self.prevalence = PrevalenceField()
        self.thousand = MeasureTable(BOTH, "Of 1,000 patients")
        self.dots, self.key = ThousandDots(), line(KEY, "muted")
        self.dotted = QCheckBox("Dots")
        self.dotted.setChecked(True)
        self.dotted.toggled.connect(self.dots.setVisible)
        self.confusion = ConfusionTable()
        self.rates = MeasureTable(BOTH, "Rates at the threshold")
        self.worth = MeasureTable(BOTH, "Net benefit at the threshold")
        self.nearby = MeasureTable(NEAR, "Thresholds nearby", stacked=True)
        self.low, self.high = _bound("Lowest reasonable threshold"), _bound("Highest reasonable threshold")
        self.usual = QPushButton("Reset")
        self.usual.setAccessibleName("Half to twice the threshold again")
        self.usual.setToolTip("Half to twice the threshold again")
        self.tabs = self._made_tabs()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.notice)
        box.addWidget(self.tabs, 1)

    def show_consequences(
        self, at: Consequences, ends: tuple[Consequences, Consequences], known: bool
    ) -> None:
        """Show a threshold and the ends of the reasonable range; dashes where nothing is ``known``."""
        three = (ends[0], at, ends[1])
        self.worth.stand(stacked=at.worth_there is not None)
        shown = (thousand(at), rates(at), worth(at), nearby(three))
        tables = (self.thousand, self.rates, self.worth, self.nearby)
        for table, rows in zip(tables, shown, strict=True):
            table.set_rows(rows if known else unknown(rows))
        for table in tables[:3]:
            table.set_headings(BOTH if at.there else ALONE)
        self.nearby.set_headings((NEAR[0], *(f"at {percent(one.threshold)}" for one in three)))
        self.key.setText(KEY if at.there is None else f"{KEY} Where used.")
        per = at.point.per_thousand if at.there is None else at.there.per_thousand
        self.dots.show_counts(per if known else None)
        self.confusion.show_counts(at.point.confusion if known else None)
        self.tabs.setAccessibleDescription(of_point(at.point) if known else self.notice.text())

    def show_range(self, low: float, high: float, chosen: bool) -> None:
        """Show the reasonable range, and whether it is another than the default."""
        for spin, value in ((self.low, low), (self.high, high)):
            spin.blockSignals(True)
            spin.setValue(100 * value)
            spin.blockSignals(False)
        self.usual.setEnabled(chosen)

    def show_notice(self, text: str) -> None:
        """Say why no figure is shown; nothing where figures are."""
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def _made_tabs(self) -> QTabWidget:
        tabs = inner_tabs()
        tabs.setAccessibleName("Figures at the threshold")
        tabs.addTab(_page(self.prevalence, self.thousand, self.dots, self._made_key()), "Of 1,000")
        tabs.addTab(_page(self.confusion, self.rates), "Rates")
        tabs.addTab(_page(self.worth), "Worth")
        tabs.addTab(_page(self.nearby, self._made_range()), "Nearby")
        return tabs

    def _made_key(self) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.key, 1)
        box.addWidget(self.dotted)
        return row

    def _made_range(self) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for part in (line("Reasonable"), self.low, line("to"), self.high, self.usual):
            box.addWidget(part)
        box.addStretch(1)
        for spin in (self.low, self.high):
            spin.valueChanged.connect(self._range)
        self.usual.clicked.connect(lambda: self.ranged.emit(None))
        return row

    def _range(self) -> None:
        low, high = self.low.value() / 100, self.high.value() / 100
        self.ranged.emit((min(low, high), max(low, high)))


def _page(*parts: QWidget) -> QWidget:
    page = QWidget()
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 8, 0, 0)
    box.setSpacing(8)
    for part in parts:
        box.addWidget(part, 1 if isinstance(part, ThousandDots) else 0)
    if not any(isinstance(part, ThousandDots) for part in parts):
        box.addStretch(1)
    return page


def _bound(name: str) -> BlankSpin:
    spin = BlankSpin(99.99, name, " %")
    spin.setDecimals(2)
    spin.setMinimum(0.01)
    spin.setSpecialValueText("")
    return spin
