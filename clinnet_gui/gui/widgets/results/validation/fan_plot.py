"""Calibration of the refits: a thin curve each, the network's own, and the one corrected by them."""

import numpy as np
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.validation.values import Fan
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.legend import Entry, Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.measure_text import percent
from clinnet_gui.gui.widgets.training.behind import Behind

NOTHING = "No calibration curve can be drawn."


class FanPlot(Plot):
    """The diagonal is perfect; the coloured curve is what to expect on new patients: corrected for optimism
    or, where those figures are to be reported, the mean of the refits on patients whom they did not draw."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Calibration on new patients", "predicted risk (%)", "observed share (%)", parent)
        for name in ("bottom", "left"):
            self.area.getPlotItem().getAxis(name).setScale(100)
        diagonal = self.line(inks.muted, dashed=True)
        diagonal.setData(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
        self._refits = Behind(self, inks.faint(0.3))
        self._apparent = self.line(inks.muted, width=2)
        self._expected = self.line(inks.series(0), width=2)
        self._fan: Fan | None = None
        self._unseen = False
        self._name_curves()
        self.set_values(self._table)

    def show_fan(self, fan: Fan, unseen: bool = False) -> None:
        """Draw these curves on axes of equal length; ``unseen``: out-of-bag figures are to be reported."""
        self._fan, self._unseen = fan, unseen
        drawn = self._expected_curve.size > 0
        lines = fan.strangers if unseen else fan.refits
        self._refits.draw([(fan.grid, line) for line in lines] if drawn else [])
        self._apparent.setData(fan.grid, fan.apparent)
        self._expected.setData(fan.grid if drawn else np.empty(0), self._expected_curve)
        self.set_caption("" if drawn else NOTHING)
        self._name_curves()
        if drawn:
            highest = (fan.grid[-1], self._expected_curve.max(), fan.apparent.max())
            top = min(1.0, 1.03 * float(max(highest)))
            self.area.setRange(xRange=(0, top), yRange=(0, top), padding=0.02)
        self.set_summary(self._described())

    @property
    def expected(self) -> str:
        """What the coloured curve is called."""
        return "out-of-bag" if self._unseen else "corrected"

    @property
    def _expected_curve(self) -> Floats:
        if self._fan is None:
            return np.empty(0)
        return self._fan.outside if self._unseen else self._fan.corrected

    def _name_curves(self) -> None:
        refits = "refits, patients not drawn" if self._unseen else "refits"
        curves = (refits, inks.faint(0.3)), ("apparent", inks.muted), (self.expected, inks.series(0))
        self.legend.show_entries(tuple(Entry(name, Mark.LINE, colour) for name, colour in curves))

    def _table(self) -> Values:
        names, fan, expected = ("predicted", "apparent", self.expected), self._fan, self._expected_curve
        if fan is None or not expected.size:
            return Values(names, (np.empty(0),) * 3)
        lines = fan.strangers if self._unseen else fan.refits
        refits = tuple(f"refit {number}" for number in range(1, len(lines) + 1))
        return Values((*names, *refits), (fan.grid, fan.apparent, expected, *lines))

    def _described(self) -> str:
        fan, expected = self._fan, self._expected_curve
        if fan is None or not expected.size:
            return NOTHING
        kind = "Spline curves" if fan.flexible else "Logistic lines, as there are too few events for curves"
        low, high = (percent(float(fan.grid[i])) for i in (0, -1))
        first, last = (percent(float(expected[i])) for i in (0, -1))
        return (
            f"{kind}: {self.expected}, a risk of {low} stands for {first} observed, one of {high} for {last}."
        )
