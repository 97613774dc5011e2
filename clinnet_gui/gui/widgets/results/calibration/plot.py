"""The calibration plot: the share observed at each risk, before and after recalibration, in one square."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.evaluation.binning import equal_mass, equal_width
from clinnet_gui.core.evaluation.calibration import bins_of
from clinnet_gui.core.evaluation.evaluation import Bin, Calibration
from clinnet_gui.core.spelling import events_text
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.legend import Entry, Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.calibration.layers import Groups, Ribbon, Spikes, numbers_of
from clinnet_gui.gui.widgets.results.calibration.reliability_plot import describe
from clinnet_gui.gui.widgets.results.calibration.view import View
from clinnet_gui.gui.widgets.results.measure_text import count, percent

FOOT = 0.16
"""Share of the axis below zero, where the spikes stand."""
NARROWEST = 240
COLUMNS = ("set", "risk", "observed", "low", "high", "n", "events")


class CalibrationPlot(Plot):
    """Two sets of risks on the same axes: ``names`` are those of the grey and of the coloured one.

    ``pointed`` carries the group of the coloured set under the pointer (a Bin), None where there is none.
    """

    pointed = Signal(object)

    def __init__(self, names: tuple[str, str] = ("before", "after"), parent: QWidget | None = None) -> None:
        axes = {"left": _FromZero("left")}
        super().__init__("Calibration", "predicted risk (%)", "observed share (%)", parent, axes)
        for name in ("bottom", "left"):
            self.area.getPlotItem().getAxis(name).setScale(100)
        item = self.area.getPlotItem()
        item.setContentsMargins(0, 6, 14, 0)  # room for the right half of the last tick
        # Later: within its own resizing the view would take the new width for the old one.
        item.getViewBox().sigResized.connect(lambda _: QTimer.singleShot(0, self, self._square))
        self.setMinimumWidth(NARROWEST)  # else the room beside the area would keep the page from shrinking
        self._names, self._view = names, View()
        self._before: Calibration | None = None
        self._after: Calibration | None = None
        self.bins: tuple[tuple[Bin, ...], tuple[Bin, ...]] = ((), ())
        self._spikes = Spikes(self, inks.event, inks.nonevent)
        diagonal = self.line(inks.muted, dashed=True)
        diagonal.setData(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
        self._curves = (Ribbon(self, inks.muted), Ribbon(self, inks.series(0)))
        self._overlays = {
            "loess": self.line(inks.series(1), width=2, dashed=True),
            "steps": self.line(inks.series(2), width=1),
            "line": self.line(inks.series(3), width=2, dashed=True),
        }
        self.groups = (
            Groups(self, inks.muted, Mark.SQUARE, hollow=True),
            Groups(self, inks.series(0), Mark.CIRCLE),
        )
        self._pointed: Bin | None = None
        self.set_reading(self._say)
        self.hovered.connect(lambda x, _: self._point(x))
        self.set_values(self._table)

    def show_calibration(self, before: Calibration | None, after: Calibration, view: View) -> None:
        """Draw both (or the second alone) as the view asks."""
        self._before, self._after, self._view = before, after, view
        shown = (before, after)
        cut = equal_width if view.equal_width else equal_mass
        self.bins = tuple(() if s is None else bins_of(cut(s.curve, view.bins), s.curve) for s in shown)  # type: ignore[assignment]
        for groups, bins in zip(self.groups, self.bins, strict=True):
            groups.draw(bins)
        for ribbon, of in zip(self._curves, shown, strict=True):
            ribbon.draw(of.smooths.flexible if of is not None and view.curve else np.zeros((0, 4)))
        self._draw_overlays(after, view)
        top = axis_top(tuple(s for s in shown if s is not None)) if view.zoomed else 1.0
        self._spikes.draw(after.curve, top, FOOT * top)
        self.area.setRange(xRange=(0, top), yRange=(-FOOT * top, top), padding=0.02)
        self.legend.show_entries(self._entries())
        self.set_summary(describe(self.bins[1]))

    def _square(self) -> None:
        """Leave so much room beside the drawing area, or be no higher than, that the diagonal stands at 45
        degrees."""
        box, area = self.area.getPlotItem().getViewBox().size(), self.area
        across, up = self.width() - (area.width() - box.width()), box.height() / (1 + FOOT)
        beside = max(0, min(round(across - up), self.width() - NARROWEST)) // 2
        if self.body.contentsMargins().left() != beside:
            self.body.setContentsMargins(beside, 0, beside, 0)
        self.setMaximumHeight(round(self.height() - box.height() + across * (1 + FOOT)))

    def _draw_overlays(self, after: Calibration, view: View) -> None:
        points = {
            "loess": after.smooths.loess if view.loess else None,
            "steps": after.smooths.steps if view.steps else None,
            "line": after.line if view.line else None,
        }
        for name, curve in self._overlays.items():
            of = points[name]
            drawn = np.zeros((0, 2)) if of is None else of
            curve.setData(drawn[:, 0], drawn[:, 1])

    def _entries(self) -> tuple[Entry, ...]:
        sets = [Entry(self._names[0], Mark.SQUARE, inks.muted)] if self._before is not None else []
        sets.append(Entry(self._names[1] if sets else "risks", Mark.CIRCLE, inks.series(0)))
        named = (("loess", self._view.loess, inks.series(1)), ("isotonic", self._view.steps, inks.series(2)))
        lines = [Entry(name, Mark.DASHED, ink) for name, on, ink in named if on]
        if self._view.line:
            lines.append(Entry("logistic", Mark.DASHED, inks.series(3)))
        feet = [Entry("event", Mark.TRIANGLE, inks.event), Entry("no event", Mark.DOWN, inks.nonevent)]
        return (*sets, *lines, *feet)

    def under(self, x: float) -> Bin | None:
        """Return the group of the coloured set whose risks hold this one."""
        return next((b for b in self.bins[1] if b.low <= x <= b.high), None)

    def _say(self, x: float, _: float) -> str:
        under = self.under(x)
        if under is None:
            return ""
        seen, low = under.observed, percent(under.low)[:-2]
        return f"{low}–{percent(under.high)}: {count(seen.n)} patients, {events_text(seen.events)}"

    def _point(self, x: float) -> None:
        under = self.under(x)
        if under is not self._pointed:
            self._pointed = under
            self.pointed.emit(under)

    def _table(self) -> Values:
        rows: list[tuple[float, ...]] = []
        names: list[str] = []
        for name, bins in zip(self._names, self.bins, strict=True):
            names += [f"{name}, group"] * len(bins)
            rows += [numbers_of(b) for b in bins]
        for name, of in zip(self._names, (self._before, self._after), strict=True):
            points = np.zeros((0, 4)) if of is None or not self._view.curve else of.smooths.flexible
            names += [f"{name}, curve"] * len(points)
            rows += [(*map(float, point), np.nan, np.nan) for point in points]
        columns = np.array(rows).reshape(-1, len(COLUMNS) - 1).T
        return Values(COLUMNS, (tuple(names), *columns))


class _FromZero(pg.AxisItem):  # type: ignore[misc]
    """An axis whose negative part, where spikes stand, bears no numbers."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        texts = super().tickStrings(values, scale, spacing)
        return [text if value >= 0 else "" for text, value in zip(texts, values, strict=True)]


def axis_top(shown: tuple[Calibration, ...]) -> float:
    """Return where zoomed axes end: the largest risk, or the largest share of a tenth of the patients."""
    ends = [0.05]
    for calibration in shown:
        ends += [float(calibration.curve.risks[-1]), *(b.observed.value for b in calibration.bins)]
    return min(1.0, max(ends) * 1.02)
