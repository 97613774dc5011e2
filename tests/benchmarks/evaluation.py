"""What an evaluation costs at 1,000,000 patients: the slider's arithmetic, and a whole report.

Run by ``python -m tests.benchmarks.evaluation``; figures are medians of CPU time.
"""

import io
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from statistics import median

import numpy as np

from clinnet_gui.cli.main import main
from clinnet_gui.core.evaluation.benefit_sample import BenefitSample, sample_benefit
from clinnet_gui.core.evaluation.consequences import consequences, reasonable_range
from clinnet_gui.core.evaluation.curves import Curve, curve_of
from clinnet_gui.core.evaluation.deciding import beginning
from clinnet_gui.core.evaluation.external import judge_predictions
from clinnet_gui.core.evaluation.grid import threshold_grid
from clinnet_gui.core.evaluation.judging import evaluate
from clinnet_gui.core.evaluation.resampled import resample
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import drain
from tests.unit.evaluation.fits import shifted
from tests.unit.evaluation.samples import drawn

ROWS = 1_000_000


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The median CPU time of ``work``."""
    spent = []
    for _ in range(times):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return median(spent)


def slider(thresholds: int = 1000) -> None:
    """What one move of the threshold computes."""
    y, z = drawn(ROWS)
    risks = expit(z)
    curve = curve_of(y, risks)
    begun = time.process_time()
    sample = drain(sample_benefit(y, risks, 1))
    print(f"bootstrap of net benefit, {sample.found.shape[0]} resamples: {time.process_time() - begun:.2f} s")
    at = np.linspace(0.01, 0.99, thresholds).tolist()
    for name, prevalence in (("these rows", None), ("and another prevalence", 0.1)):
        spent = seconds(lambda p=prevalence: [move(curve, sample, t, p) for t in at]) / thresholds
        print(f"slider, {ROWS:,} patients, {name}: {1000 * spent:.3f} ms a move (target: about 1 ms)")
    print(f"curves of all thresholds, drawn once: {1000 * seconds(lambda: threshold_grid(curve)):.1f} ms")


def move(curve: Curve, sample: BenefitSample, threshold: float, prevalence: float | None) -> None:
    """The threshold's own consequences and those of both ends of its range."""
    for t in (threshold, *reasonable_range(threshold, None)):
        consequences(curve, sample, t, prevalence)


def report() -> None:
    """All figures of given predictions, and the command from a file to its JSON."""
    y, z = drawn(ROWS)
    risks = expit(z - 0.3)
    print(f"report on {ROWS:,} predictions: {seconds(lambda: judge_predictions(y, risks, (0.1,))):.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predictions.csv"
        rows = np.column_stack([y, risks])
        np.savetxt(path, rows, fmt=["%d", "%.6f"], delimiter=",", header="y,risk", comments="")
        arguments = ["evaluate", str(path), "--outcome", "y", "--risk", "risk", "--json"]
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            spent = seconds(lambda: main(arguments), times=1)
        print(f"clinnet evaluate on that file: {spent:.2f} s (target: under 10 s)")


def results() -> None:
    """What stands behind the Results page, and the longest wait between two of its steps."""
    for n in (10_000, 100_000, 300_000):
        trained = shifted(n)
        begun = time.process_time()
        gaps = [begun]
        decision = drain(beginning(trained), lambda _, gaps=gaps: gaps.append(time.process_time()))
        chosen = time.process_time()
        drain(evaluate(trained, decision), lambda _, gaps=gaps: gaps.append(time.process_time()))
        spent, longest = time.process_time() - chosen, float(np.diff(gaps).max())
        print(
            f"results of {n:,} patients: calibrator {chosen - begun:.2f} s,"
            f" evaluation {spent:.2f} s, longest step {1000 * longest:.0f} ms"
        )


def bootstrap(times: int = 20) -> None:
    """What the intervals of one table cost, and the longest wait between two of its steps."""
    for n in (1_000, 5_000, 300_000):
        y, z = drawn(n)
        risks = expit(z - 0.3)
        found = judge_predictions(y, risks).calibration
        begun, gaps = time.process_time(), [time.process_time()]
        work = resample(found, y, risks, 1, times=times)
        drain(work, lambda _, gaps=gaps: gaps.append(time.process_time()))
        spent, longest = (time.process_time() - begun) / times, 1000 * float(np.diff(gaps).max())
        print(f"bootstrap of {n:,} rows: 500 samples in {500 * spent:.1f} s, longest step {longest:.0f} ms")


if __name__ == "__main__":
    slider()
    report()
    results()
    bootstrap()
