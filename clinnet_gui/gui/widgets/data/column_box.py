"""A box that names one column of the file, no wider than some letters whatever the names."""

from PySide6.QtWidgets import QComboBox


def column_box(name: str, letters: int) -> QComboBox:
    """Return an empty box, ``name`` telling a screen reader what is chosen."""
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(letters)
    return combo
