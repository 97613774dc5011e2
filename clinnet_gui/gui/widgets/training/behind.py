"""Curves of one colour behind all else, one a fold: as many as there are, made as needed."""

import pyqtgraph as pg

from clinnet_gui.core.arrays import Floats
from clinnet_gui.gui.widgets.plots.inks import Ink
from clinnet_gui.gui.widgets.plots.plot import Plot


class Behind:
    """A pool of curves of one colour below everything else of a plot."""

    def __init__(self, plot: Plot, ink: Ink, dashed: bool = False) -> None:
        self._plot, self._ink, self._dashed = plot, ink, dashed
        self.curves: list[pg.PlotCurveItem] = []

    def draw(self, series: list[tuple[Floats, Floats]]) -> None:
        """Draw these series (steps, values as drawn), and no others."""
        while len(self.curves) < len(series):
            curve = self._plot.line(self._ink, dashed=self._dashed)
            curve.setZValue(-1)
            self.curves.append(curve)
        for i, curve in enumerate(self.curves):
            curve.setVisible(i < len(series))
            if i < len(series):
                curve.setData(*series[i])
