"""Instability: the risks that refits give to a patient against the risk by the network."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.evaluation.validation.values import Instability
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.legend import Entry, Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.plots.plot_style import pen

COLUMNS = ("risk", "low", "high", "mean difference", "share on the other side")
BAND = ("band: risk", "band: low", "band: high")


class InstabilityPlot(Plot):
    """A dot a refit and patient; the band holds 95 % of the refits; rules at the threshold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Instability of the risks", "risk by the network (%)", "risk by refits (%)", parent)
        for name in ("bottom", "left"):
            self.area.getPlotItem().getAxis(name).setScale(100)
        self._cloud = pg.ScatterPlotItem(symbol="s", size=2, pxMode=True)
        self.area.addItem(self._cloud)
        self.painted(self._paint)
        self.legend.add(Entry("refits of a patient", Mark.SQUARE, inks.faint(0.35)))
        diagonal = self.line(inks.muted, dashed=True)
        diagonal.setData(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
        self._low, self._high = (
            self.line(inks.series(0), "95 % of the refits", width=2),
            self.line(inks.series(0), width=2),
        )
        self._rules = self.rule(inks.text, angle=90), self.rule(inks.text, angle=0)
        self._shown: Instability | None = None
        self.set_values(self._table)

    def show_instability(self, found: Instability, threshold: float | None) -> None:
        """Draw the refits' risks on axes of equal length."""
        self._shown = found
        self._cloud.setData(found.cloud[:, 0], found.cloud[:, 1])
        self._low.setData(found.band[:, 0], found.band[:, 1])
        self._high.setData(found.band[:, 0], found.band[:, 2])
        for rule in self._rules:
            rule.setVisible(threshold is not None)
            rule.setValue(0.0 if threshold is None else threshold)
        top = min(1.0, 1.03 * float(np.quantile(found.cloud, 0.999)))
        self.area.setRange(xRange=(0, top), yRange=(0, top), padding=0.02)
        self.set_summary(
            f"A refit moves a patient's risk by {100 * found.mean_distance:.1f} percentage points on average."
        )

    def _paint(self, colours: Theme) -> None:
        self._cloud.setPen(pen(inks.faint(0.35)(colours)))
        self._cloud.setBrush(pg.mkBrush(inks.faint(0.35)(colours)))

    def _table(self) -> Values:
        found = self._shown
        if found is None:
            return Values(COLUMNS, (np.empty(0),) * len(COLUMNS))
        of_patients = (found.risks, found.low, found.high, found.distances, found.flips)
        rising = np.argsort(found.risks, kind="stable")  # the order of the file would tell who is who
        return Values((*COLUMNS, *BAND), (*(of[rising] for of in of_patients), *found.band.T))
