"""The upright line at the threshold: the same in every plot, and draggable where that is wanted."""

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal

from clinnet_gui.gui.style import Theme, theme
from clinnet_gui.gui.widgets.plots.plot import Plot

BOUNDS = (0.0001, 0.9999)


class ThresholdLine(QObject):
    """``moved`` while the line is dragged, ``settled`` when it is let go; dashed while none was chosen."""

    moved = Signal(float)
    settled = Signal(float)

    def __init__(self, plot: Plot, movable: bool = False, second: bool = False) -> None:
        """``second``: a thinner, dotted line beside the threshold's own."""
        super().__init__(plot)
        self._chosen, self._second = True, second
        self.item = pg.InfiniteLine(angle=90, movable=movable, bounds=BOUNDS)
        self.item.setZValue(20)
        plot.area.addItem(self.item, ignoreBounds=True)
        plot.painted(self._paint)
        self.item.hide()
        self.item.sigDragged.connect(lambda: self.moved.emit(float(self.item.value())))
        self.item.sigPositionChangeFinished.connect(lambda: self.settled.emit(float(self.item.value())))

    def show(self, threshold: float | None, chosen: bool = True) -> None:
        """Put the line at a threshold without a signal; None takes it away."""
        self.item.setVisible(threshold is not None)
        if threshold is not None:
            self.item.blockSignals(True)
            self.item.setValue(threshold)
            self.item.blockSignals(False)
        if chosen is not self._chosen:
            self._chosen = chosen
            self._paint(theme())

    def _paint(self, colours: Theme) -> None:
        style = Qt.PenStyle.SolidLine if self._chosen else Qt.PenStyle.DashLine
        width = 2
        if self._second:
            style, width = Qt.PenStyle.DotLine, 1
        self.item.setPen(pg.mkPen(colours.text, width=width, style=style))
        self.item.setHoverPen(pg.mkPen(colours.accent, width=3))
