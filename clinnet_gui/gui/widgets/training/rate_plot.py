"""The loss while the learning rate rises, on an axis of powers of ten."""

import numpy as np
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.training.range_test import RangeTest
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.log_axis import LogAxis, to_log
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.training.live_range import padded, span_of


class RatePlot(Plot):
    """The smoothed loss, the rate in force, and the one that is suggested."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Loss by learning rate", "learning rate", "log-loss", parent, axes={"bottom": LogAxis("bottom")}
        )
        self._test: RangeTest | None = None
        self._loss = self.line(inks.series(0), "smoothed loss", width=2)
        self._present = self.rule(inks.muted, "rate in force", angle=90)
        self._suggested = self.rule(inks.series(1), "suggested", angle=90, dashed=False)
        self.set_reading(lambda x, _y: self.reading(x))
        self.set_values(self._table)
        self.show_test(None, float("nan"))

    def show_test(self, test: RangeTest | None, present: float) -> None:
        """Draw a range test (None: nothing) and the rate in force."""
        self._test = test
        rates = to_log(test.rates) if test is not None else np.zeros(0)
        losses = test.losses if test is not None else np.zeros(0)
        self._loss.setData(rates, losses)
        for line, rate in ((self._present, present), (self._suggested, test.suggested if test else None)):
            shown = test is not None and rate is not None and bool(np.isfinite(rate))
            line.setVisible(shown)
            if shown and rate is not None:
                line.setValue(float(np.log10(rate)))
        self.set_caption("" if test is not None else "Here the loss appears as the learning rate rises.")
        self.set_summary(test.sentence if test is not None else "No learning rates were tested yet.")
        low, high = (float(rates[0]), float(rates[-1])) if rates.size else (-6.0, 0.0)
        self.area.setXRange(low, high, padding=0.01)
        self.area.setYRange(*padded(*span_of(_within(losses))), padding=0)

    def reading(self, place: float) -> str:
        """Return the rate and the loss nearest to a place on the axis."""
        test = self._test
        if test is None:
            return ""
        at = int(np.argmin(np.abs(to_log(test.rates) - place)))
        return f"rate {test.rates[at]:.2g} · loss {test.losses[at]:.3f}"

    def _table(self) -> Values:
        test = self._test
        empty = np.zeros(0)
        return Values(
            ("learning rate", "loss"), (test.rates, test.losses) if test is not None else (empty, empty)
        )


def _within(losses: np.ndarray) -> np.ndarray:
    """What the axis shows: where the loss runs away at the end, its fall would be lost."""
    return np.minimum(losses, 2 * losses.min(initial=np.inf)) if losses.size else losses
