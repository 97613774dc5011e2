"""The gradient's L2 norm before clipping, step by step, on a logarithmic axis."""

import numpy as np
from PySide6.QtWidgets import QWidget

from clinnet_gui.gui.widgets.plots.legend import Entry, Mark
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.training.live_plot import LivePlot
from clinnet_gui.gui.widgets.training.trace import Trace


class GradientPlot(LivePlot):
    """The norms and the bound they are clipped to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Gradient norm", ("epoch", "before clipping"), parent)
        self.legend.add(Entry("spike", Mark.TRIANGLE, lambda t: t.event))
        self.legend.add(Entry("not finite", Mark.CROSS, lambda t: t.error))
        self._clip = self.rule(lambda t: t.muted, "clip bound")
        self._clip.hide()
        self._bound = float("nan")
        self.set_values(self._table)

    @property
    def trace(self) -> Trace:
        """The norm of each step."""
        return self.course.norm

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
        flagged = len(self.course.flagged)
        self.set_summary(
            "Nothing was trained yet."
            if self.course.empty
            else f"Norms from {low:.3g} to {high:.3g} in {self.course.step:,} steps, {flagged:,} flagged."
        )

    def reading(self, step: float) -> str:
        """The norm at a step."""
        at = round(step)
        if not 1 <= at <= self.course.step:
            return ""
        return f"step {at:,} · norm {self.trace.at(at):.3g}"

    def _table(self) -> Values:
        steps = np.arange(1.0, self.course.step + 1)
        return Values(("step", "gradient norm"), (steps, self.course.norm.values.copy()))
