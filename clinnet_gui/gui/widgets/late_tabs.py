"""Tabs whose contents are made when they are first needed: a page full of plots is not built at once."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from clinnet_gui.gui.widgets.page_frame import scrolled

Part = TypeVar("Part", bound=QWidget)


class LateTabs(QTabWidget):
    """A tab is made when it is first shown or asked for, or before that, one by one, by ``make_next``."""

    def __init__(self, inner: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        if inner:
            self.tabBar().setProperty("kind", "inner")
        self._waiting: dict[str, Callable[[], QWidget]] = {}
        self.currentChanged.connect(lambda _: self._make_shown())

    def add_late(self, title: str, make: Callable[[], QWidget]) -> None:
        """Add a tab that ``make`` will ``fill``."""
        self._waiting[title] = make
        self.addTab(QWidget(), title)

    def fill(self, title: str, part: Part, scrolls: bool = False) -> Part:
        """Put a part into the tab of that title, and return it; it ``scrolls`` where room is scarce."""
        self._waiting.pop(title, None)
        place = next(i for i in range(self.count()) if self.tabText(i) == title)
        front, kept = self.currentIndex(), self.widget(place)
        self.blockSignals(True)
        self.removeTab(place)
        self.insertTab(place, scrolled(part) if scrolls else part, title)
        self.setCurrentIndex(front)
        self.blockSignals(False)
        if kept is not None:
            kept.deleteLater()
        return part

    def make_next(self) -> bool:
        """Make one tab ahead of its need; False where all are there."""
        make = next(iter(self._waiting.values()), None)
        if make is not None:
            make()
        return make is not None

    @property
    def title(self) -> str:
        """What the tab in front is called."""
        return self.tabText(self.currentIndex())

    def showEvent(self, event: QShowEvent) -> None:
        """The tab in front is needed now."""
        self._make_shown()
        super().showEvent(event)

    def _make_shown(self) -> None:
        make = self._waiting.get(self.title) if self.isVisible() else None
        if make is not None:
            make()
