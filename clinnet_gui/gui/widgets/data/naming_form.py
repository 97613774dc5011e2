"""Which columns of the file are meant: outcome, event, risk, and perhaps a second risk and the patient."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from clinnet_gui.core.data.outcome import OutcomeLevel
from clinnet_gui.core.data.table import Kind, Table
from clinnet_gui.core.evaluation.predictions import Naming
from clinnet_gui.gui.messages import elided, label, tip
from clinnet_gui.gui.widgets.data.column_box import column_box
from clinnet_gui.gui.widgets.data.event_button import EventButton

PATIENT = (
    "The column that says whose row it is, where patients have several rows. Rows of one patient resemble "
    "each other, so intervals then count patients."
)
PERCENT = "Divide the risks by 100: they are written as 12.5, not as 0.125."


class NamingForm(QWidget):
    """``named`` carries a Naming: what the analyst chose, and for the rest what stood there."""

    named = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome, self.risk = column_box("Outcome", 8), column_box("Predicted risk", 8)
        self.rival, self.patient = column_box("Compare with", 8), column_box("Patient", 8)
        self.levels = EventButton()
        self.percent = QCheckBox("in &percent")
        self.percent.setToolTip(tip(PERCENT))
        self._naming = Naming("", "")
        self._table: Table | None = None
        self._build()
        for combo in (self.outcome, self.risk, self.rival, self.patient):
            combo.activated.connect(lambda _: self._tell(self._naming.event))
        self.percent.clicked.connect(lambda _: self._tell(self._naming.event))
        self.levels.event_wanted.connect(self._tell)

    def show_naming(self, table: Table, naming: Naming | None, levels: tuple[OutcomeLevel, ...]) -> None:
        """Show the table's columns and what was chosen among them."""
        if table is not self._table:
            self._table = table
            self._list(table)
        self._naming = naming or Naming("", "")
        chosen = self._naming
        for combo, name, meaning in (
            (self.outcome, chosen.outcome, ""),
            (self.risk, chosen.risk, ""),
            (self.rival, chosen.rival, ""),
            (self.patient, chosen.patient, PATIENT),
        ):
            combo.setCurrentIndex(max(0, combo.findData(name)))
            combo.setToolTip(tip(". ".join(part for part in (name, meaning) if part)))
        self.percent.setChecked(self._naming.percent)
        self.levels.show_event(self._naming.event, levels)

    def _list(self, table: Table) -> None:
        numbers = [column.name for column in table.columns if column.kind is Kind.NUMBER]
        for combo, nothing, names in (
            (self.outcome, "choose…", list(table.names)),
            (self.risk, "choose…", numbers),
            (self.rival, "nothing", numbers),
            (self.patient, "each row", list(table.names)),
        ):
            combo.clear()
            combo.addItem(nothing, "")
            for name in names:
                combo.addItem(elided(name, 40), name)

    def _tell(self, event: tuple[str, ...]) -> None:
        outcome, risk, rival = (str(c.currentData()) for c in (self.outcome, self.risk, self.rival))
        changed = replace(self._naming, outcome=outcome, risk=risk, rival=rival, event=event)
        patient = str(self.patient.currentData())
        self.named.emit(replace(changed, percent=self.percent.isChecked(), patient=patient))

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        fields = (("&Outcome", self.outcome), ("&Event", self.levels), ("&Risk", self.risk))
        for text, field in (*fields, ("&Compare with", self.rival), ("&Patient", self.patient)):
            name = label(text)
            name.setWordWrap(False)
            name.setBuddy(field)
            row.addWidget(name)
            row.addWidget(field, 12 * isinstance(field, QComboBox))
            if field is self.risk:
                row.addWidget(self.percent)
            row.addSpacing(8)
        row.addStretch(1)
