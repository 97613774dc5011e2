"""Numbers that a sample size rests on, each in a field of its own."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QWidget

from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.widgets.kinds import line


@dataclass(frozen=True, slots=True)
class Entry:
    """A number: its name, its range, its decimals, and what it means."""

    name: str
    low: float
    high: float
    decimals: int
    meaning: str


class SizeForm(QWidget):
    """Two fields a line; ``changed`` when the analyst has entered another number."""

    changed = Signal()

    def __init__(self, entries: tuple[Entry, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = tuple(_field(entry) for entry in entries)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        for at, (entry, field) in enumerate(zip(entries, self.fields, strict=True)):
            row, column = divmod(at, 2)
            grid.addWidget(line(entry.name), row, 3 * column)
            grid.addWidget(field, row, 3 * column + 1)
            field.valueChanged.connect(lambda _: self.changed.emit())
        grid.setColumnMinimumWidth(2, 12)
        grid.setColumnStretch(5, 1)

    @property
    def values(self) -> tuple[float, ...]:
        """What the fields hold."""
        return tuple(field.value() for field in self.fields)

    def show_values(self, values: tuple[float, ...]) -> None:
        """Fill the fields; that is no change of the analyst's."""
        for field, value in zip(self.fields, values, strict=True):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)


def _field(entry: Entry) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(entry.low, entry.high)
    field.setDecimals(entry.decimals)
    field.setSingleStep(10.0**-entry.decimals)
    field.setGroupSeparatorShown(True)
    field.setKeyboardTracking(False)
    field.setAccessibleName(entry.name)
    field.setToolTip(tip(entry.meaning))
    return field
