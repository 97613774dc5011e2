"""What a page shows before there is anything to show: one sentence and the way on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from clinnet_gui.gui.messages import label


class EmptyState(QWidget):
    """A sentence in the middle, and a button under it; ``acted`` when it is pressed."""

    acted = Signal()

    def __init__(self, text: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sentence = label(text, "muted")
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton(action)
        self.button.setVisible(bool(action))
        self.button.clicked.connect(self.acted)
        box = QVBoxLayout(self)
        box.addStretch(1)
        box.addWidget(sentence)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        box.addStretch(1)
