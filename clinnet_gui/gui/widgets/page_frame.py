"""The frame of a page: its content scrolls, its footer with the primary button stays."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from clinnet_gui.gui.messages import label


class PageFrame(QWidget):
    """``content`` in a scroll area above a footer with a status line and one primary button."""

    def __init__(self, content: QWidget, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = label("", "muted")
        self.primary = QPushButton(action)
        self.primary.setProperty("kind", "primary")
        self.primary.setVisible(bool(action))
        self._scroll = scroll = scrolled(content)
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


def scrolled(content: QWidget) -> QScrollArea:
    """Return an area without a frame in which ``content`` scrolls where there is not room for it; only then
    the tab key stops at it, for the keys that scroll."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    content.setObjectName("content")
    area.setWidget(content)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for bar in (area.verticalScrollBar(), area.horizontalScrollBar()):
        bar.rangeChanged.connect(lambda *_: _stop_at(area))
    return area


def _stop_at(area: QScrollArea) -> None:
    bars = area.verticalScrollBar(), area.horizontalScrollBar()
    scrolls = any(bar.maximum() > bar.minimum() for bar in bars)
    area.setFocusPolicy(Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus)


def inner_tabs() -> QTabWidget:
    """Return tabs that stand within a tab: low ones."""
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.tabBar().setDrawBase(False)
    tabs.tabBar().setProperty("kind", "inner")
    return tabs
