"""Foreign predictions at a glance: the verdict, the measures, calibration, decision curve, risks."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.core.data.questions import many
from clinnet_gui.core.evaluation.contest import Contest
from clinnet_gui.core.evaluation.grid import threshold_grid
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.predictions import Reckoning, Review, Side
from clinnet_gui.core.statistics.reliance import too_few
from clinnet_gui.gui.messages import elided, label
from clinnet_gui.gui.predictions_desk import PredictionsDesk
from clinnet_gui.gui.widgets.kinds import at_least, card
from clinnet_gui.gui.widgets.results.calibration.reliability_plot import ReliabilityPlot
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow, MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import (
    SUPPRESSED,
    cell,
    count,
    percent,
    signed,
    with_precision,
)
from clinnet_gui.gui.widgets.results.threshold.decision_curve import DecisionCurve
from clinnet_gui.gui.widgets.results.threshold.risk_distribution import RiskDistribution

HEADINGS = ("", "AUROC", "Brier", "log-loss")
PLOT_HEIGHT = 220


class PredictionsOverview(QWidget):
    """Everything essential of one risk on one page, a second risk beside it."""

    def __init__(self, desk: PredictionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._drawn: Review | None = None
        self.verdict, self.reckoning = label("", "heading"), label("", "muted")
        self.models = MeasureTable(HEADINGS, "The risks and how well they predict")
        self.reliability, self.risks = ReliabilityPlot(("compared", "risk")), RiskDistribution()
        self.benefit = DecisionCurve("model")
        self._build()
        desk.changed.connect(self.refresh)
        desk.threshold_moved.connect(self._show_threshold)
        self.refresh()
        self._show_threshold()

    def refresh(self) -> None:
        """Draw the review, once for each."""
        review = self._desk.review
        if review is not None and review is not self._drawn:
            self._drawn = review
            self._draw(review)

    def _build(self) -> None:
        plots = QHBoxLayout()
        plots.setSpacing(16)
        for plot in (self.reliability, self.risks, self.benefit):
            at_least(plot, PLOT_HEIGHT)
            plots.addWidget(plot, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.setSpacing(12)
        for part in (self.verdict, self.reckoning, card(self.models)):
            box.addWidget(part)
        box.addLayout(plots, 1)

    def _draw(self, review: Review) -> None:
        self.verdict.setText(review.main.calibration.sentence)
        report = review.main.report
        self.reckoning.setText(rows_text(review.reckoning, report.events, report.patients))
        self.models.set_rows(rows(review))
        for plot in (self.reliability, self.benefit):  # of a handful of events only the risks themselves
            plot.setVisible(known(review))
        second = review.rival.calibration if review.rival is not None else None
        self.reliability.show_calibration(second, review.main.calibration)
        self.risks.show_curve(review.main.curve)
        grid, top = threshold_grid(review.main.curve), min(1.0, float(review.main.curve.risks[-1]) * 1.05)
        self.benefit.show_curve(grid, review.main.benefit, top)

    def _show_threshold(self) -> None:
        threshold = self._desk.threshold
        self.risks.show_threshold(threshold)
        self.benefit.show_threshold(threshold)


def rows_text(found: Reckoning, events: int, patients: int = 0) -> str:
    """Return what became of the rows of the file; the parts add up to those read. ``patients``: of how many
    those judged are, where some have several.

    >>> rows_text(Reckoning(100, 1, 2, 0, 0), 30)  # doctest: +ELLIPSIS
    '100 rows read; 97 judged, 30 with the event (30.9 %). Left out: 1 set aside in reading, 2 ....'
    """
    share = f" ({percent(events / found.used)})" if found.used else ""
    reasons = (
        (found.aside, "set aside in reading"),
        (found.no_outcome, "without an outcome"),
        (found.no_risk, "without a risk"),
        (found.no_rival, "without the second risk"),
    )
    said = ", ".join(f"{count(n)} {why}" for n, why in reasons if n)
    whose = f" of {many(patients, 'patient')}" if patients else ""
    judged = f"{count(found.used)} judged{whose}, {count(events)} with the event{share}"
    head = f"{count(found.read)} rows read; {judged}."
    return f"{head} Left out: {said}." if said else head


def rows(review: Review) -> tuple[MeasureRow, ...]:
    """Return a row for each risk, and below two of them their difference; of fewer than ten events, or
    non-events, no figure."""
    sides = (review.main,) if review.rival is None else (review.main, review.rival)
    contest = review.main.report.contest
    if not known(review):
        return tuple(MeasureRow(elided(side.name, 40), side.name, (SUPPRESSED,) * 3) for side in sides)
    test = "DeLong test" if not review.main.report.patients else "test by patient (Obuchowski)"
    return (*map(_row, sides), *([_difference(contest, test)] if contest is not None else []))


def known(review: Review) -> bool:
    """Return whether there are enough events, and non-events, for any figure."""
    report = review.main.report
    return not too_few(report.n, report.events)


def _row(side: Side) -> MeasureRow:
    found = side.calibration
    auroc = with_precision(cell(side.report.auroc), side.report.precision)
    cells = (auroc, cell(found.brier), cell(found.log_loss))
    return MeasureRow(elided(side.name, 40), side.name, cells)


def _difference(contest: Contest, test: str) -> MeasureRow:
    areas, first = contest.areas, contest.first
    tested = f"; p {_p(areas.p)}" if areas.p >= 0 else ""
    method = f"difference of two AUROC on the same rows; paired {test}{tested}"
    auroc = Measure(areas.value, areas.low, areas.high, method, first.n, first.events)
    meaning = "The first less the second: above 0 its AUROC is higher, below 0 its loss is lower."
    cells = (auroc, contest.brier, contest.log_loss)
    return MeasureRow("difference", meaning, tuple(cell(one, signed, 0.0) for one in cells))


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"
