"""A threshold on foreign predictions: who would be flagged, and what that means."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.consequences import consequences, reasonable_range
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.evaluation.grid import rate_curves
from clinnet_gui.core.evaluation.predictions import Review
from clinnet_gui.core.evaluation.utility import utility_curve
from clinnet_gui.core.statistics.reliance import TOO_FEW, too_few
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.predictions_desk import PredictionsDesk
from clinnet_gui.gui.widgets.beside import Beside
from clinnet_gui.gui.widgets.kinds import at_least, card
from clinnet_gui.gui.widgets.results.measure_text import percent
from clinnet_gui.gui.widgets.results.threshold.benefit_plot import BenefitPlot
from clinnet_gui.gui.widgets.results.threshold.control import ThresholdControl, preview
from clinnet_gui.gui.widgets.results.threshold.figures import ThresholdFigures
from clinnet_gui.gui.widgets.results.threshold.rates_plot import RatesPlot
from clinnet_gui.gui.widgets.results.threshold.risk_distribution import RiskDistribution

PREVIEW = "Not chosen yet. As a preview the line stands at {}, the share of events; drag it or type a value."
TUNED = "A threshold that is tuned on these patients looks better on them than it is on the next."


class PredictionsThreshold(QWidget):
    """Three plots, one line; slider, line and figures are one value. Nothing is kept of it."""

    def __init__(self, desk: PredictionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._drawn: Review | None = None
        self.control, self.status = ThresholdControl(), label("", "muted")
        self.risks, self.rates, self.benefit = (
            RiskDistribution(movable=True),
            RatesPlot(),
            BenefitPlot("model"),
        )
        self.figures = ThresholdFigures()
        self._build()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Draw the review, once for each."""
        review = self._desk.review
        if review is not None and review is not self._drawn:
            self._drawn = review
            self._draw(review)
            self._show_threshold()

    def _build(self) -> None:
        for plot, height in ((self.risks, 110), (self.rates, 150), (self.benefit, 220)):
            at_least(plot, height)
        pair, plots = QVBoxLayout(), QWidget()
        pair.setSpacing(8)
        pair.addWidget(self.risks, 4)
        pair.addWidget(self.rates, 6)
        row = QHBoxLayout(plots)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(pair, 1)
        row.addWidget(self.benefit, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 8, 4)
        box.setSpacing(8)
        box.addWidget(card(self.control, self.status))
        self.body = Beside(plots, self.figures, (26, 14))
        box.addWidget(self.body, 1)

    def _connect(self) -> None:
        desk = self._desk
        for source in (self.control, self.risks, self.rates, self.benefit):
            source.moved.connect(desk.move_threshold)
            source.settled.connect(desk.move_threshold)
        self.benefit.ranged.connect(lambda low, high: desk.set_reasonable((low, high)))
        self.figures.ranged.connect(desk.set_reasonable)
        self.figures.prevalence.settled.connect(desk.set_prevalence)
        desk.changed.connect(self.refresh)
        desk.threshold_moved.connect(self._show_threshold)

    def _draw(self, review: Review) -> None:
        side = review.main
        top, known = min(1.0, max(float(side.curve.risks[-1]), 0.01) * 1.05), _known(side.curve)
        self.risks.show_curve(side.curve)
        for plot in (self.rates, self.benefit):
            plot.set_caption("" if known else "Too few events to draw.")
        if known:
            self.rates.show_rates(rate_curves(side.curve, top))
            benefit = utility_curve(side.curve, side.benefit.thresholds)
            self.benefit.show_benefit(benefit, side.benefit, top)
        self.figures.show_notice("" if known else f"{TOO_FEW.capitalize()}: no figure.")

    def _show_threshold(self) -> None:
        """Move everything that follows the threshold: binary searches, no plot is drawn anew."""
        if self._drawn is None:
            return
        desk, side = self._desk, self._drawn.main
        here, chosen = preview(side.curve), desk.threshold is not None
        threshold = here if desk.threshold is None else desk.threshold
        low, high = reasonable_range(threshold, desk.reasonable)
        self.control.show_value(threshold)
        self.risks.show_threshold(threshold, chosen)
        self.rates.threshold.show(threshold, chosen)
        self.benefit.show_threshold(threshold, chosen)
        self.benefit.show_range(low, high)
        self.figures.show_range(low, high, desk.reasonable is not None)
        self.figures.prevalence.show_share(desk.prevalence, here, threshold)
        at, *ends = (
            consequences(side.curve, side.benefit, t, desk.prevalence) for t in (threshold, low, high)
        )
        self.figures.show_consequences(at, (ends[0], ends[1]), _known(side.curve))
        self.status.setText(TUNED if chosen else PREVIEW.format(percent(threshold)))


def _known(curve: Curve) -> bool:
    """Whether there are enough events and non-events for any figure."""
    return not too_few(curve.n, curve.events)
