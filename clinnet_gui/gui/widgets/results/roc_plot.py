"""The ROC curve with the operating point."""

import numpy as np
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.gui.widgets.plots.legend import Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.measure_text import interval, number


class RocPlot(Plot):
    """Sensitivity against 1 - specificity; the marker stands at the threshold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("ROC curve", "1 − specificity (%)", "sensitivity (%)", parent)
        for name in ("bottom", "left"):
            self.area.getPlotItem().getAxis(name).setScale(100)
        self.line(lambda colours: colours.muted, dashed=True).setData(np.array([0.0, 1]), np.array([0.0, 1]))
        self._curve = self.line(lambda colours: colours.series[0], width=2)
        self._point = self.marks(lambda colours: colours.text, Mark.DIAMOND, "threshold", size=13)
        self._points: tuple[Floats, Floats] = (np.zeros(0), np.zeros(0))
        self.area.setRange(xRange=(0, 1), yRange=(0, 1), padding=0.02)
        self.set_values(lambda: Values(("1 - specificity", "sensitivity"), self._points))

    def show_curve(self, false_positive: Floats, true_positive: Floats, auroc: Measure) -> None:
        """Draw the curve through these rates (0..1)."""
        self._points = (false_positive, true_positive)
        self._curve.setData(false_positive, true_positive)
        self.set_summary(f"Area under the curve {number(auroc.value)} {interval(auroc)}.")

    def show_point(self, false_positive: float, true_positive: float) -> None:
        """Put the marker at the operating point."""
        here = np.isfinite([false_positive, true_positive]).all()
        self._point.setData([false_positive] if here else [], [true_positive] if here else [])

    @property
    def point(self) -> tuple[float, float] | None:
        """Where the marker stands: 1 - specificity and sensitivity."""
        x, y = self._point.getData()
        return (float(x[0]), float(y[0])) if x is not None and len(x) else None
