"""How far a training is: epoch, step, time left, best loss, learning rate."""

import time

import numpy as np
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from clinnet_gui.core.training.fit import Fit
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.widgets.announcer import Announcer
from clinnet_gui.gui.widgets.training.course import Course
from clinnet_gui.gui.widgets.training.facts import Facts
from clinnet_gui.gui.widgets.training.pace import Pace, clock

FACTS = (
    "Epoch",
    "Step",
    "At most left",
    "Time so far",
    "Best validation loss",
    "Learning rate",
    "Parameters",
)


class RunStatus(QWidget):
    """The state of the running training, or of the one that is drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Training status")
        self.headline = label("", "heading")
        self.note = label("", "muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Share of the planned steps")
        self.facts = Facts(FACTS)
        self.announcer = Announcer(self)
        self._ended: Fit | None = None
        self._pace = Pace()
        self._paused = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for widget in (self.headline, self.bar, self.facts, self.note):
            box.addWidget(widget)

    def begin(self) -> None:
        """Start measuring the pace of a new training."""
        self._pace = Pace()

    def show_running(self, course: Course, activity: Activity | None, seconds: float) -> None:
        """Show a training that runs, pauses, or is being stopped."""
        paused = activity is not None and activity.paused
        if paused or self._paused:
            self._pace.pause()
        self._paused = paused
        if not course.empty:
            self._pace.at(time.monotonic(), course.step)
        self.headline.setText(_headline(course, activity))
        self.note.setText(
            "" if course.empty or activity is None or not paused else "No step is made while paused."
        )
        self._show(course)
        self.announcer.progress(self.headline.text())
        left = self._pace.left(max(0, course.planned_steps - course.step))
        self.facts.set("At most left", "" if left is None else clock(left))
        self.facts.set("Time so far", clock(seconds))

    def show_fit(self, course: Course, fit: Fit) -> None:
        """Show a training that ended with a network."""
        self.headline.setText(f"{fit.stop.value.capitalize()}.")
        if fit is not self._ended:
            self._ended = fit
            self.announcer.say(f"Training has ended. {self.headline.text()}")
        self.note.setText(f"The weights are those of epoch {course.best_epoch}.")
        self._show(course)
        self.facts.set("At most left", "")
        self.facts.set("Time so far", clock(fit.seconds))

    def show_lost(self, course: Course) -> None:
        """Show a training that ended without a network."""
        self.headline.setText("This training kept no network.")
        self.note.setText("The plots show how far it came.")
        self._show(course)
        self.facts.set("At most left", "")

    def show_nothing(self) -> None:
        """Say that there was no training yet."""
        self.headline.setText("Not trained yet.")
        self.note.setText("Training shows here how far it is, and how long it may still take.")
        self._show(Course())
        for name in ("At most left", "Time so far"):
            self.facts.set(name, "")

    def _show(self, course: Course) -> None:
        facts, best = self.facts, course.best
        self.bar.setValue(round(1000 * min(1.0, course.step / max(1, course.planned_steps))))
        facts.set("Epoch", f"{course.epoch} of {course.epochs}" if course.epochs else "")
        facts.set("Step", f"{course.step:,} of {course.planned_steps:,}" if course.planned_steps else "")
        facts.set("Best validation loss", f"{best.loss:.4f} · epoch {course.best_epoch}" if best else "")
        rate = course.learning_rate
        facts.set("Learning rate", f"{rate:.2g}" if np.isfinite(rate) else "")
        facts.set("Parameters", f"{course.parameters:,}" if course.parameters else "")


def _headline(course: Course, activity: Activity | None) -> str:
    if activity is not None and activity.stopping:
        return "Stopping…"
    if activity is not None and activity.paused:
        return f"Paused at epoch {course.epoch} of {course.epochs}"
    if course.empty:
        return "Preparing…"
    if activity is not None and activity.text and not activity.text.startswith("epoch"):
        return activity.text
    return f"Epoch {course.epoch} of {course.epochs}"
