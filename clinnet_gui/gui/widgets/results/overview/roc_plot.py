"""The ROC curve, with the operating point that the threshold gives."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.curves import Confusion
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.legend import Entry, Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values, nearest
from clinnet_gui.gui.widgets.results.measure_text import interval, number, percent


class RocPlot(Plot):
    """Sensitivity against 1 - specificity, the area under it in words; the marker stands at the threshold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("ROC curve", "1 − specificity (%)", "sensitivity (%)", parent)
        for name in ("bottom", "left"):
            self.area.getPlotItem().getAxis(name).setScale(100)
        self.line(inks.muted, dashed=True).setData(np.array([0.0, 1]), np.array([0.0, 1]))
        self._curve = self.line(inks.series(0), width=2)
        self._point = self.marks(inks.text, Mark.DIAMOND, size=13)
        self._words = pg.TextItem(anchor=(1, 1))
        self._words.setPos(1.0, 0.0)
        self.area.addItem(self._words, ignoreBounds=True)
        self.painted(self._paint_words)
        self._points: tuple[Floats, Floats] = (np.zeros(0), np.zeros(0))
        self.area.setRange(xRange=(0, 1), yRange=(0, 1), padding=0.02)
        self.set_values(lambda: Values(("1 - specificity", "sensitivity"), self._points))
        self.set_reading(self._reading)

    def show_curve(self, false_positive: Floats, true_positive: Floats, auroc: Measure) -> None:
        """Draw the curve through these rates (0..1)."""
        self._points = (false_positive, true_positive)
        self._curve.setData(false_positive, true_positive)
        said = f"{number(auroc.value)} {interval(auroc)}".strip()
        self._words.setPlainText(f"AUROC {said}")
        self.set_summary(f"Area under the curve {said}.")

    def show_threshold(self, counts: Confusion | None) -> None:
        """Put the marker where a threshold leads; None, or an outcome that nobody has, takes it away."""
        if counts is None or not (counts.tp + counts.fn and counts.fp + counts.tn):
            self._point.setData([], [])
            self.legend.show_entries(())
            return
        self._point.setData([counts.fp / (counts.fp + counts.tn)], [counts.tp / (counts.tp + counts.fn)])
        self.legend.show_entries((Entry("threshold", Mark.DIAMOND, inks.text),))

    @property
    def point(self) -> tuple[float, float] | None:
        """Where the marker stands: 1 - specificity and sensitivity."""
        x, y = self._point.getData()
        return (float(x[0]), float(y[0])) if x is not None and len(x) else None

    def _paint_words(self, colours: Theme) -> None:
        self._words.setColor(colours.text)
        self._words.fill = pg.mkBrush(colours.bg)  # the diagonal would run through them

    def _reading(self, x: float, _y: float) -> str:
        at = nearest(self._points[0], x)
        if at is None or not 0 <= x <= 1:
            return ""
        return f"sensitivity {percent(self._points[1][at])}, specificity {percent(1 - self._points[0][at])}"
