"""An interval over a curve, filled between its two bounds."""

import numpy as np
import pyqtgraph as pg

from clinnet_gui.core.arrays import Floats
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_style import Ink

OPACITY = 48
"""Of 255: several bands lie over each other and all must be seen."""


class Band:
    """The area between two curves over the same places; it lies behind all lines."""

    def __init__(self, plot: Plot, ink: Ink) -> None:
        self.bounds = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._fill = pg.FillBetweenItem(*self.bounds)
        self._fill.setZValue(-10)
        plot.area.addItem(self._fill)
        self._ink = ink
        plot.painted(self._paint)

    def show(self, places: Floats, low: Floats, high: Floats) -> None:
        """Draw the band where both bounds are known."""
        known = np.isfinite(low) & np.isfinite(high)
        for curve, values in zip(self.bounds, (low, high), strict=True):
            curve.setData(places[known], values[known])

    def hide(self) -> None:
        """Draw nothing."""
        for curve in self.bounds:
            curve.setData([], [])

    def _paint(self, colours: Theme) -> None:
        colour = pg.mkColor(self._ink(colours))
        colour.setAlpha(OPACITY)
        self._fill.setBrush(pg.mkBrush(colour))
