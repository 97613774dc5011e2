"""A threshold on foreign predictions: who would be flagged, and what that means."""

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.evaluation.grid import threshold_grid
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.evaluation.predictions import Review
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.predictions_desk import PredictionsDesk
from clinnet_gui.gui.widgets.data.kinds import at_least, card
from clinnet_gui.gui.widgets.results.decision_curve import DecisionCurve
from clinnet_gui.gui.widgets.results.measure_text import percent
from clinnet_gui.gui.widgets.results.operating_card import OperatingCard
from clinnet_gui.gui.widgets.results.per_thousand import PerThousandPanel
from clinnet_gui.gui.widgets.results.risk_distribution import RiskDistribution
from clinnet_gui.gui.widgets.results.roc_plot import RocPlot
from clinnet_gui.gui.widgets.results.threshold_control import ThresholdControl

PREVIEW = "Not chosen yet. As a preview the line stands at {}, the share of events; drag it or type a value."
TUNED = "A threshold that is tuned on these patients looks better on them than it is on the next."


class PredictionsThreshold(QWidget):
    """Slider, line and table are one value; nothing is kept of it."""

    def __init__(self, desk: PredictionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._drawn: Review | None = None
        self.control, self.status = ThresholdControl(), label("", "muted")
        self.risks, self.roc = RiskDistribution(movable=True), RocPlot()
        self.benefit = DecisionCurve("model")
        self.card, self.thousand = OperatingCard(), PerThousandPanel()
        self._build()
        for source in (self.control, self.risks):
            source.moved.connect(desk.move_threshold)
            source.settled.connect(desk.move_threshold)
        desk.changed.connect(self.refresh)
        desk.threshold_moved.connect(lambda _: self._show_threshold())

    def refresh(self) -> None:
        """Draw the review, once for each."""
        review = self._desk.review
        if review is not None and review is not self._drawn:
            self._drawn = review
            self._draw(review)
            self._show_threshold()

    def _build(self) -> None:
        at_least(self.risks, 130)
        trio = QHBoxLayout()
        trio.setSpacing(12)
        for plot in (self.roc, self.benefit):
            at_least(plot, 180)
        for part, share in ((self.roc, 8), (self.benefit, 11), (self.thousand, 10)):
            trio.addWidget(part, share)
        plots = QVBoxLayout()
        plots.setSpacing(8)
        plots.addWidget(self.risks, 4)
        plots.addLayout(trio, 5)
        right = QVBoxLayout()
        right.addWidget(self.card)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(plots, 5)
        row.addLayout(right, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 8, 4)
        box.setSpacing(8)
        box.addWidget(card(self.control, self.status))
        box.addLayout(row, 1)

    def _draw(self, review: Review) -> None:
        curve = review.main.curve
        self.risks.show_curve(curve)
        grid = threshold_grid(curve)
        self.roc.show_curve(grid.roc[:, 0], grid.roc[:, 1], review.main.report.auroc)
        top = min(1.0, float(curve.risks[-1]) * 1.05)
        self.benefit.show_curve(grid.thresholds, grid.net_benefit, grid.net_benefit_all, top)

    def _show_threshold(self) -> None:
        """Move everything that follows the threshold: a binary search, no plot is drawn anew."""
        if self._drawn is None:
            return
        chosen = self._desk.threshold
        curve = self._drawn.main.curve
        threshold = prevalence(curve) if chosen is None else chosen
        point = operating_point(curve, threshold)
        self.control.show_value(threshold)
        self.risks.show_threshold(threshold, chosen is not None)
        self.roc.show_point(1 - point.specificity.value, point.sensitivity.value)
        self.benefit.show_threshold(threshold)
        self.card.show_point(point)
        self.thousand.show_counts(point.per_thousand)
        self.status.setText(TUNED if chosen is not None else PREVIEW.format(percent(threshold)))


def prevalence(curve: Curve) -> float:
    """Return the share of events, kept inside the slider's range."""
    return float(np.clip(curve.events_below[-1] / max(curve.risks.size, 1), 0.001, 0.999))
