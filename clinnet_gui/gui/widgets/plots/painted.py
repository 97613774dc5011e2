"""A plot that is painted by hand instead of by pyqtgraph: a waterfall, a flow of boxes."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from clinnet_gui.gui.style import LIGHT, themes
from clinnet_gui.gui.widgets.plots.exportable import Exportable
from clinnet_gui.gui.widgets.plots.heading import draw_heading


class Painted(Exportable):
    """A subclass paints in ``paint``, with the colours of ``theme()``; the button of the ways out
    lies over the upper right corner."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.more.setParent(self)
        themes.changed.connect(self.update)

    def paint(self, painter: QPainter, size: QSize) -> None:
        """Paint it in the theme in force; the painter stands at the upper left corner."""
        raise NotImplementedError

    def depict(self, painter: QPainter, size: QSize) -> None:
        """Paint name and plot in the light theme."""
        with themes.lent(LIGHT):
            top = draw_heading(painter, self.accessibleName(), size.width(), self.font())
            painter.translate(0, top)
            self.paint(painter, QSize(size.width(), size.height() - top))
            painter.translate(0, -top)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, self.size())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in its corner."""
        super().resizeEvent(event)
        self.more.adjustSize()
        self.more.move(self.width() - self.more.width(), 0)
