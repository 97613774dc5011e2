"""What stood out, on a live plot: each cause by its shape and its word; crosses; repairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg

from clinnet_gui.core.training.records import Cause
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.legend import Mark
from clinnet_gui.gui.widgets.training.signs import SIGNS, ink, main_cause

if TYPE_CHECKING:
    from clinnet_gui.gui.widgets.training.course import Course
    from clinnet_gui.gui.widgets.training.live_plot import LivePlot

MOST = 500
"""At most so many flags are drawn, the newest; the list of events has them all."""

WORDS = 6
"""At most so many flags have their word beside them, the newest."""

APART = 0.12
"""Words nearer to one another than this share of the width would lie over each other."""

EDGE = 0.07
"""A word nearer to an edge than this share of the width would be cut: it begins or ends at its flag."""

Flag = tuple[int, float, Cause]
"""Step, value (perhaps not finite), cause."""


class Flags:
    """The marks of a live plot: one item a shape, whatever their number."""

    def __init__(self, plot: LivePlot) -> None:
        self._plot = plot
        self._flags: list[Flag] = []
        self.shapes = {cause: plot.marks(ink, sign.mark, size=11) for cause, sign in SIGNS.items()}
        self.broken = plot.marks(inks.error, Mark.CROSS, size=11)
        self.repaired = plot.marks(inks.ok, Mark.PLUS, size=13)
        self.words = [pg.TextItem(anchor=(0.5, 1.25)) for _ in range(WORDS)]
        for item in (*self.shapes.values(), self.broken, self.repaired):
            item.setZValue(10)
        for word in self.words:
            word.setZValue(11)
            plot.area.addItem(word, ignoreBounds=True)
        plot.painted(self._paint)

    @property
    def undrawn(self) -> int:
        """How many of the flags are too many to be drawn."""
        return max(0, sum(len(course.flagged) for course in self._plot.marked) - MOST)

    def values(self) -> list[float]:
        """Return the values at the flags, which the range must hold."""
        return [value for _, value, _ in self._flags]

    def reading(self, step: int) -> str:
        """Return the words of the flag at a step, as they follow its values; none: nothing."""
        return next((f" · {SIGNS[cause].word}" for at, _, cause in self._flags if at == step), "")

    def draw(self) -> None:
        """Draw the flags of the courses that are marked."""
        self._flags = [flag for course in self._plot.marked for flag in self._of(course)]
        self.settle()

    def _of(self, course: Course) -> list[Flag]:
        """A step that stood out twice is flagged once, by the first cause that is known."""
        trace, causes = self._plot.trace_of(course), dict[int, Cause]()
        for spike in course.spikes:
            if causes.get(spike.step, Cause.UNKNOWN) is Cause.UNKNOWN:
                causes[spike.step] = main_cause(spike)
        return [(step, trace.at(step), cause) for step, cause in sorted(causes.items())]

    def _say(self, flags: list[Flag]) -> None:
        """Words beside the newest flags, those of known causes first, where there is room for them."""
        left, right = self._plot.area.viewRange()[0]
        said = list[Flag]()
        for flag in sorted(flags, key=lambda flag: (flag[2] is Cause.UNKNOWN, -flag[0])):
            if len(said) < WORDS and all(abs(flag[0] - s[0]) > APART * (right - left) for s in said):
                said.append(flag)
        for item, place in zip(self.words, [*said, *[None] * WORDS], strict=False):
            item.setVisible(place is not None)
            if place is not None:
                item.setPlainText(SIGNS[place[2]].word)
                item.setAnchor((_anchor((place[0] - left) / max(right - left, 1e-9)), 1.25))
                item.setPos(place[0], float(self._plot.scaled(np.array([place[1]]))[0]))

    def settle(self) -> None:
        """Put every mark at its value; what is not finite just below the upper edge, with its cause
        under the cross; repairs just above the lower edge, wherever the edges are."""
        low, high = self._plot.area.getPlotItem().getViewBox().viewRange()[1]
        steps = np.array([step for step, _, _ in self._flags[-MOST:]])
        values = np.array([value for _, value, _ in self._flags[-MOST:]])
        causes = np.array([cause for _, _, cause in self._flags[-MOST:]])
        finite = np.isfinite(values)
        heights = self._plot.scaled(np.where(finite, values, 1.0))
        heights[~finite] = high - 0.13 * (high - low)
        for cause, item in self.shapes.items():
            item.setData(steps[causes == cause], heights[causes == cause])
        self.broken.setData(steps[~finite], np.full((~finite).sum(), high - 0.05 * (high - low)))
        repairs = [repair.step for course in self._plot.marked for repair in course.repairs][-MOST:]
        self.repaired.setData(repairs, [low + 0.06 * (high - low)] * len(repairs))
        self._say([flag for flag in self._flags[-MOST:] if np.isfinite(flag[1])])

    def _paint(self, theme: Theme) -> None:
        for word in self.words:
            word.setColor(theme.text)


def _anchor(share: float) -> float:
    """Which part of a word stands over its flag, by the flag's place in the width."""
    return 0.0 if share < EDGE else 1.0 if share > 1 - EDGE else 0.5
