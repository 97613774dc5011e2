"""How far a training is: epoch, step, time left, best loss, learning rate."""

import time

import numpy as np
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from clinnet_gui.core.training.fit import Fit
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.widgets.announcer import Announcer
from clinnet_gui.gui.widgets.training.facts import Facts
from clinnet_gui.gui.widgets.training.folds import Folds
from clinnet_gui.gui.widgets.training.pace import Pace, clock

FACTS = (
    "Fold",
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

    def show_running(self, folds: Folds, activity: Activity | None, seconds: float) -> None:
        """Show a training that runs, pauses, or is being stopped."""
        paused = activity is not None and activity.paused
        if paused or self._paused:
            self._pace.pause()
        self._paused = paused
        if not folds.empty:
            self._pace.at(time.monotonic(), folds.steps)
        self.headline.setText(_headline(folds, activity))
        self.note.setText("No step is made while paused." if paused and not folds.empty else "")
        self._show(folds)
        self.announcer.progress(self.headline.text())
        left = self._pace.left(folds.steps_left)
        self.facts.set("At most left", "" if left is None else clock(left))
        self.facts.set("Time so far", clock(seconds))

    def show_fit(self, folds: Folds, fit: Fit) -> None:
        """Show a training that ended with a network, or with one a fold."""
        self.headline.setText(f"{fit.stop.value.capitalize()}.")
        if fit is not self._ended:
            self._ended = fit
            self.announcer.say(f"Training has ended. {self.headline.text()}")
        self.note.setText(kept(folds))
        self._show(folds)
        if folds.many:
            self._show_whole(folds)
        self.facts.set("At most left", "")
        self.facts.set("Time so far", clock(fit.seconds))

    def show_lost(self, folds: Folds) -> None:
        """Show a training that ended without a network."""
        self.headline.setText("This training kept no network.")
        self.note.setText("The plots show how far it came.")
        self._show(folds)
        self.facts.set("At most left", "")

    def show_nothing(self) -> None:
        """Say that there was no training yet."""
        self.headline.setText("Not trained yet.")
        self.note.setText("Training shows here how far it is, and how long it may still take.")
        self._show(Folds())
        for name in ("At most left", "Time so far"):
            self.facts.set(name, "")

    def _show(self, folds: Folds) -> None:
        facts, course = self.facts, folds.running
        best, rate = course.best, course.learning_rate
        self.bar.setValue(round(1000 * folds.share))
        facts.show_row("Fold", folds.many)
        facts.set("Fold", f"{len(folds.courses)} of {folds.planned}" if folds.many else "")
        facts.set("Epoch", f"{course.epoch} of {course.epochs}" if course.epochs else "")
        facts.set("Step", f"{course.step:,} of {course.planned_steps:,}" if course.planned_steps else "")
        facts.set("Best validation loss", f"{best.loss:.4f} · epoch {course.best_epoch}" if best else "")
        facts.set("Learning rate", f"{rate:.2g}" if np.isfinite(rate) else "")
        facts.set("Parameters", f"{course.parameters:,}" if course.parameters else "")

    def _show_whole(self, folds: Folds) -> None:
        """All folds in one, as none of them runs."""
        bests = [course.best.loss for course in folds.courses if course.best is not None]
        self.bar.setValue(1000)
        self.facts.set("Fold", f"{len(folds.courses)} of {folds.planned}")
        self.facts.set("Epoch", ", ".join(str(course.epoch) for course in folds.courses))
        self.facts.set("Step", f"{folds.steps:,}")
        self.facts.set("Best validation loss", f"{min(bests):.3f} to {max(bests):.3f}" if bests else "")


def kept(folds: Folds) -> str:
    """Return a sentence on which weights were kept."""
    epochs = [str(course.best_epoch) for course in folds.courses]
    if len(epochs) == 1:
        return f"The weights are those of epoch {epochs[0]}."
    return f"Each of the {len(epochs)} networks keeps the weights of its best epoch: {', '.join(epochs)}."


def _headline(folds: Folds, activity: Activity | None) -> str:
    if activity is not None and activity.stopping:
        return "Stopping…"
    course = folds.running
    fold = f"fold {course.fold} of {folds.planned}, " if folds.many else ""
    if activity is not None and activity.paused:
        return f"Paused at {fold}epoch {course.epoch} of {course.epochs}"
    if folds.empty or activity is None or not activity.text:
        return "Preparing…"
    return activity.text[:1].upper() + activity.text[1:]
