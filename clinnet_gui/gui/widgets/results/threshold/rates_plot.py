"""Sensitivity, specificity, PPV and NPV over all thresholds, each with the band of its interval."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.evaluation.grid import Rates
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots.inks import Ink
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.band import Band
from clinnet_gui.gui.widgets.results.threshold.line import ThresholdLine

NAMES = ("sensitivity", "specificity", "PPV", "NPV")


class RatesPlot(Plot):
    """Solid lines are shares of those with or without the event, dashed ones shares of those flagged
    or not. ``moved`` while the line is dragged, ``settled`` when it is let go."""

    moved = Signal(float)
    settled = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Rates", "threshold (%)", "share (%)", parent)
        for name in ("bottom", "left"):
            self.area.getPlotItem().getAxis(name).setScale(100)
        inks = [_series(k) for k in range(len(NAMES))]
        self._bands = [Band(self, ink) for ink in inks]
        self._lines = [
            self.line(ink, name, dashed=k >= 2) for k, (name, ink) in enumerate(zip(NAMES, inks, strict=True))
        ]
        self.threshold = ThresholdLine(self, movable=True)
        self.threshold.moved.connect(self.moved)
        self.threshold.settled.connect(self.settled)
        self._rates: Rates | None = None
        self.set_values(self._table)

    def show_rates(self, rates: Rates) -> None:
        """Draw the rates over their thresholds."""
        self._rates, t = rates, rates.thresholds
        for band, curve, rate in zip(self._bands, self._lines, rates.of, strict=True):
            known = np.isfinite(rate.value)
            band.show(t, rate.low, rate.high)
            curve.setData(t[known], rate.value[known])
        self.area.setRange(xRange=(0, float(t[-1])), yRange=(0, 1), padding=0.01)
        self.set_summary(
            "A higher threshold flags fewer: sensitivity falls and specificity rises. "
            "Bands are 95 % Wilson intervals."
        )

    def _table(self) -> Values:
        if self._rates is None:
            return Values(("threshold",), (np.zeros(0),))
        columns, names = [self._rates.thresholds], ["threshold"]
        for name, rate in zip(NAMES, self._rates.of, strict=True):
            columns += [rate.value, rate.low, rate.high]
            names += [name, f"{name}, lower", f"{name}, upper"]
        return Values(tuple(names), tuple(columns))


def _series(number: int) -> Ink:
    def ink(colours: Theme) -> str:
        return colours.series[number]

    return ink
