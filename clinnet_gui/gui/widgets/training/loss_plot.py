"""Log-loss while training: each step, its smoothed course, the early-stop rows, the best weights."""

import numpy as np
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.inks import blend
from clinnet_gui.gui.widgets.plots.legend import Entry, Mark
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.training.behind import Behind
from clinnet_gui.gui.widgets.training.course import Course
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
        self._other_looks = Behind(self, lambda t: _paler(t, t.series[2]))
        self._other_bests = self.marks(lambda t: _paler(t, t.text), Mark.STAR, size=13)
        self._validation = self.line(inks.series(2))
        self._looks = self.marks(inks.series(2), Mark.CIRCLE, "validation", size=7)
        self._best = self.marks(inks.text, Mark.STAR, "best", size=16)
        self._null = self.rule(inks.muted, "prevalence alone")
        self._null.hide()
        self.set_values(self._table)

    def trace_of(self, course: Course) -> Trace:
        """The loss of each step."""
        return course.loss

    def draw(self) -> None:
        """Draw losses, looks, the best look and the null loss."""
        super().draw()
        course = self.course
        steps, drawn = self._looks_of(course)
        self._validation.setData(steps, drawn)
        self._looks.setData(*((steps, drawn) if steps.size <= SYMBOLS else ([], [])))
        self._best.setData(*self._bests((course,)))
        self._null.setVisible(bool(np.isfinite(course.null_loss)))
        if np.isfinite(course.null_loss):
            self._null.setValue(float(self.scaled(np.array([course.null_loss]))[0]))
        self.set_summary(self._sentence())

    def draw_behind(self) -> None:
        """Draw losses, looks and best looks of the other folds."""
        super().draw_behind()
        self._other_looks.draw([self._looks_of(course) for course in self.behind])
        self._other_bests.setData(*self._bests(self.behind))

    def _looks_of(self, course: Course) -> tuple[Floats, Floats]:
        steps = np.array([look.step for look in course.looks], dtype=float)
        losses = np.array([look.loss for look in course.looks], dtype=float)
        finite = np.isfinite(losses)
        return steps[finite], self.scaled(losses[finite])

    def _bests(self, courses: tuple[Course, ...]) -> tuple[Floats, Floats]:
        bests = [course.best for course in courses]
        found = [look for look in bests if look is not None and np.isfinite(look.loss)]
        steps = np.array([look.step for look in found], dtype=float)
        return steps, self.scaled(np.array([look.loss for look in found], dtype=float))

    def also_shown(self) -> list[float]:
        """The looks and the null loss."""
        looks = [look.loss for course in (self.course, *self.behind) for look in course.looks]
        return [self.course.null_loss, *looks]

    def _sentence(self) -> str:
        course = self.course
        if course.empty:
            return _folds_sentence(self.behind) or "Nothing was trained yet."
        text = f"{course.step:,} steps in {course.epoch} epochs"
        if course.best is not None:
            text += f"; best validation loss {course.best.loss:.3f} at epoch {course.best_epoch}"
        return f"{text}; the prevalence alone gives {course.null_loss:.3f}."

    def reading(self, step: float) -> str:
        """The loss at a step and the look nearest to it; of all folds alike the range of their looks."""
        course, at = self.course, round(step)
        if course.empty:
            return self._folds_reading(at)
        if not 1 <= at <= course.step:
            return ""
        text = f"epoch {(at - 1) // course.steps_per_epoch + 1} · step {at:,} · loss {self.trace.at(at):.3f}"
        if course.looks:
            look = min(course.looks, key=lambda look: abs(look.step - at))
            text += f" · validation {look.loss:.3f} (step {look.step:,})"
        return text + self.flags.reading(at)

    def _folds_reading(self, at: int) -> str:
        near = [
            min(course.looks, key=lambda look: abs(look.step - at)).loss
            for course in self.behind
            if course.looks and 1 <= at <= course.step
        ]
        if not near:
            return ""
        folds = "1 fold" if len(near) == 1 else f"{len(near)} folds"
        return f"step {at:,} · validation {min(near):.3f} to {max(near):.3f} in {folds}"

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


def _folds_sentence(courses: tuple[Course, ...]) -> str:
    bests = [f"{course.best.loss:.3f}" for course in courses if course.best is not None]
    return f"{len(courses)} folds; their best validation losses are {', '.join(bests)}." if bests else ""


def _paler(theme: Theme, colour: str) -> str:
    """The colour of other folds' looks."""
    return blend(colour, theme.bg, 0.5)
