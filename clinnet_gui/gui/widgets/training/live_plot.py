"""A plot that grows while a network is trained, at the same cost at every step.

Drawn are at most 550 buckets, one point set a kind, the flagged steps in one item; what is not
finite stands as a cross at the upper edge and never reaches a curve. Redraws come with batches
of records, none while the plot is hidden.
"""

import time
from typing import cast

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots.legend import Mark
from clinnet_gui.gui.widgets.plots.log_axis import LogAxis, to_log
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_style import blend
from clinnet_gui.gui.widgets.training.course import Course
from clinnet_gui.gui.widgets.training.live_range import padded, reach, span_of
from clinnet_gui.gui.widgets.training.trace import Trace

FLAGS = 500
"""At most so many flags are drawn; the legend says how many more there are."""

RANGE_EVERY = 0.5
"""Seconds between two changes of the y-range."""

AXIS_WIDTH = 64

SPAN = 50
"""Steps that the smoothed course averages at least; an epoch where that is more."""


class LivePlot(Plot):
    """One trace of a course: what every step did, the smoothed course, the flagged steps."""

    user_zoomed = Signal()

    def __init__(self, title: str, labels: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(title, *labels, parent, axes={"left": LogAxis("left")})
        self.course = Course()
        self.following = True
        self.logarithmic = True
        self._dirty = True
        self._ranged = 0.0
        self._envelope = self.line(faint)
        self._smooth = self.line(strong, width=2)
        self._flags = self.marks(lambda t: t.event, Mark.TRIANGLE, size=11)
        self._broken = self.marks(lambda t: t.error, Mark.CROSS, size=11)
        self._prepare()

    def _prepare(self) -> None:
        for item in (self._flags, self._broken):
            item.setZValue(10)
        self.axis.setWidth(AXIS_WIDTH)
        self.axis.set_logarithmic(self.logarithmic)
        self.area.setMouseEnabled(x=True, y=True)
        self.area.setToolTip("Drag to move, Ctrl and wheel to zoom; Fit all shows everything again.")
        box = self.area.getPlotItem().getViewBox()
        box.sigRangeChangedManually.connect(lambda *_: self.user_zoomed.emit())
        box.sigYRangeChanged.connect(lambda *_: self._draw_broken())
        self.hovered.connect(lambda x, _y: self.readout.setText(self.reading(x)))

    @property
    def axis(self) -> LogAxis:
        """The axis of the values."""
        return cast(LogAxis, self.area.getPlotItem().getAxis("left"))

    @property
    def trace(self) -> Trace:
        """The series that is drawn."""
        raise NotImplementedError

    def reading(self, step: float) -> str:
        """Return the values at a step, as shown beside the pointer."""
        raise NotImplementedError

    def show_course(self, course: Course) -> None:
        """Draw another course from its beginning."""
        self.course = course
        self.following = True
        self.refresh(at_once=True)

    def set_logarithmic(self, on: bool) -> None:
        """Draw values or their logarithms."""
        self.logarithmic = on
        self.axis.set_logarithmic(on)
        self.refresh(at_once=True)
        if not self.following:
            self.fit_all()

    def follow(self, on: bool) -> None:
        """Let the ranges go with the data, or leave them to the analyst."""
        self.following = on
        self.refresh(at_once=on)

    def refresh(self, at_once: bool = False) -> None:
        """Draw what came since; ``at_once`` settles the ranges too, which else change rarely."""
        if at_once:
            self._ranged = 0.0
        self._dirty = not self.isVisible()
        if not self._dirty:
            self.draw()
            self._settle_ranges()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while the plot was hidden."""
        super().showEvent(event)
        if self._dirty:
            self.refresh(at_once=True)

    def scaled(self, values: Floats) -> Floats:
        """Return values as they are drawn."""
        return to_log(values) if self.logarithmic else values

    def draw(self) -> None:
        """Give every item its data; the ranges stay."""
        buckets = self.trace.buckets
        self.area.getPlotItem().getAxis("bottom").setScale(1 / self.course.steps_per_epoch)
        self._set(self._envelope, *buckets.envelope())
        self._set(self._smooth, *buckets.smooth(max(SPAN, self.course.steps_per_epoch)))
        finite = [(step, value) for step, value in self._flagged() if np.isfinite(value)]
        steps, values = np.array(finite[-FLAGS:]).reshape(-1, 2).T
        self._flags.setData(steps, self.scaled(values))
        self.legend.rename(Mark.TRIANGLE, _spikes(max(0, len(finite) - FLAGS)))
        self._draw_broken()

    def _set(self, curve: object, steps: Floats, values: Floats) -> None:
        curve.setData(steps, self.scaled(values))  # type: ignore[attr-defined]

    def _flagged(self) -> list[tuple[int, float]]:
        return [(step, self.trace.at(step)) for step in self.course.flagged]

    def _draw_broken(self) -> None:
        """Crosses just below the upper edge, wherever it is."""
        steps = [step for step, value in self._flagged() if not np.isfinite(value)][-FLAGS:]
        low, high = self.area.getPlotItem().getViewBox().viewRange()[1]
        self._broken.setData(steps, [high - 0.05 * (high - low)] * len(steps))

    def _settle_ranges(self) -> None:
        now = time.monotonic()
        if self.following and now - self._ranged >= RANGE_EVERY:
            self._ranged = now
            self.area.setXRange(*reach(self.course), padding=0.01)
            self.area.setYRange(*self._y_range(whole=False), padding=0)

    def fit_all(self) -> None:
        """Show every point there is, the hidden ones too."""
        self.area.setXRange(0, max(1, self.course.step), padding=0.01)
        self.area.setYRange(*self._y_range(whole=True), padding=0)

    def _y_range(self, whole: bool) -> tuple[float, float]:
        buckets = self.trace.buckets
        trace = buckets.extent() if whole else buckets.middle()
        flagged = [value for _, value in self._flagged()]
        wanted = np.array([*trace, *flagged, *self.also_shown()])
        return padded(*span_of(self.scaled(wanted)))

    def also_shown(self) -> list[float]:
        """Return further values that the range must hold."""
        return []


def _spikes(more: int) -> str:
    return f"spike (+{more:,} earlier)" if more else "spike"


def strong(theme: Theme) -> str:
    """The colour of the smoothed course."""
    return theme.series[0]


def faint(theme: Theme) -> str:
    """The colour of single steps."""
    return blend(theme.series[0], theme.bg, 0.35)
