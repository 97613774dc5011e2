"""The frame of a page: its content scrolls, its footer with the primary button stays."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinnet_gui.gui.messages import label


class PageFrame(QWidget):
    """``content`` in a scroll area above a footer with a status line and one primary button."""

    def __init__(self, content: QWidget, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = label("", "muted")
        self.primary = QPushButton(action)
        self.primary.setProperty("kind", "primary")
        self.primary.setVisible(bool(action))
        content.setObjectName("content")
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        scroll.setWidget(content)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(scroll, 1)
        box.addWidget(self._footer())

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part of the content."""
        self._scroll.ensureWidgetVisible(part)

    def _footer(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "footer")
        self.footer = QHBoxLayout(frame)
        self.footer.setContentsMargins(16, 8, 16, 8)
        self.footer.setSpacing(8)
        self.footer.addWidget(self.status, 1)
        self.footer.addWidget(self.primary)
        return frame
