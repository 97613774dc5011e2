"""The decision curve to choose on: three measures, the range of reasonable thresholds, work-ups a case."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.benefit_sample import BenefitSample
from clinnet_gui.core.evaluation.sure import SureCurve
from clinnet_gui.core.evaluation.utility import UtilityCurve
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.inks import blend
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.plots.plot_style import label_size, pen
from clinnet_gui.gui.widgets.results.threshold.benefit_band import BenefitBand
from clinnet_gui.gui.widgets.results.threshold.decision_curve import FLOOR, describe
from clinnet_gui.gui.widgets.results.threshold.harm_axis import HarmAxis
from clinnet_gui.gui.widgets.results.threshold.line import BOUNDS, ThresholdLine

MEASURES = (
    ("net benefit", "net benefit"),
    ("standardised", "standardised net benefit"),
    ("avoided", "work-ups avoided per 100 patients"),
)
"""How each is called in the list, and in the table of the plot's numbers."""
MEANING = (
    "Net benefit in true positives a patient; standardised: as a share of that of a perfect model; avoided: "
    "work-ups avoided per 100 patients against flagging all, net of cases missed."
)


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """What one measure draws over the thresholds: the model, flagging all, flagging nobody; how ``sure``
    the model's is; and the range of the upright axis."""

    model: Floats
    everyone: Floats
    nobody: Floats
    sure: SureCurve
    low: float
    high: float


def worth_drawing(of: UtilityCurve, top: float) -> float:
    """Return the threshold up to which the network is worth more than a fiftieth of what finding
    every case would be; at least a tenth of ``top``, at most ``top``."""
    with np.errstate(invalid="ignore"):
        worth = of.thresholds[of.standardised > 0.02]
    return min(top, max(1.05 * float(worth[-1]) if worth.size else 0.0, top / 10))


class BenefitPlot(Plot):
    """Model, all and none against the threshold; the band is a 95 % interval of the model's.

    ``moved`` and ``settled`` are those of the threshold's line, ``ranged`` (low, high) that of the shaded
    range, whose edges can be dragged.
    """

    moved = Signal(float)
    settled = Signal(float)
    ranged = Signal(float, float)

    def __init__(self, model: str = "network", parent: QWidget | None = None) -> None:
        super().__init__("Decision curve", "threshold (%)", "", parent, {"top": HarmAxis()})
        item = self.area.getPlotItem()
        item.getAxis("bottom").setScale(100)
        item.showAxis("top")
        item.getAxis("top").setLabel("acceptable work-ups per case found", **label_size())
        item.getAxis("top").setStyle(tickFont=item.getAxis("bottom").style["tickFont"])
        self.painted(self._paint_top)
        self.range = self._made_range()
        self._band = BenefitBand(self, inks.series(0))
        self._none = self.line(inks.muted, "flag none")
        self._all = self.line(inks.series(1), "flag all", dashed=True)
        self._model = self.line(inks.series(0), model, width=2)
        self.threshold = ThresholdLine(self, movable=True)
        self.threshold.moved.connect(self.moved)
        self.threshold.settled.connect(self.settled)
        self.measure = QComboBox()
        for short, full in MEASURES:
            self.measure.addItem(short, full)
        self.measure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.measure.setMinimumContentsLength(9)
        self.measure.setToolTip(tip(MEANING))
        self.measure.setAccessibleName("Measure of the decision curve")
        self.measure.currentIndexChanged.connect(lambda _: self._draw())
        self.head.addWidget(self.measure)
        self._benefit: UtilityCurve | None = None
        self._sample: BenefitSample | None = None
        self._top = 1.0
        self.set_values(self._table)

    def show_benefit(self, benefit: UtilityCurve, sample: BenefitSample, top: float) -> None:
        """Draw over thresholds from 0 to where there is nothing left to gain, at most to ``top``."""
        self._benefit, self._sample = benefit, sample
        self._top = worth_drawing(benefit, top)
        self._draw()

    def show_threshold(self, threshold: float, chosen: bool) -> None:
        """Put the line at a threshold; beyond what is drawn, more is drawn."""
        if threshold > self._top:
            self._top = min(1.0, 1.2 * threshold)
            self._draw()
        self.threshold.show(threshold, chosen)

    def show_range(self, low: float, high: float) -> None:
        """Shade the thresholds from ``low`` to ``high``."""
        if self.range.getRegion() != (low, high):
            self.range.blockSignals(True)
            self.range.setRegion((low, high))
            self.range.blockSignals(False)

    def _made_range(self) -> pg.LinearRegionItem:
        shade = pg.LinearRegionItem((0.1, 0.2), bounds=BOUNDS, swapMode="block")
        shade.movable = False  # its edges are; the inside belongs to the threshold's line
        shade.setZValue(-20)
        self.area.addItem(shade, ignoreBounds=True)
        shade.sigRegionChangeFinished.connect(lambda: self.ranged.emit(*map(float, shade.getRegion())))

        def paint(colours: Theme) -> None:
            shade.setBrush(pg.mkBrush(blend(colours.accent, colours.bg, 0.10)))
            for line in shade.lines:
                line.setPen(pen(blend(colours.accent, colours.bg, 0.45)))
                line.setHoverPen(pen(colours.accent, 3))

        self.painted(paint)
        return shade

    def _paint_top(self, colours: Theme) -> None:
        axis = self.area.getPlotItem().getAxis("top")
        axis.setPen(pg.mkPen(colours.border))
        axis.setTextPen(pg.mkPen(colours.muted))

    def _draw(self) -> None:
        if self._benefit is None or self._sample is None:
            return
        t, drawn = self._benefit.thresholds, self._drawn(self._benefit, self._sample)
        pairs = ((self._model, drawn.model), (self._all, drawn.everyone), (self._none, drawn.nobody))
        beyond = 2 * (drawn.high - drawn.low)
        for curve, values in pairs:
            seen = np.isfinite(values) & (t <= self._top)
            seen &= (values >= drawn.low - beyond) & (values <= drawn.high + beyond)
            curve.setData(t[seen], values[seen])
        self._band.show_sure(t, drawn.sure, self._top, drawn.low)
        self.area.setRange(xRange=(0, self._top), yRange=(drawn.low, drawn.high), padding=0.01)
        self.set_summary(describe(t, self._benefit.net_benefit, self._benefit.net_benefit_all))

    def _drawn(self, of: UtilityCurve, sample: BenefitSample) -> _Drawn:
        nothing = np.zeros(of.thresholds.size)
        if self.measure.currentIndex() == 2:
            with np.errstate(invalid="ignore", divide="ignore"):
                none = -100 * of.net_benefit_all * (1 - of.thresholds) / of.thresholds
            shown = of.avoided[(of.thresholds <= self._top) & np.isfinite(of.avoided)]
            highest = max(float(shown.max(initial=10.0)) * 1.15, 10.0)
            return _Drawn(of.avoided, nothing, none, sample.avoided, -10.0, highest)
        if self.measure.currentIndex() == 1:
            return _Drawn(of.standardised, of.standardised_all, nothing, sample.standardised, -0.2, 1.05)
        highest = float(np.nanmax(of.net_benefit[:1], initial=0.01))
        low, everyone = max(FLOOR, -highest / 2), of.net_benefit_all
        return _Drawn(of.net_benefit, everyone, nothing, sample.net_benefit, low, 1.1 * highest)

    def _table(self) -> Values:
        if self._benefit is None or self._sample is None:
            return Values(("threshold",), (np.zeros(0),))
        drawn, name = self._drawn(self._benefit, self._sample), str(self.measure.currentData())
        bounds = (drawn.sure.low, drawn.sure.high)
        shown = ("", ", lower", ", upper", ", all flagged", ", none flagged")
        names = ("threshold", *(f"{name}{end}" for end in shown))
        return Values(names, (self._benefit.thresholds, drawn.model, *bounds, drawn.everyone, drawn.nobody))
