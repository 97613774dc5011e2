"""An interval over a curve, filled between its two bounds."""

import numpy as np
import pyqtgraph as pg
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from clinnet_gui.core.arrays import Floats
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots.inks import Ink
from clinnet_gui.gui.widgets.plots.plot import Plot

OPACITY = 48
"""Of 255: several bands lie over each other and all must be seen."""


class Band:
    """The area between two curves over the same places; it lies behind all lines."""

    def __init__(self, plot: Plot, ink: Ink) -> None:
        self.shown: tuple[Floats, Floats, Floats] = (np.zeros(0), np.zeros(0), np.zeros(0))
        self._fill = QGraphicsPathItem()
        self._fill.setPen(QPen(Qt.PenStyle.NoPen))
        self._fill.setZValue(-10)
        plot.area.addItem(self._fill, ignoreBounds=True)
        self._ink = ink
        plot.painted(self._paint)

    def show(self, places: Floats, low: Floats, high: Floats) -> None:
        """Draw the band where both bounds are known: one outline, there along the lower and back along
        the upper. ``shown`` holds its places and bounds."""
        known = np.isfinite(low) & np.isfinite(high)
        self.shown = there, low, high = places[known], low[known], high[known]
        path = QPainterPath()
        if there.size:
            along = np.concatenate([there, there[::-1]])
            path.addPolygon(arrayToQPolygonF(along, np.concatenate([low, high[::-1]])))
        self._fill.setPath(path)

    def hide(self) -> None:
        """Draw nothing."""
        nothing = np.zeros(0)
        self.show(nothing, nothing, nothing)

    def _paint(self, colours: Theme) -> None:
        colour = pg.mkColor(self._ink(colours))
        colour.setAlpha(OPACITY)
        self._fill.setBrush(pg.mkBrush(colour))
