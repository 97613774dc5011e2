"""The grey zone: a second, lower threshold under which patients are ruled out; shown when asked for."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.grey_zone import GreyZone, Zoned
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow, MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import Cell, cell, percent, whole
from clinnet_gui.gui.widgets.results.threshold.control import PercentSpin
from clinnet_gui.gui.widgets.results.threshold.figure_rows import unknown
from clinnet_gui.gui.widgets.results.threshold.figures import ALONE, BOTH

MEANING = (
    "Two thresholds: patients below the lower are ruled out, those from the threshold on ruled in. Those "
    "between need another test or a closer look."
)
FIRST = "Choose a threshold first."
FLAGS = "Ruled in from {} on, the threshold. New patients are flagged by it alone."
ROWS = (
    ("ruled out", "Patients of 1,000 below the lower threshold."),
    ("  of them missed", "Those with the event all the same."),
    ("  NPV", "Share of those ruled out who have no event."),
    ("grey zone", "Patients of 1,000 between the thresholds."),
    ("  of them events", "Those with the event."),
    ("  share of events", "Share of those in the grey zone who have the event."),
    ("ruled in", "Patients of 1,000 from the threshold on."),
    ("  of them found", "Those with the event."),
    ("  PPV", "Share of those ruled in who have the event."),
)


class GreyPanel(QWidget):
    """A check box, and behind it the lower threshold and what both do. ``settled`` carries the lower
    threshold, or None where the zone is given up; ``wanted`` is emitted where one is asked for."""

    settled = Signal(object)
    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = QCheckBox("Rule out below")
        self.spin = PercentSpin()
        self.flags, self.table = label("", "muted"), MeasureTable(BOTH, "Grey zone, of 1,000 patients")
        self.spin.setAccessibleName("Risk below which patients are ruled out, in percent")
        self.asked.toggled.connect(lambda on: self.wanted.emit() if on else self.settled.emit(None))
        self.spin.valueChanged.connect(lambda value: self.settled.emit(value / 100))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.asked)
        row.addWidget(self.spin)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(8)
        box.addLayout(row)
        box.addWidget(self.flags)
        box.addWidget(self.table)
        box.addStretch(1)

    def show_zone(self, zone: GreyZone | None, chosen: bool, known: bool) -> None:
        """Show a zone, or none; one can be asked for where a threshold is ``chosen``. Dashes where nothing
        is ``known``."""
        with QSignalBlocker(self.asked), QSignalBlocker(self.spin):
            self.asked.setChecked(zone is not None)
            if zone is not None:
                self.spin.setValue(100 * zone.rule_out)
        self.asked.setEnabled(chosen)
        self.asked.setToolTip(tip(MEANING if chosen else FIRST))
        for part in (self.spin, self.table):
            part.setVisible(zone is not None)
        if zone is None:
            self.flags.setText(MEANING if chosen else f"{MEANING} {FIRST}")
            return
        self.flags.setText(FLAGS.format(percent(zone.rule_in)))
        rows = zone_rows(zone)
        self.table.set_rows(rows if known else unknown(rows))
        self.table.set_headings(BOTH if zone.there else ALONE)


def zone_rows(zone: GreyZone) -> tuple[MeasureRow, ...]:
    """Return the zones of 1,000 patients and their predictive values, in both places."""
    other = [Cell("")] * len(ROWS) if zone.there is None else _cells(zone.there)
    rows = zip(ROWS, _cells(zone.here), other, strict=True)
    return tuple(MeasureRow(name, meaning, (one, two)) for (name, meaning), one, two in rows)


def _cells(of: Zoned) -> list[Cell]:
    per = of.zones
    counts = ((per.ruled_out, per.missed), (per.grey, per.grey_events), (per.ruled_in, per.found))
    made: list[Cell] = []
    for (patients, events), zone in zip(counts, (of.out, of.grey, of.into), strict=True):
        made += [whole(patients, zone.patients), whole(events, zone.events), cell(zone.share, percent)]
    return made
