"""Slider and spin box bound to one threshold, in percent of risk."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSlider, QWidget

from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.gui.widgets.kinds import line

SCALE = 10_000
"""Slider positions for a risk of 1: one is 0.01 percentage points."""


def preview(curve: Curve) -> float:
    """Return where the line stands until a threshold is chosen: at the share of events, kept inside the
    slider's range."""
    return min(max(curve.prevalence, 0.001), 0.999) if curve.n else 0.5


class PercentSpin(QDoubleSpinBox):
    """A risk in percent: arrows move by 0.1 points, with Shift held or by page keys by 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0.01, 99.99)
        self.setDecimals(2)
        self.setSingleStep(0.1)
        self.setSuffix(" %")
        self.setKeyboardTracking(False)

    @property
    def share(self) -> float:
        """The risk (0..1) as it is spelled: 1.1 / 100 lies above 0.011, where patients may stand."""
        return round(self.value() / 100, 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Make larger steps with Shift."""
        steps = {Qt.Key.Key_Up: 10, Qt.Key.Key_Down: -10}.get(Qt.Key(event.key()))
        if steps is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.stepBy(steps)
        else:
            super().keyPressEvent(event)


class ThresholdControl(QWidget):
    """``moved`` while the analyst drags, ``settled`` when the value stands. Arrow keys move by 0.1
    percentage points, with Shift or by page keys by 1."""

    moved = Signal(float)
    settled = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = self._made_slider()
        self.spin = self._made_spin()
        name = line("&Threshold")
        name.setBuddy(self.spin)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for part, stretch in ((name, 0), (self.slider, 1), (self.spin, 0)):
            row.addWidget(part, stretch)

    @property
    def value(self) -> float:
        """The threshold shown (0..1)."""
        return self.spin.share

    def show_value(self, threshold: float) -> None:
        """Show a threshold without emitting."""
        with QSignalBlocker(self.slider), QSignalBlocker(self.spin):
            self.slider.setValue(round(threshold * SCALE))
            self.spin.setValue(100 * threshold)

    def _made_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(1, SCALE - 1)
        slider.setSingleStep(10)
        slider.setPageStep(100)
        slider.setAccessibleName("Threshold")
        slider.valueChanged.connect(self._slid)
        slider.sliderReleased.connect(lambda: self.settled.emit(self.slider.value() / SCALE))
        return slider

    def _made_spin(self) -> PercentSpin:
        spin = PercentSpin()
        spin.setAccessibleName("Threshold in percent")
        spin.valueChanged.connect(lambda _: self.settled.emit(spin.share))
        return spin

    def _slid(self, position: int) -> None:
        """A drag only moves; a key or a click beside the handle settles at once."""
        signal = self.moved if self.slider.isSliderDown() else self.settled
        signal.emit(position / SCALE)
