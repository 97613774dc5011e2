"""Threshold: who is flagged, and what that means; slider, spin box and line are one value."""

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.decision import Decision, Route
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.grid import threshold_grid
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.evaluation.wording import rows_called
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.data.kinds import at_least, card
from clinnet_gui.gui.widgets.results.decision_curve import DecisionCurve
from clinnet_gui.gui.widgets.results.measure_text import percent
from clinnet_gui.gui.widgets.results.operating_card import OperatingCard
from clinnet_gui.gui.widgets.results.per_thousand import PerThousandPanel
from clinnet_gui.gui.widgets.results.risk_distribution import RiskDistribution
from clinnet_gui.gui.widgets.results.roc_plot import RocPlot
from clinnet_gui.gui.widgets.results.threshold_control import ThresholdControl
from clinnet_gui.gui.widgets.results.threshold_suggestions import ThresholdSuggestions


class ThresholdTab(QWidget):
    """Nothing is chosen silently: until the analyst chooses, a dashed line stands at the share of
    events as a preview, and the tab says so."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drawn: Evaluation | None = None
        self.control, self.status = ThresholdControl(), label("", "muted")
        self.suggestions = ThresholdSuggestions()
        self.risks, self.roc, self.benefit = RiskDistribution(movable=True), RocPlot(), DecisionCurve()
        self.card, self.thousand = OperatingCard(), PerThousandPanel()
        self._build()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Draw the study's evaluation, once for each, and the threshold in force."""
        study = self._session.study
        if study.evaluation is None:
            return
        if study.evaluation is not self._drawn:
            self._drawn = study.evaluation
            self._draw(study.evaluation)
        self._show_threshold()

    def _build(self) -> None:
        """All at one look at 1280 x 720: where the line stands, what it costs, what it finds."""
        right = QVBoxLayout()
        right.addWidget(self.card)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(self._made_plots(), 5)
        row.addLayout(right, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 8, 4)
        box.setSpacing(8)
        box.addWidget(self._made_head())
        box.addLayout(row, 1)

    def _made_plots(self) -> QVBoxLayout:
        """The risks, and below them the curves and the 1,000 patients."""
        at_least(self.risks, 130)
        trio = QHBoxLayout()
        trio.setSpacing(12)
        at_least(self.roc, 180)
        at_least(self.benefit, 180)
        for part, share in ((self.roc, 8), (self.benefit, 11), (self.thousand, 10)):
            trio.addWidget(part, share)
        plots = QVBoxLayout()
        plots.setSpacing(8)
        plots.addWidget(self.risks, 4)
        plots.addLayout(trio, 5)
        return plots

    def _made_head(self) -> QWidget:
        """The value and why it was chosen at the left, the ways to it at the right."""
        value = QVBoxLayout()
        value.setSpacing(6)
        for part in (self.control, self.suggestions.why):
            value.addWidget(part)
        both = QHBoxLayout()
        both.setSpacing(24)
        both.addLayout(value, 1)
        both.addWidget(self.suggestions, 1)
        return card(both, self.status)

    def _connect(self) -> None:
        session = self._session
        for source in (self.control, self.risks):
            source.moved.connect(session.move_threshold)
            source.settled.connect(self._settled)
        self.suggestions.chosen.connect(session.set_threshold)
        session.study_changed.connect(self.refresh)
        session.threshold_moved.connect(lambda _: self._show_threshold())

    def _settled(self, threshold: float) -> None:
        self._session.set_threshold(threshold, Route.MANUAL, self.suggestions.why.text().strip())

    def _draw(self, evaluation: Evaluation) -> None:
        self.risks.show_curve(evaluation.curve)
        grid = threshold_grid(evaluation.curve)
        network = evaluation.models[0]
        self.roc.show_curve(grid.roc[:, 0], grid.roc[:, 1], network.auroc)
        top = min(1.0, float(evaluation.curve.risks[-1]) * 1.05)
        self.benefit.show_curve(grid.thresholds, grid.net_benefit, grid.net_benefit_all, top)
        trained = self._session.study.trained
        if trained is not None:
            rows = rows_called(trained.split, Part.CALIBRATE)
            self.suggestions.set_curve(evaluation.calibrate_curve, rows, evaluation.has_test)

    def _show_threshold(self) -> None:
        """Move everything that follows the threshold; a binary search, no plot is drawn anew."""
        if self._drawn is None:
            return
        chosen = self._session.threshold
        threshold = prevalence(self._drawn) if chosen is None else chosen
        point = operating_point(self._drawn.curve, threshold)
        self.control.show_value(threshold)
        self.risks.show_threshold(threshold, chosen is not None)
        self.roc.show_point(1 - point.specificity.value, point.sensitivity.value)
        self.benefit.show_threshold(threshold)
        self.card.show_point(point)
        self.thousand.show_counts(point.per_thousand)
        self.status.setText(status(self._session.study.decision, threshold))


def prevalence(evaluation: Evaluation) -> float:
    """Return the share of events on the rows shown, kept inside the slider's range."""
    return float(np.clip(evaluation.y.mean(), 0.001, 0.999)) if evaluation.y.size else 0.5


def status(decision: Decision, shown: float) -> str:
    """Return whether and how the threshold was chosen."""
    if decision.threshold is None:
        return (
            f"Not chosen yet. As a preview the line stands at {percent(shown)}; drag it, type a value, "
            "or start from a clinical question."
        )
    how = "by hand" if decision.route is Route.MANUAL else f"by {decision.route.value}"
    words = "; ".join(text for text in (decision.basis, decision.rationale) if text)
    why = f": {words}" if words else ""
    return f"Chosen: {percent(decision.threshold)}, {how}{why}."
