"""One column's value, to be changed within what the training data hold."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QHBoxLayout, QSlider, QWidget

from clinnet_gui.core.data.codes import Code, NumberCode
from clinnet_gui.core.data.table import Column
from clinnet_gui.core.explanation.what_if import Value
from clinnet_gui.gui.messages import elided
from clinnet_gui.gui.widgets.results.patients.round_ticks import Ticks, round_numbers

STEPS = 1_000
"""Slider positions from one end of the range to the other."""


@dataclass(frozen=True, slots=True)
class Field:
    """What may stand in a column: ``levels``, or (where there are none) numbers of the training range
    ``low`` to ``high`` with so many ``decimals``; ``first`` and ``last`` reach on to
    the patient's own value where that lies outside. ``strange`` are values that no training row had:
    not measured, or the patient's own level."""

    name: str
    unit: str = ""
    levels: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    first: float = 0.0
    last: float = 0.0
    decimals: int = 0
    strange: tuple[Value, ...] = ()

    def text(self, value: Value) -> str:
        """Return a value with its unit, or "not measured"."""
        if value is None:
            return "not measured"
        return value if isinstance(value, str) else f"{value:,.{self.decimals}f} {self.unit}".strip()

    @property
    def ticks(self) -> Ticks:
        """Some round values of a number, with their words."""
        return round_numbers(self.first, self.last)


def field_of(code: Code, column: Column, own: Value) -> Field:
    """Return what may stand in a column, as the training rows and the patient's own value have it."""
    absent = () if code.indicator else (None,)
    if not isinstance(code, NumberCode):
        levels = (*code.levels, *code.joined)
        unseen = isinstance(own, str) and own not in levels
        strange = (*((own,) if unseen else ()), *absent)
        return Field(code.name, levels=(*levels, str(own)) if unseen else levels, strange=strange)
    reach = (code.low, code.high, *((own,) if isinstance(own, float) else ()))
    known, ends = column.values[np.isfinite(column.values)], (code.low, code.high, min(reach), max(reach))
    return Field(code.name, code.unit, (), *ends, decimals_of(known[:10_000]), strange=absent)


def decimals_of(values: np.ndarray) -> int:
    """Return how many decimals (0 to 6) the values are written with.

    >>> decimals_of(np.array([1.0, 2.25])), decimals_of(np.array([3.0]))
    (2, 0)
    """
    return next((d for d in range(6) if np.allclose(values, values.round(d), rtol=0, atol=1e-9)), 6)


class ValueEditor(QWidget):
    """A slider and a box for a number, a list for a level; both can be "not measured".

    ``changed`` carries the new value whenever the analyst makes one.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = Field("")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.spin, self.levels = QDoubleSpinBox(), QComboBox()
        self.absent = QCheckBox("not &measured")
        self._build()
        self.slider.valueChanged.connect(self._slid)
        self.spin.valueChanged.connect(self._typed)
        self.levels.currentIndexChanged.connect(self._tell)
        self.absent.toggled.connect(self._tell)

    @property
    def value(self) -> Value:
        """What stands there."""
        if self.absent.isChecked():
            return None
        return str(self.levels.currentData()) if self._field.levels else self.spin.value()

    def show_field(self, field: Field, value: Value) -> None:
        """Show a column with this value, without telling."""
        parts = (self.slider, self.spin, self.levels, self.absent)
        blockers = [QSignalBlocker(part) for part in parts]
        if field != self._field:
            self._field = field
            self._fit(field)
        self.absent.setChecked(value is None)
        if isinstance(value, str):
            self.levels.setCurrentIndex(self.levels.findData(value))
        elif value is not None:
            self.spin.setValue(value)
            self.slider.setValue(self._place(value))
        self._enable()
        del blockers

    def _build(self) -> None:
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.slider.setSingleStep(STEPS // 100)
        self.slider.setMinimumWidth(60)
        self.spin.setKeyboardTracking(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        parts = ((self.slider, 1), (self.spin, 0), (self.levels, 1), (self.absent, 0))
        for part, stretch in parts:
            row.addWidget(part, stretch)
        self._fit(self._field)

    def _fit(self, field: Field) -> None:
        for part in (self.slider, self.spin, self.levels):
            part.setAccessibleName(f"Another value of {field.name}")
        self.levels.clear()
        for level in field.levels:
            self.levels.addItem(elided(level, 30), level)
        numeric = not field.levels
        for part in (self.slider, self.spin):
            part.setVisible(numeric)
        self.levels.setVisible(not numeric)
        self.spin.setDecimals(field.decimals)
        self.spin.setRange(field.first, field.last)
        self.spin.setSingleStep(max((field.last - field.first) / 50, 10.0**-field.decimals))
        self.spin.setSuffix(f" {elided(field.unit, 10)}" if field.unit else "")

    def _place(self, value: float) -> int:
        width = self._field.last - self._field.first
        return round(STEPS * (value - self._field.first) / width) if width > 0 else 0

    def _slid(self, place: int) -> None:
        field = self._field
        with QSignalBlocker(self.spin):
            self.spin.setValue(field.first + (field.last - field.first) * place / STEPS)
        self._tell()

    def _typed(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._place(value))
        self._tell()

    def _tell(self) -> None:
        self._enable()
        self.changed.emit(self.value)

    def _enable(self) -> None:
        for part in (self.slider, self.spin, self.levels):
            part.setEnabled(not self.absent.isChecked())
