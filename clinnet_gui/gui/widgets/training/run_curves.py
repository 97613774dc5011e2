"""The validation losses of one or two runs over each other, a line a fold."""

import numpy as np
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.training.runs import Curve, Run
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.legend import Entry, Mark
from clinnet_gui.gui.widgets.plots.log_axis import LogAxis, to_log
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.training.behind import Behind
from clinnet_gui.gui.widgets.training.live_range import padded, span_of


class RunCurves(Plot):
    """The first run solid, the second dashed and in another colour; a star at each best look."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Validation loss", "step", "log-loss", parent, axes={"left": LogAxis("left")})
        self._inks = first, second = inks.series(0), inks.series(1)
        self._lines = (Behind(self, first), Behind(self, second, dashed=True))
        self._bests = tuple(self.marks(ink, Mark.STAR, size=13) for ink in self._inks)
        self._runs: tuple[Run, ...] = ()
        self.set_values(lambda: _table(self._runs))
        self.show_runs(())

    def show_runs(self, runs: tuple[Run, ...]) -> None:
        """Draw at most two runs."""
        self._runs = runs[:2]
        for i, (lines, bests) in enumerate(zip(self._lines, self._bests, strict=True)):
            curves = runs[i].result.curves if i < len(runs) else ()
            lines.draw([_finite(curve) for curve in curves])
            found = [_best(curve) for curve in curves]
            bests.setData([step for step, _ in found], to_log(np.array([loss for _, loss in found])))
        self.legend.show_entries(
            tuple(
                Entry(f"run {run.number}", mark, ink)
                for run, mark, ink in zip(runs, (Mark.LINE, Mark.DASHED), self._inks, strict=False)
            )
        )
        self.set_caption("" if runs else "Choose one run to see its course, or two to compare them.")
        self.set_summary(_summary(runs))
        self._settle_ranges([curve for run in runs for curve in run.result.curves])

    def _settle_ranges(self, curves: list[Curve]) -> None:
        series = [_finite(curve) for curve in curves]
        if series:
            steps, losses = (np.concatenate([one[i] for one in series]) for i in (0, 1))
            self.area.setXRange(0, max(1.0, float(steps.max(initial=1.0))), padding=0.01)
            self.area.setYRange(*padded(*span_of(losses)), padding=0)


def _finite(curve: Curve) -> tuple[np.ndarray, np.ndarray]:
    kept = np.isfinite(curve.validation_loss)
    return curve.step[kept].astype(float), to_log(curve.validation_loss[kept])


def _best(curve: Curve) -> tuple[float, float]:
    """The kept point nearest to the best look: a thinned curve may lack the look itself."""
    at = int(np.argmin(np.abs(curve.step - curve.best_step)))
    return float(curve.step[at]), float(curve.validation_loss[at])


def _table(runs: tuple[Run, ...]) -> Values:
    """A line a look at the rows held out."""
    looks = [
        (run.number, fold, step, loss)
        for run in runs
        for fold, curve in enumerate(run.result.curves, start=1)
        for step, loss in zip(curve.step.tolist(), curve.validation_loss.tolist(), strict=True)
    ]
    columns = np.array(looks, dtype=np.float64).reshape(-1, 4).T
    return Values(("run", "fold", "step", "log-loss"), tuple(columns))


def _summary(runs: tuple[Run, ...]) -> str:
    said = [f"run {run.number} reaches {run.result.log_loss.value:.4f}" for run in runs]
    return f"Log-loss on the rows held out: {', '.join(said)}." if said else "No run is chosen."
