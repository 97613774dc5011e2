"""What a calibration plot is drawn of: a curve with its band, groups with their intervals, spikes."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.evaluation.evaluation import Bin
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.inks import Ink
from clinnet_gui.gui.widgets.plots.legend import Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_style import pen

BAND = 0.22
"""Opacity of a band: what lies behind it stays to be seen."""
SPIKES = 100
"""Spikes over the range shown."""


class Ribbon:
    """A curve as (risk, observed, low, high), the band filled."""

    def __init__(self, plot: Plot, ink: Ink) -> None:
        self._low, self._high = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._fill = pg.FillBetweenItem(self._low, self._high)
        self._fill.setZValue(-20)
        plot.area.addItem(self._fill)
        plot.painted(lambda colours: self._fill.setBrush(_faded(ink(colours))))
        self._line = plot.line(ink, width=2)

    def draw(self, points: Floats) -> None:
        """Draw the points [k, 4]; none take the curve away. A band of NaN is none."""
        x = points[:, 0]
        self._line.setData(x, points[:, 1])
        for edge, ends in ((self._low, points[:, 2]), (self._high, points[:, 3])):
            edge.setData(x, np.where(np.isfinite(ends), ends, points[:, 1]))
        self._fill.setVisible(bool(np.isfinite(points[:, 2:]).all()) and x.size > 0)


class Groups:
    """Groups of patients: mean risk, share observed, Wilson interval; without a bar where it has none."""

    def __init__(self, plot: Plot, ink: Ink, mark: Mark, name: str = "", hollow: bool = False) -> None:
        self._bars = pg.ErrorBarItem(beam=0.0)
        plot.area.addItem(self._bars)
        plot.painted(lambda colours: self._bars.setOpts(pen=pen(ink(colours))))
        self._points = plot.marks(ink, mark, name, size=9, hollow=hollow)
        self._held: list[Bin] = []

    def on_click(self, chosen: Callable[[Bin], None]) -> None:
        """Call ``chosen`` with the group whose point is clicked; points swell under the pointer."""
        self._points.opts.update(hoverable=True, hoverSize=13, tip=None)
        self._points.sigClicked.connect(lambda _, points, __: chosen(self._held[points[0].index()]))

    def draw(self, bins: tuple[Bin, ...]) -> None:
        """Draw the groups that hold patients."""
        self._held = held = [b for b in bins if b.observed.estimable]
        x = np.array([b.predicted for b in held])
        y = np.array([b.observed.value for b in held])
        low = np.array([b.observed.low for b in held])
        high = np.array([b.observed.high for b in held])
        self._points.setData(x, y)
        self._bars.setData(x=x, y=y, top=np.nan_to_num(high - y), bottom=np.nan_to_num(y - low))


def numbers_of(b: Bin) -> tuple[float, ...]:
    """Return a group as numbers: mean risk, share observed with its interval, rows, events."""
    seen = b.observed
    return (b.predicted, seen.value, seen.low, seen.high, float(seen.n), float(seen.events))


class Spikes:
    """How the risks are spread, at the foot of the plot: events upwards, the others downwards, each as
    shares of its own group."""

    def __init__(self, plot: Plot, event: Ink, other: Ink) -> None:
        self._axis = plot.line(inks.border)
        self._up, self._down = (_bars(plot, ink) for ink in (event, other))

    def draw(self, curve: Curve, top: float, foot: float) -> None:
        """Draw the risks from 0 to ``top`` within ``foot`` below the axis; O(spikes log n)."""
        edges = np.linspace(0, top, SPIKES + 1)
        below = np.searchsorted(curve.risks, edges, side="left")
        below[-1] = np.searchsorted(curve.risks, top, side="right")
        events = np.diff(curve.events_below[below]).astype(np.float64)
        others = np.diff(below) - events
        shares = [counts / max(counts.sum(), 1) for counts in (events, others)]
        tallest = max(float(share.max(initial=0)) for share in shares) or 1.0
        middle, width, centre = (edges[:-1] + edges[1:]) / 2, 0.8 * top / SPIKES, -foot / 2
        self._axis.setData(np.array([0.0, top]), np.array([centre, centre]))
        for bars, share, turn in ((self._up, shares[0], 1), (self._down, shares[1], -1)):
            height = turn * share / tallest * foot * 0.48
            bars.setOpts(x=middle, height=height, width=width, y0=np.full(SPIKES, centre))


def _bars(plot: Plot, ink: Ink) -> pg.BarGraphItem:
    bars = pg.BarGraphItem(x=np.zeros(1), height=np.zeros(1), width=0.01)
    plot.area.addItem(bars)
    plot.painted(lambda colours: bars.setOpts(brush=ink(colours), pen=pg.mkPen(None)))
    return bars


def _faded(colour: str) -> object:
    made = pg.mkColor(colour)
    made.setAlphaF(BAND)
    return pg.mkBrush(made)
