"""A plot that grows while a network is trained, at the same cost at every step.

Drawn are at most 550 buckets of the course in front, the smoothed courses of other folds behind
it, and one item a kind of mark; what is not finite stands as a cross at the upper edge and never
reaches a curve. Redraws come with batches of records, none while the plot is hidden.
"""

import time
from typing import cast

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots.inks import blend
from clinnet_gui.gui.widgets.plots.log_axis import LogAxis, to_log
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.training.behind import Behind
from clinnet_gui.gui.widgets.training.course import Course
from clinnet_gui.gui.widgets.training.flags import Flags
from clinnet_gui.gui.widgets.training.live_range import padded, reach, span_of
from clinnet_gui.gui.widgets.training.trace import Trace

RANGE_EVERY = 0.5
"""Seconds between two changes of the y-range."""

AXIS_WIDTH = 64

WORDS_ROOM = 24
"""Pixels above the flags, for their words."""

SPAN = 50
"""Steps that the smoothed course averages at least; an epoch where that is more."""


class LivePlot(Plot):
    """One trace of a course: what every step did, the smoothed course, what stood out.

    ``course`` stands in front; where all are alike it is blank. ``behind`` are the other folds'.
    """

    user_zoomed = Signal()

    def __init__(self, title: str, labels: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(title, *labels, parent, axes={"left": LogAxis("left")})
        self.course = Course()
        self.behind: tuple[Course, ...] = ()
        self.following = True
        self.logarithmic = True
        self._dirty = True
        self._ranged = 0.0
        self._ghosts = Behind(self, distant)
        self._envelope = self.line(faint)
        self._smooth = self.line(strong, width=2)
        self.flags = Flags(self)
        self._prepare()

    def _prepare(self) -> None:
        self.axis.setWidth(AXIS_WIDTH)
        self.axis.set_logarithmic(self.logarithmic)
        self.area.setMouseEnabled(x=True, y=True)
        self.area.setToolTip("Drag to move, Ctrl and wheel to zoom; Fit all shows everything again.")
        box = self.area.getPlotItem().getViewBox()
        box.sigRangeChangedManually.connect(lambda *_: self.user_zoomed.emit())
        box.sigRangeChanged.connect(lambda *_: self.flags.settle())
        self.set_reading(lambda x, _y: self.reading(x))

    @property
    def axis(self) -> LogAxis:
        """The axis of the values."""
        return cast(LogAxis, self.area.getPlotItem().getAxis("left"))

    @property
    def trace(self) -> Trace:
        """The series that is drawn in front."""
        return self.trace_of(self.course)

    @property
    def marked(self) -> tuple[Course, ...]:
        """The courses whose marks are drawn: that in front, or all where none is."""
        return self.behind if self.course.empty and self.behind else (self.course,)

    def trace_of(self, course: Course) -> Trace:
        """The series of a course that this plot draws."""
        raise NotImplementedError

    def reading(self, step: float) -> str:
        """Return the values at a step, as shown beside the pointer."""
        raise NotImplementedError

    def show_course(self, course: Course, behind: tuple[Course, ...] = ()) -> None:
        """Draw another course from its beginning, before those of other folds."""
        self.course, self.behind = course, behind
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
            if at_once:
                self.draw_behind()
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

    def smooth(self, course: Course) -> tuple[Floats, Floats]:
        """Return steps and smoothed values of a course, as they are drawn."""
        steps, values = self.trace_of(course).buckets.smooth(max(SPAN, course.steps_per_epoch))
        return steps, self.scaled(values)

    def draw_behind(self) -> None:
        """Draw the other folds; they do not change while one in front grows."""
        self._ghosts.draw([self.smooth(course) for course in self.behind])

    def draw(self) -> None:
        """Give every item in front its data; the ranges stay."""
        self.area.getPlotItem().getAxis("bottom").setScale(1 / self.course.steps_per_epoch)
        steps, values = self.trace.buckets.envelope()
        self._envelope.setData(steps, self.scaled(values))
        self._smooth.setData(*self.smooth(self.course))
        self.flags.draw()

    def _settle_ranges(self) -> None:
        now = time.monotonic()
        if self.following and now - self._ranged >= RANGE_EVERY:
            self._ranged = now
            self.area.setXRange(*reach(self.course, self.behind), padding=0.01)
            self.area.setYRange(*self._y_range(whole=False), padding=0)

    def fit_all(self) -> None:
        """Show every point there is, the hidden ones too."""
        longest = max(course.step for course in (self.course, *self.behind))
        self.area.setXRange(0, max(1, longest), padding=0.01)
        self.area.setYRange(*self._y_range(whole=True), padding=0)

    def _y_range(self, whole: bool) -> tuple[float, float]:
        wanted = [*self.flags.values(), *self.also_shown()]
        if not self.course.empty:
            buckets = self.trace.buckets
            wanted += buckets.extent() if whole else buckets.middle()
        smoothed = [self.smooth(course)[1] for course in self.behind]
        low, high = padded(*span_of(np.concatenate([self.scaled(np.array(wanted)), *smoothed])))
        share = WORDS_ROOM / max(2.0 * WORDS_ROOM, self.area.getPlotItem().getViewBox().height())
        return low, high + (share / (1 - share) * (high - low) if self.flags.values() else 0.0)

    def also_shown(self) -> list[float]:
        """Return further values that the range must hold."""
        return []


def strong(theme: Theme) -> str:
    """The colour of the smoothed course."""
    return theme.series[0]


def faint(theme: Theme) -> str:
    """The colour of single steps."""
    return blend(theme.series[0], theme.bg, 0.35)


def distant(theme: Theme) -> str:
    """The colour of other folds' courses."""
    return blend(theme.series[0], theme.bg, 0.5)
