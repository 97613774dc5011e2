"""The gradient's L2 norm before clipping, step by step, on a logarithmic axis."""

import numpy as np
from PySide6.QtWidgets import QWidget

from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.training.course import Course
from clinnet_gui.gui.widgets.training.live_plot import LivePlot
from clinnet_gui.gui.widgets.training.trace import Trace


class GradientPlot(LivePlot):
    """The norms and the bound they are clipped to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Gradient norm", ("epoch", "norm"), parent)
        self._clip = self.rule(inks.muted, "clip bound")
        self._clip.hide()
        self._bound = float("nan")
        self.set_values(self._table)

    def trace_of(self, course: Course) -> Trace:
        """The norm of each step."""
        return course.norm

    def set_clip_norm(self, bound: float) -> None:
        """Draw the bound above which gradients are shortened."""
        self._bound = bound
        self._clip.setVisible(bool(np.isfinite(bound)))
        if np.isfinite(bound):
            self._clip.setValue(float(self.scaled(np.array([bound]))[0]))

    def draw(self) -> None:
        """Draw the norms."""
        super().draw()
        low, high = self.trace.buckets.extent()
        flagged = sum(len(course.flagged) for course in self.marked)
        if self.course.empty:
            self.set_summary(f"{flagged:,} steps flagged." if self.behind else "Nothing was trained yet.")
        else:
            steps = f"{self.course.step:,} steps"
            self.set_summary(f"Norms from {low:.3g} to {high:.3g} in {steps}, {flagged:,} flagged.")

    def reading(self, step: float) -> str:
        """The norm at a step."""
        at = round(step)
        if not 1 <= at <= self.course.step:
            return ""
        return f"step {at:,} · norm {self.trace.at(at):.3g}{self.flags.reading(at)}"

    def _table(self) -> Values:
        steps = np.arange(1.0, self.course.step + 1)
        return Values(("step", "gradient norm"), (steps, self.course.norm.values.copy()))
