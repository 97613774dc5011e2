"""The drawing area of a plot: it follows the theme, and leaves the page's wheel alone."""

import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent

from clinnet_gui.gui.style import Theme, theme, themes
from clinnet_gui.gui.widgets.plots.plot_style import Paint, apply_theme


class Area(pg.PlotWidget):  # type: ignore[misc]
    """pyqtgraph's PlotWidget: Ctrl and the wheel zoom, the wheel alone scrolls the page."""

    def __init__(self, axes: dict[str, pg.AxisItem] | None = None) -> None:
        super().__init__(axisItems=axes)
        self._paints: list[Paint] = []
        themes.changed.connect(self.retheme)

    def painted(self, paint: Paint) -> None:
        """Call ``paint`` with the theme now and at every change of it."""
        self._paints.append(paint)
        paint(theme())

    def retheme(self, wanted: Theme | None = None) -> None:
        """Draw everything in the theme in force, or in the wanted one."""
        colours = wanted or theme()
        apply_theme(self, colours)
        for paint in self._paints:
            paint(colours)

    def sizeHint(self) -> QSize:
        """Small: the layout gives what room there is, and never scrolls for a plot's sake."""
        return QSize(160, 100)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl held; else leave the wheel to the page."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        else:
            event.ignore()
