"""The window under load: time to first paint, event-loop gaps, slider redraw.

    python -m tests.benchmarks.window [FILE.csv OUTCOME EVENT ID]

Gaps are the times between ticks of a 10 ms timer in the window's event loop, while it reads,
plans and trains (live plots shown), after the warm-up; medians of three runs.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer

from clinnet_gui.core.data.dataset import Role
from clinnet_gui.gui.app import application, window_of
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.settings import Settings

RUNS = 3
DIABETIC = Path(__file__).resolve().parents[3] / "shared" / "data" / "diabetic130" / "diabetic_data.csv"

START = """
import sys, time
from clinnet_gui.gui.app import application, window_of
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.settings import Settings
app = application()
window = window_of(Settings(), Crashes(app))
window.show()
app.processEvents()
window.repaint()
print(time.monotonic() - float(sys.argv[1]))
window.close()
"""


@dataclass(frozen=True)
class Job:
    """A file and what is predicted in it."""

    path: Path
    outcome: str
    event: str
    identifier: str


@dataclass(frozen=True)
class Gaps:
    """Milliseconds between ticks."""

    p50: float
    p99: float
    largest: float

    @classmethod
    def of(cls, ticks: list[float]) -> "Gaps":
        gaps = 1_000 * np.diff(ticks)
        return cls(*(float(np.quantile(gaps, q)) for q in (0.5, 0.99, 1.0)))


class Ticks:
    """The times at which a 10 ms timer came."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self.times.append(time.perf_counter()))
        self._timer.start(10)

    def stop(self) -> list[float]:
        self._timer.stop()
        return self.times


def first_paint() -> float:
    """Seconds from the start of the process to the painted window."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(time.monotonic())], capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def wait(window: MainWindow, condition: Callable[[], bool], seconds: float = 600) -> None:
    """Run the event loop until the condition holds at a turn of it: between the end of one piece of work
    and the next, which begins in the same turn, nothing seems to run."""
    loop = QEventLoop()

    def look() -> None:
        if condition():
            loop.quit()

    def soon(*_: object) -> None:
        QTimer.singleShot(0, loop, look)

    for signal in (window.session.busy_changed, window.session.recorded):
        signal.connect(soon)
    soon()
    QTimer.singleShot(int(seconds * 1_000), loop, loop.quit)
    loop.exec()
    for signal in (window.session.busy_changed, window.session.recorded):
        signal.disconnect(soon)


def idle(window: MainWindow) -> None:
    """Wait until nothing runs."""
    wait(window, lambda: window.session.activity is None)


def warm_up(window: MainWindow) -> Gaps:
    """Gaps while the slow modules are imported; once a process."""
    ticks = Ticks()
    window.session.warm_up()
    idle(window)
    return Gaps.of(ticks.stop())


def load_and_train(window: MainWindow, job: Job, steps: int = 1_500) -> dict[str, Gaps]:
    """Gaps while reading, planning, training, and until the evaluation is there."""
    session, found = window.session, {}
    ticks = Ticks()
    session.open_file(job.path)
    idle(window)
    found["reading"] = Gaps.of(ticks.stop())
    ticks = Ticks()
    table = session.study.table
    assert table is not None
    for name, role in ((job.identifier, Role.ID), (job.outcome, Role.OUTCOME)):
        session.set_role(table.names.index(name), role)
    idle(window)
    session.set_event((job.event,))
    idle(window)
    found["planning"] = Gaps.of(ticks.stop())
    assert session.study.ready_to_train, "answer the questions of this file first"
    ticks = Ticks()
    session.start_training()
    wait(window, lambda: not session.training or trained_steps(window) >= steps)
    found["training"] = Gaps.of(ticks.stop())
    ticks = Ticks()
    session.stop_and_keep()
    idle(window)
    found["baselines, evaluation"] = Gaps.of(ticks.stop())
    return found


def trained_steps(window: MainWindow) -> int:
    live = window.session.live
    return len(live.records) if live is not None else 0


def slider(rows: int = 1_000_000, moves: int = 200) -> tuple[float, float]:
    """CPU milliseconds a move of the threshold with every plot redrawn: median and largest."""
    from clinnet_gui.core.data.split import Part
    from clinnet_gui.core.evaluation.deciding import first_decision
    from clinnet_gui.core.evaluation.judging import evaluate
    from clinnet_gui.core.work import drain
    from clinnet_gui.gui.pages.threshold_tab import ThresholdTab
    from clinnet_gui.gui.session import Session
    from tests import builders

    trained = builders.trained()
    rng = np.random.default_rng(1)
    y = (rng.random(rows) < 0.2).astype(np.int8)
    logits = rng.normal(-1.5 + 1.2 * y, 1.0)
    every = np.arange(rows)
    dataset = replace(trained.dataset, rows=every, y=y, patients=every)
    split = replace(trained.split, parts=np.full(rows, Part.CALIBRATE, np.int8))
    big = replace(
        trained, dataset=dataset, split=split, fit=replace(trained.fit, logits=logits, baselines=())
    )
    decision = first_decision(big)
    session = Session()
    session.study = builders.study().with_trained(big, decision)
    session.study = session.study.with_evaluation(drain(evaluate(big, decision)))
    tab = ThresholdTab(session)
    tab.resize(1100, 620)
    tab.show()
    tab.grab()
    spent = []
    for threshold in np.linspace(0.02, 0.9, moves):
        start = time.process_time()
        session.move_threshold(float(threshold))
        tab.repaint()
        spent.append(1_000 * (time.process_time() - start))
    session.shut_down()
    return median(spent), max(spent)


def main(argv: list[str]) -> None:
    """Print every figure."""
    paints = [first_paint() for _ in range(RUNS)]
    print(f"time to first painted window: median {median(paints):.2f} s of {RUNS} (target 1 s)")
    app = application()
    window = window_of(Settings(), Crashes(app))
    window.show()
    while window.book.make_next():
        pass
    gaps = warm_up(window)
    print(f"warm-up: p50 {gaps.p50:.0f} ms, p99 {gaps.p99:.0f} ms, largest gap {gaps.largest:.0f} ms")
    job = Job(Path(argv[0]), *argv[1:4]) if argv else Job(DIABETIC, "readmitted", "<30", "patient_nbr")
    if job.path.is_file():
        runs = []
        for _ in range(RUNS):
            window.session.unsaved = False
            runs.append(load_and_train(window, job))
        for name in runs[0]:
            p50, p99, largest = (
                median(getattr(run[name], f) for run in runs) for f in ("p50", "p99", "largest")
            )
            print(f"gaps, {name}: p50 {p50:.0f} ms, p99 {p99:.0f} ms, max {largest:.0f} ms (target 50, 100)")
    else:
        print(f"{job.path.name} is not here: no gaps measured")
    window.session.shut_down()
    window.session.unsaved = False
    window.close()
    typical, worst = slider()
    print(f"slider redraw at 1,000,000 rows: median {typical:.1f} ms CPU, largest {worst:.1f} ms (target 16)")


if __name__ == "__main__":
    main(sys.argv[1:])
