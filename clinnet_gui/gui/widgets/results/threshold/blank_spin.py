"""A number that is not there until it is given: nothing is chosen silently."""

from PySide6.QtWidgets import QDoubleSpinBox, QWidget

BLANK = "…"


class BlankSpin(QDoubleSpinBox):
    """A spin box whose lowest value, 0, reads as blank."""

    def __init__(self, high: float, name: str, suffix: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, high)
        self.setDecimals(1)
        self.setSuffix(suffix)
        self.setSpecialValueText(BLANK)
        self.setAccessibleName(name)
        self.setKeyboardTracking(False)

    @property
    def given(self) -> float | None:
        """The number, None while blank."""
        return self.value() if self.value() > 0 else None
