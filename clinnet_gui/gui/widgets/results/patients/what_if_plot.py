"""A patient's risk over all values of one column, everything else as it stands."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QResizeEvent
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.explanation.what_if import Answer, Value
from clinnet_gui.gui.messages import plain
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.legend import Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.measure_text import percent
from clinnet_gui.gui.widgets.results.patients.level_ticks import absent_tick, axis_name, level_ticks
from clinnet_gui.gui.widgets.results.patients.value_editor import Field

POINTS = 61
"""Values at which the curve of a number is asked for."""

MOST_HATCHED = 3
"""Stretches of hatched ground: below and above the training range, and not measured."""

LEAST = 0.10
"""The risk axis spans at least so much: a flat curve is to look flat."""


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """The ``risks`` (0..1) at ``values`` of a column, the last of which is not measured; the patient's
    ``own`` value and risk, the chosen ``value`` with its ``answer``, and the threshold, if any."""

    field: Field
    values: tuple[Value, ...]
    risks: Floats
    own: Value
    own_risk: float
    value: Value
    answer: Answer
    threshold: float | None

    def place(self, value: Value) -> float:
        """Return where on the axis a value stands: a number at itself, a level at its number from 0,
        not measured to the right of all."""
        field = self.field
        if value is None:
            return float(len(field.levels)) if field.levels else field.last + self.gap
        return float(field.levels.index(value)) if isinstance(value, str) else float(value)

    @property
    def gap(self) -> float:
        """How far to the right of the last number "not measured" stands."""
        return 0.12 * ((self.field.last - self.field.first) or 1.0)


class WhatIfPlot(Plot):
    """A curve for a number, points for levels; where no training row was the ground is hatched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Risk by value", "", "risk (%)", parent)
        self.area.getPlotItem().getAxis("left").setScale(100)
        self._shown: Response | None = None
        self._beyond = tuple(self._hatched() for _ in range(MOST_HATCHED))
        self._curve = self.line(inks.accent, width=2)
        self._points = self.marks(inks.accent, Mark.CIRCLE, size=8)
        self._threshold = self.rule(inks.muted, "threshold")
        self._range = pg.ErrorBarItem(x=np.zeros(1), y=np.zeros(1), beam=0.0)
        self.area.addItem(self._range)
        self.painted(lambda colours: self._range.setOpts(pen=pg.mkPen(colours.text)))
        self._own = self.marks(inks.text, Mark.RING, "as it is", size=11)
        self._now = self.marks(inks.event, Mark.DIAMOND, "as changed", size=12)
        self.set_values(self._table)

    def show_response(self, shown: Response) -> None:
        """Draw the curve, the patient on it, and the range of what single networks say."""
        self._shown = shown
        places = np.array([shown.place(value) for value in shown.values])
        numbers = 0 if shown.field.levels else places.size - 1
        self._curve.setData(places[:numbers], shown.risks[:numbers])
        self._points.setData(places[numbers:], shown.risks[numbers:])
        self._own.setData([shown.place(shown.own)], [shown.own_risk])
        self._show_change(shown)
        self._threshold.setVisible(shown.threshold is not None)
        self._threshold.setValue(shown.threshold or 0.0)
        self._frame(shown, places)
        self.set_summary(_said(shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At another width names are as long as they can be then."""
        super().resizeEvent(event)
        if self._shown is not None:
            self.show_response(self._shown)

    def _show_change(self, shown: Response) -> None:
        at, answer = np.array([shown.place(shown.value)]), shown.answer
        self._now.setData(at, [answer.risk])
        top, bottom = max(answer.high - answer.risk, 0.0), max(answer.risk - answer.low, 0.0)
        self._range.setData(x=at, y=np.array([answer.risk]), top=np.array([top]), bottom=np.array([bottom]))

    def _frame(self, shown: Response, places: Floats) -> None:
        """Set both axes, the words below, and the hatched ground."""
        field, answer = shown.field, shown.answer
        low = min(float(shown.risks.min()), answer.low, shown.own_risk)
        high = max(float(shown.risks.max()), answer.high, shown.own_risk)
        middle, half = (low + high) / 2, max(0.55 * (high - low), LEAST / 2)
        first, last = (-0.5, places[-1] + 0.5) if field.levels else (field.first, places[-1] + shown.gap)
        self.area.setYRange(max(0.0, middle - half), min(1.0, middle + half), padding=0.02)
        self.area.setXRange(first, last, padding=0.02)
        axis = self.area.getPlotItem().getAxis("bottom")
        at = float(places[-1])
        if field.levels:
            axis.setTicks([level_ticks(self, field.levels, at)])
        else:
            axis.setTicks([[*field.ticks, absent_tick(self, at, 2 * shown.gap / (last - first))]])
        axis.setLabel(plain(axis_name(self, field.name, field.unit)))  # colour and size stay as they are
        self._hatch(shown)

    def _hatch(self, shown: Response) -> None:
        """The ground of numbers beyond the training range, and of values that no training row had."""
        field, half = shown.field, 0.5 if shown.field.levels else shown.gap / 2
        spans = [] if field.levels else [(field.first, field.low), (field.high, field.last)]
        spans += [(place - half, place + half) for place in map(shown.place, field.strange)]
        spans = [ends for ends in spans if ends[1] > ends[0]]
        for number, ground in enumerate(self._beyond):
            ground.setVisible(number < len(spans))
            if number < len(spans):
                ground.setRegion(spans[number])

    def _hatched(self) -> pg.LinearRegionItem:
        ground = pg.LinearRegionItem(movable=False, pen=pg.mkPen(None))
        self.area.addItem(ground, ignoreBounds=True)
        ground.setZValue(-10)

        def paint(colours: Theme) -> None:
            ground.setBrush(QBrush(QColor(colours.warn), Qt.BrushStyle.BDiagPattern))

        self.painted(paint)
        return ground

    def _table(self) -> Values:
        shown = self._shown
        if shown is None:
            return Values((), ())
        names = tuple(shown.field.text(value) for value in shown.values)
        return Values((shown.field.name, "risk"), (names, 100 * shown.risks), ("", "%"))


def _said(shown: Response) -> str:
    low, high = percent(float(shown.risks.min())), percent(float(shown.risks.max()))
    return f"Over all values of {shown.field.name} the risk goes from {low} to {high}."
