"""What is to be predicted: the outcome's column, which of its levels is the event, who is who."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from clinnet_gui.core.data.dataset import Role, Roles
from clinnet_gui.core.data.outcome import OutcomeLevel
from clinnet_gui.core.data.table import Table
from clinnet_gui.gui.messages import elided, label
from clinnet_gui.gui.widgets.data.column_box import column_box
from clinnet_gui.gui.widgets.data.event_button import EventButton


class OutcomeForm(QWidget):
    """``role_wanted`` carries a column's index (-1: none) and a role, ``event_wanted`` the levels."""

    role_wanted = Signal(int, str)
    event_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome = column_box("Outcome", 18)
        self.identifier = column_box("Patient id", 18)
        self.levels = EventButton()
        self.levels.event_wanted.connect(self.event_wanted)
        self._names: tuple[str, ...] | None = None
        self.outcome.activated.connect(lambda: self._wish(self.outcome, Role.OUTCOME))
        self.identifier.activated.connect(lambda: self._wish(self.identifier, Role.ID))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        texts = ("&Outcome", "&Event", "Patient &id")
        for text, field in zip(texts, (self.outcome, self.levels, self.identifier), strict=True):
            name = label(text)
            name.setWordWrap(False)
            name.setBuddy(field)
            row.addWidget(name)
            row.addWidget(field)
            row.addSpacing(8)
        row.addStretch(1)

    def show_roles(self, table: Table, roles: Roles, levels: tuple[OutcomeLevel, ...]) -> None:
        """Show the columns and what was chosen among them."""
        if table.names != self._names:
            self._names = table.names
            for combo, nothing in ((self.outcome, "choose…"), (self.identifier, "none")):
                combo.clear()
                combo.addItem(nothing)
                combo.addItems([elided(name, 40) for name in table.names])
        for combo, role in ((self.outcome, Role.OUTCOME), (self.identifier, Role.ID)):
            index = roles.index_of(role)
            combo.setCurrentIndex(0 if index is None else index + 1)
        self.levels.show_event(roles.event, levels)

    def _wish(self, combo: QComboBox, role: Role) -> None:
        self.role_wanted.emit(combo.currentIndex() - 1, str(role))
