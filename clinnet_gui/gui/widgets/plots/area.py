"""The drawing area of a plot: it follows the theme, and leaves the page's wheel alone."""

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QWheelEvent

from clinnet_gui.gui.style import Theme, theme, themes
from clinnet_gui.gui.widgets.plots.plot_style import MARGIN, Paint, apply_theme, thickened


class Area(pg.PlotWidget):  # type: ignore[misc]
    """pyqtgraph's PlotWidget: Ctrl and the wheel zoom, the wheel alone scrolls the page. The tab key passes
    it by: what a key can do is done by the controls beside it, and its table is behind the plot's button."""

    def __init__(self, axes: dict[str, pg.AxisItem] | None = None) -> None:
        super().__init__(axisItems=axes, enableMenu=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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

    def draw(self, painter: QPainter, box: QRect) -> None:
        """Paint everything into a box of another device, in the theme in force; then all is as before,
        but for the colours: ``retheme`` brings them back."""
        before = self.size()
        self.resize(box.size())
        with thickened(painter.device().devicePixelRatio()):
            self.retheme()
        for _ in range(2):  # an axis finds its width while it is painted
            self.grab()
            self.getPlotItem().layout.activate()
        items = [item for item in self.scene().items() if hasattr(item, "setExportMode")]
        for item in items:  # symbols as drawings, not as pixels of the screen
            item.setExportMode(True, {"antialias": True, "painter": painter, "resolutionScale": 1.0})
        try:
            self._draw_layers(painter, box)
        finally:
            for item in items:
                item.setExportMode(False)
            self.resize(before)

    def _draw_layers(self, painter: QPainter, box: QRect) -> None:
        """Paint the data, cover what stands out of their frame, and paint the axes: not every program
        that shows an SVG knows clipping."""
        item = self.getPlotItem()
        data, ground = item.getViewBox(), self.backgroundBrush()
        axes = [item.getAxis(name) for name in ("left", "bottom")]
        for axis in axes:
            axis.setOpacity(0)
        self.render(painter, QRectF(box), self.viewport().rect())
        frame = self.mapFromScene(data.sceneBoundingRect()).boundingRect().translated(box.topLeft())
        for rest in _around(frame, box):
            painter.fillRect(rest, ground)
        for axis in axes:
            axis.setOpacity(1)
        data.setOpacity(0)
        self.setBackgroundBrush(Qt.BrushStyle.NoBrush)
        self.render(painter, QRectF(box), self.viewport().rect())
        data.setOpacity(1)
        self.setBackgroundBrush(ground)

    def sizeHint(self) -> QSize:
        """Small: the layout gives what room there is, and never scrolls for a plot's sake."""
        return QSize(160, 100)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl held; else leave the wheel to the page."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        else:
            event.ignore()


def _around(frame: QRect, box: QRect) -> tuple[QRect, ...]:
    """Return what lies around the frame: in the box, above it, and in the picture's margin."""
    far = box.adjusted(-MARGIN, -box.top() - MARGIN, MARGIN, MARGIN)
    return (
        QRect(far.topLeft(), QPoint(far.right(), frame.top() - 1)),
        QRect(QPoint(far.left(), frame.bottom() + 1), far.bottomRight()),
        QRect(QPoint(far.left(), frame.top()), QPoint(frame.left() - 1, frame.bottom())),
        QRect(QPoint(frame.right() + 1, frame.top()), QPoint(far.right(), frame.bottom())),
    )
