"""The small calibration plot: observed against predicted risk, before and after recalibration."""

import math

import numpy as np
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.evaluation import Bin, Calibration
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.inks import Ink
from clinnet_gui.gui.widgets.plots.legend import Entry, Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.calibration.layers import Groups, numbers_of
from clinnet_gui.gui.widgets.results.measure_text import percent

COLUMNS = ("after", "predicted", "observed", "low", "high", "n", "events")
LINE = ("line: after", "line: predicted", "line: observed")


class ReliabilityPlot(Plot):
    """Bins with Wilson intervals and the logistic calibration line, on axes of equal length."""

    def __init__(self, names: tuple[str, str] = ("before", "after"), parent: QWidget | None = None) -> None:
        super().__init__("Calibration", "predicted risk (%)", "observed (%)", parent)
        for name in ("bottom", "left"):
            self.area.getPlotItem().getAxis(name).setScale(100)
        diagonal = self.line(inks.muted, dashed=True)
        diagonal.setData(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
        self._before = _Series(self, names[0], inks.muted, Mark.SQUARE, hollow=True)
        self._after = _Series(self, names[1], inks.series(0), Mark.CIRCLE)
        self._shown: tuple[Calibration, ...] = ()
        alone = Entry("risks", Mark.CIRCLE, inks.series(0))
        self._entries = (self.legend.entries, (alone,))  # of both, and of the second alone
        self.set_values(self._table)

    def show_calibration(self, before: Calibration | None, after: Calibration) -> None:
        """Draw both (or the second alone) on the same axes, from zero to the largest risk or share."""
        self._shown = (after,) if before is None else (before, after)
        self.legend.show_entries(self._entries[2 - len(self._shown)])
        self._before.draw(before)
        self._after.draw(after)
        top = axis_top(tuple(b for shown in self._shown for b in shown.bins))
        self.area.setRange(xRange=(0, top), yRange=(0, top), padding=0.02)
        self.set_summary(describe(after.bins))

    def _table(self) -> Values:
        first = 2 - len(self._shown)
        which = [(after, b) for after, shown in enumerate(self._shown, first) for b in shown.bins]
        rows = np.array([(after, *numbers_of(b)) for after, b in which]).reshape(-1, len(COLUMNS))
        lines = [np.insert(points_of(shown), 0, after, 1) for after, shown in enumerate(self._shown, first)]
        drawn = np.concatenate([np.zeros((0, len(LINE))), *lines])
        return Values((*COLUMNS, *LINE), (*rows.T, *drawn.T))


class _Series:
    """Points, interval bars and line of one calibration."""

    def __init__(self, plot: Plot, name: str, ink: Ink, mark: Mark, hollow: bool = False) -> None:
        self._line = plot.line(ink, width=2)
        self._groups = Groups(plot, ink, mark, name, hollow)

    def draw(self, calibration: Calibration | None) -> None:
        """Draw the bins that hold patients; nothing for None."""
        self._groups.draw(() if calibration is None else calibration.bins)
        points = points_of(calibration)
        self._line.setData(points[:, 0], points[:, 1])


def points_of(calibration: Calibration | None) -> Floats:
    """Return the points of the line that can be drawn ((k, 2): predicted, observed); none for None."""
    line = calibration.line.reshape(-1, 2) if calibration is not None else np.zeros((0, 2))
    return line[np.isfinite(line).all(axis=1)]


def axis_top(bins: tuple[Bin, ...]) -> float:
    """Return where the axes end: the largest mean risk or upper limit, at least 0.05, at most 1."""
    ends = [v for b in bins for v in (b.predicted, b.observed.value, b.observed.high) if not math.isnan(v)]
    return min(1.0, max([0.05, *ends]) * 1.02)


def describe(bins: tuple[Bin, ...]) -> str:
    """Return in one sentence how the groups of lowest and highest risk did."""
    held = [b for b in bins if b.observed.estimable]
    if not held:
        return "No group holds a patient."
    low, high = held[0], held[-1]
    return (
        f"From a mean risk of {percent(low.predicted)} with {percent(low.observed.value)} observed "
        f"to {percent(high.predicted)} with {percent(high.observed.value)} observed, in {len(held)} groups."
    )
