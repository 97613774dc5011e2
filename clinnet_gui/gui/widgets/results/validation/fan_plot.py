"""Calibration of the refits: a thin curve each, the network's own, and the one corrected by them."""

import numpy as np
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.evaluation.validation.values import Fan
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots.legend import Entry, Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.plots.plot_style import blend
from clinnet_gui.gui.widgets.results.measure_text import percent
from clinnet_gui.gui.widgets.training.behind import Behind

NOTHING = "No calibration curve can be drawn."


class FanPlot(Plot):
    """The diagonal is perfect; the corrected curve is what to expect on new patients."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Calibration on new patients", "predicted risk (%)", "observed share (%)", parent)
        for name in ("bottom", "left"):
            self.area.getPlotItem().getAxis(name).setScale(100)
        diagonal = self.line(_muted, dashed=True)
        diagonal.setData(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
        self._refits = Behind(self, _faint)
        self.legend.add(Entry("refits", Mark.LINE, _faint))
        self._apparent = self.line(_muted, "apparent", width=2)
        self._corrected = self.line(_colour, "corrected", width=2)
        self._fan: Fan | None = None
        self.set_values(self._table)

    def show_fan(self, fan: Fan) -> None:
        """Draw these curves on axes of equal length."""
        self._fan = fan
        drawn = fan.grid.size > 0
        self._refits.draw([(fan.grid, line) for line in fan.refits] if drawn else [])
        self._apparent.setData(fan.grid, fan.apparent)
        self._corrected.setData(fan.grid, fan.corrected)
        self.set_caption("" if drawn else NOTHING)
        if drawn:
            top = min(1.0, 1.03 * float(max(fan.grid[-1], fan.corrected.max(), fan.apparent.max())))
            self.area.setRange(xRange=(0, top), yRange=(0, top), padding=0.02)
        self.set_summary(_described(fan))

    def _table(self) -> Values:
        fan, names, nothing = self._fan, ("predicted", "apparent", "corrected"), np.empty(0)
        if fan is None:
            return Values(names, (nothing, nothing, nothing))
        refits = tuple(f"refit {number}" for number in range(1, len(fan.refits) + 1))
        return Values((*names, *refits), (fan.grid, fan.apparent, fan.corrected, *fan.refits))


def _described(fan: Fan) -> str:
    if not fan.grid.size:
        return NOTHING
    kind = "Spline curves" if fan.flexible else "Logistic lines, as there are too few events for curves"
    low, high = (percent(float(fan.grid[i])) for i in (0, -1))
    first, last = (percent(float(fan.corrected[i])) for i in (0, -1))
    return f"{kind}: corrected, a risk of {low} stands for {first} observed, one of {high} for {last}."


def _faint(colours: Theme) -> str:
    return blend(colours.series[0], colours.bg, 0.3)


def _muted(colours: Theme) -> str:
    return colours.muted


def _colour(colours: Theme) -> str:
    return colours.series[0]
