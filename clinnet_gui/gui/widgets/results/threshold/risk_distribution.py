"""Risk by outcome: events above the axis, non-events below, each as shares of its group."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.inks import Ink
from clinnet_gui.gui.widgets.plots.legend import Entry, Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.measure_text import percent
from clinnet_gui.gui.widgets.results.threshold.line import ThresholdLine

BINS = 40


class _Unsigned(pg.AxisItem):  # type: ignore[misc]
    """Shares below the axis are shares too: the ticks bear no minus sign."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [text.lstrip("-−") for text in super().tickStrings(values, scale, spacing)]


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """``edges`` (BINS + 1, risk) and the share of events and of non-events in each bin."""

    edges: Floats
    events: Floats
    nonevents: Floats


def shares(curve: Curve) -> Shares:
    """Return the distribution of risk by outcome; O(bins log n), as the risks are sorted."""
    top = float(curve.risks[-1]) if curve.risks.size else 1.0
    edges = np.linspace(0.0, min(1.0, max(top, 0.01) * 1.0001), BINS + 1)
    below = np.searchsorted(curve.risks, edges, side="left")
    below[-1] = curve.risks.size
    events = np.diff(curve.events_below[below]).astype(np.float64)
    others = np.diff(below) - events
    return Shares(edges, events / max(events.sum(), 1), others / max(others.sum(), 1))


class RiskDistribution(Plot):
    """Mirrored histograms; with a draggable threshold where ``movable``.

    ``moved`` while the line is dragged, ``settled`` when it is let go.
    """

    moved = Signal(float)
    settled = Signal(float)

    def __init__(self, movable: bool = False, parent: QWidget | None = None) -> None:
        axes = {"left": _Unsigned("left")}
        super().__init__("Risk by outcome", "risk (%)", "share (%)", parent, axes)
        for name in ("bottom", "left"):
            self.area.getPlotItem().getAxis(name).setScale(100)
        self._up, self._down = self._bars(inks.event), self._bars(inks.nonevent)
        self.legend.add(Entry("event", Mark.TRIANGLE, inks.event))
        self.legend.add(Entry("no event", Mark.CIRCLE, inks.nonevent))
        self._shares: Shares | None = None
        self._line = ThresholdLine(self, movable)
        self.threshold = self._line.item
        self._line.moved.connect(self.moved)
        self._line.settled.connect(self.settled)
        self.set_values(self._table)

    def show_curve(self, curve: Curve) -> None:
        """Draw the distribution of these risks."""
        found = self._shares = shares(curve)
        middle, width = (found.edges[:-1] + found.edges[1:]) / 2, 0.86 * float(found.edges[1])
        self._up.setOpts(x=middle, height=found.events, width=width, y0=np.zeros(BINS))
        self._down.setOpts(x=middle, height=-found.nonevents, width=width, y0=np.zeros(BINS))
        self.area.setRange(
            xRange=(0.0, float(found.edges[-1])),
            yRange=(-float(found.nonevents.max()) * 1.08, float(found.events.max()) * 1.08 or 0.1),
            padding=0.01,
        )
        self.set_summary(describe(curve))

    def show_threshold(self, threshold: float | None, chosen: bool = True) -> None:
        """Put the line at a threshold, dashed while none was chosen; None takes it away."""
        self._line.show(threshold, chosen)

    def _bars(self, ink: Ink) -> pg.BarGraphItem:
        bars = pg.BarGraphItem(x=np.zeros(1), height=np.zeros(1), width=0.01)
        self.area.addItem(bars)
        self.painted(lambda colours: bars.setOpts(brush=ink(colours), pen=pg.mkPen(None)))
        return bars

    def _table(self) -> Values:
        found = self._shares
        empty = np.zeros(0)
        columns = (found.edges[:-1], found.events, found.nonevents) if found else (empty, empty, empty)
        return Values(("risk from", "share of events", "share of non-events"), columns)


def describe(curve: Curve) -> str:
    """Return the distribution in one sentence."""
    events = np.diff(curve.events_below)
    if not events.any() or events.all():
        return "Only one outcome is present."
    at = float(np.median(curve.risks[events == 1]))
    other = float(np.median(curve.risks[events == 0]))
    return f"The median risk is {percent(at)} with the event and {percent(other)} without."
