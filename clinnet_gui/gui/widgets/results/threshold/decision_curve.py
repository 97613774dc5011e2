"""The decision curve: net benefit of flagging by a model, by nobody, and of flagging all."""

import numpy as np
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.benefit_sample import BenefitSample
from clinnet_gui.core.evaluation.grid import Grid
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.threshold.benefit_band import BenefitBand

FLOOR = -0.05
"""Net benefit below this is not drawn: flagging all falls without end."""
COLUMNS = ("threshold", "net benefit", "lower", "upper", "net benefit, all flagged")


class DecisionCurve(Plot):
    """Net benefit in true positives a patient against the threshold, with its 95 % interval."""

    def __init__(self, model: str = "network", parent: QWidget | None = None) -> None:
        super().__init__("Decision curve", "threshold (%)", "net benefit", parent)
        self.area.getPlotItem().getAxis("bottom").setScale(100)
        self.band = BenefitBand(self, inks.series(0))
        self._none = self.rule(inks.muted, "flag none", dashed=False)
        self._all = self.line(inks.series(1), "flag all", dashed=True)
        self._model = self.line(inks.series(0), model, width=2)
        self._called = model
        self._threshold = self.rule(inks.text, angle=90, dashed=False)
        self._threshold.hide()
        self._shown: tuple[Floats, ...] = tuple(np.zeros(0) for _ in COLUMNS)
        self.set_values(lambda: Values(COLUMNS, self._shown))

    def show_curve(self, grid: Grid, sample: BenefitSample, top: float) -> None:
        """Draw net benefit over thresholds 0..``top``, and how sure it is."""
        thresholds, model, everyone = grid.thresholds, grid.net_benefit, grid.net_benefit_all
        low, high = (
            np.interp(thresholds, sample.thresholds, of, right=np.nan)
            for of in (sample.net_benefit.low, sample.net_benefit.high)
        )
        self._shown = (thresholds, model, low, high, everyone)
        for curve, values in ((self._model, model), (self._all, everyone)):
            shown = np.isfinite(values) & (values >= 4 * FLOOR) & (thresholds <= top)
            curve.setData(thresholds[shown], values[shown])
        highest = float(np.nanmax(model[:1], initial=0.01))
        floor = max(FLOOR, -highest / 2)
        self.band.show_sure(sample.thresholds, sample.net_benefit, top, floor)
        self.area.setRange(xRange=(0, top), yRange=(floor, highest * 1.1), padding=0.01)
        self.set_summary(describe(thresholds, model, everyone, self._called))

    def show_threshold(self, threshold: float | None) -> None:
        """Put the line at a threshold, or take it away."""
        self._threshold.setVisible(threshold is not None)
        if threshold is not None:
            self._threshold.setValue(threshold)


def describe(thresholds: Floats, model: Floats, everyone: Floats, called: str = "network") -> str:
    """Return in one sentence over which thresholds what is ``called`` so is the best of the three, as
    estimated: the longest range without a gap."""
    best = np.isfinite(model) & (model > np.maximum(everyone, 0.0) + 1e-12)
    if not best.any():
        return f"At no threshold is the {called} of more net benefit than flagging all or none."
    edges = np.flatnonzero(np.diff(np.concatenate(([False], best, [False])).astype(np.int8)))
    first, after = max(zip(edges[::2], edges[1::2], strict=True), key=lambda of: of[1] - of[0])
    low, high = 100 * float(thresholds[first]), 100 * float(thresholds[after - 1])
    return (
        f"As estimated, the {called} is of most net benefit at thresholds between {low:.0f} and {high:.0f} %."
    )
