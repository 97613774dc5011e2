"""Log-loss while training: each step, its smoothed course, the early-stop rows, the best weights."""

import numpy as np
from PySide6.QtWidgets import QWidget

from clinnet_gui.gui.widgets.plots.legend import Entry, Mark
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.training.live_plot import LivePlot, faint, strong
from clinnet_gui.gui.widgets.training.trace import Trace

SYMBOLS = 200
"""Up to so many looks have a symbol each; more are a line alone."""


class LossPlot(LivePlot):
    """The losses beside that of predicting the prevalence for everyone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Loss", ("", "log-loss"), parent)
        self.legend.add(Entry("each step", Mark.LINE, faint))
        self.legend.add(Entry("smoothed", Mark.LINE, strong))
        self._validation = self.line(lambda t: t.series[2])
        self._looks = self.marks(lambda t: t.series[2], Mark.CIRCLE, "validation", size=7)
        self._best = self.marks(lambda t: t.text, Mark.STAR, "best", size=16)
        self._null = self.rule(lambda t: t.muted, "prevalence alone")
        self._null.hide()
        self.set_values(self._table)

    @property
    def trace(self) -> Trace:
        """The loss of each step."""
        return self.course.loss

    def draw(self) -> None:
        """Draw losses, looks, the best look and the null loss."""
        super().draw()
        course = self.course
        steps = np.array([look.step for look in course.looks], dtype=float)
        losses = np.array([look.loss for look in course.looks], dtype=float)
        finite = np.isfinite(losses)
        steps, drawn = steps[finite], self.scaled(losses[finite])
        self._validation.setData(steps, drawn)
        self._looks.setData(*((steps, drawn) if steps.size <= SYMBOLS else ([], [])))
        best = course.best
        if best is not None and np.isfinite(best.loss):
            self._best.setData([best.step], self.scaled(np.array([best.loss])))
        else:
            self._best.setData([], [])
        self._null.setVisible(bool(np.isfinite(course.null_loss)))
        if np.isfinite(course.null_loss):
            self._null.setValue(float(self.scaled(np.array([course.null_loss]))[0]))
        self.set_summary(self._sentence())

    def also_shown(self) -> list[float]:
        """The looks and the null loss."""
        return [self.course.null_loss, *(look.loss for look in self.course.looks)]

    def _sentence(self) -> str:
        course = self.course
        if course.empty:
            return "Nothing was trained yet."
        text = f"{course.step:,} steps in {course.epoch} epochs"
        if course.best is not None:
            text += f"; best validation loss {course.best.loss:.3f} at epoch {course.best_epoch}"
        return f"{text}; the prevalence alone gives {course.null_loss:.3f}."

    def reading(self, step: float) -> str:
        """The loss at a step and the look nearest to it."""
        course, at = self.course, round(step)
        if not 1 <= at <= course.step:
            return ""
        text = f"epoch {(at - 1) // course.steps_per_epoch + 1} · step {at:,} · loss {self.trace.at(at):.3f}"
        if course.looks:
            look = min(course.looks, key=lambda look: abs(look.step - at))
            text += f" · validation {look.loss:.3f} (step {look.step:,})"
        return text

    def _table(self) -> Values:
        course = self.course
        return Values(
            ("step", "loss", "validation step", "validation loss"),
            (
                np.arange(1.0, course.step + 1),
                course.loss.values.copy(),
                np.array([look.step for look in course.looks], dtype=float),
                np.array([look.loss for look in course.looks], dtype=float),
            ),
        )
