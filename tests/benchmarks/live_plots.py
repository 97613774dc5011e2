"""CPU time of one redraw of both live plots, painting included, after few and after many steps."""

import os
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from clinnet_gui.core.training.records import Begun, Step
from clinnet_gui.gui import style
from clinnet_gui.gui.widgets.training.course import Course
from clinnet_gui.gui.widgets.training.folds import Folds
from clinnet_gui.gui.widgets.training.training_plots import TrainingPlots

REDRAWS = 31
NEW_STEPS = 200
"""Steps that arrive between two redraws: a small network makes a thousand a second."""


def course(steps: int) -> Course:
    """A noisy training of so many steps."""
    rng = np.random.default_rng(1)
    made = Course()
    made.extend([Begun(2 * steps, max(20, steps // 100), 200, 0.6, 10_000)])
    made.loss.extend(0.4 * np.exp(rng.normal(0, 0.15, steps)))
    made.norm.extend(np.exp(rng.normal(-0.5, 0.35, steps)))
    return made


def measure(plots: TrainingPlots, steps: int) -> float:
    """Return the median CPU milliseconds of a redraw at 1,100 by 500 pixels."""
    grown = course(steps)
    plots.show_folds(Folds([grown]))
    batch = [Step(steps + i, 1, 0.4, 0.6, 1e-3) for i in range(NEW_STEPS)]
    taken = []
    for _ in range(REDRAWS):
        begun = time.process_time()
        grown.extend(batch)
        plots.refresh()
        plots.grab()
        taken.append(1e3 * (time.process_time() - begun))
    return float(np.median(taken))


def main() -> None:
    """Print one line a length of the course."""
    app = QApplication([])
    style.dress(app)
    plots = TrainingPlots()
    plots.resize(1100, 500)
    plots.show()
    for steps in (1_000, 50_000, 500_000):
        print(f"live plots, both, after {steps:>7,} steps: {measure(plots, steps):5.1f} ms CPU a redraw")
    plots.close()


if __name__ == "__main__":
    main()
