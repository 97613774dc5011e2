"""Validation, External, once a file was judged: who they are, how the network does, what would update it."""

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.grid import threshold_grid
from clinnet_gui.core.evaluation.transport.report import Counts, Standing, Transport
from clinnet_gui.core.evaluation.transport.wording import (
    discrimination_sentence,
    refit_sentence,
    shift_sentence,
    standing_sentence,
)
from clinnet_gui.core.scoring.external import ExternalValidation
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.pages.score_page import remarks
from clinnet_gui.gui.style import scaled
from clinnet_gui.gui.widgets.data.kinds import at_least, card, line, set_kind
from clinnet_gui.gui.widgets.headed import ROW_HEIGHT
from clinnet_gui.gui.widgets.plots.forest import Forest
from clinnet_gui.gui.widgets.results.decision_curve import DecisionCurve
from clinnet_gui.gui.widgets.results.external.rows import (
    FIGURES,
    PRECISION,
    UPDATES,
    figure_rows,
    precision_rows,
    update_rows,
)
from clinnet_gui.gui.widgets.results.external.shift_table import GROUND, ShiftTable, love_lines
from clinnet_gui.gui.widgets.results.measure_table import MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import count, percent
from clinnet_gui.gui.widgets.results.reliability_plot import ReliabilityPlot
from clinnet_gui.gui.widgets.results.risk_distribution import RiskDistribution

MOST_LINES, MOST_ROWS, MOST_REMARKS = 16, 16, 6
PLOT_HEIGHT = 220
ONLY_FIGURES = (
    "z: the study's log-odds of the risk. Log-loss on rows that the update has not seen. These are figures "
    "only: nothing of the study is changed."
)
WIDE = "Wider than recommended is marked; what these patients show is then less than sure."


class ExternalReport(QWidget):
    """Four parts, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.standing, self.counts, self.remarks = label(), label("", "muted"), label("", "muted")
        self.shift, self.mix = label("", "heading"), label("", "muted")
        self.love, self.table = Forest("Standardised differences"), ShiftTable()
        self.calibration, self.discrimination = label("", "heading"), label("", "muted")
        self.reliability = ReliabilityPlot(("before", "here"))
        self.risks, self.benefit = RiskDistribution(), DecisionCurve()
        self.figures = MeasureTable(FIGURES, "The network on these patients")
        self.updates = MeasureTable(UPDATES, "Updates of the network's risks")
        self.choice, self.refit = label("", "heading"), label("", "muted")
        self.precision = MeasureTable(PRECISION, "How precise these figures are")
        self._build()

    def show_found(self, found: ExternalValidation) -> None:
        """Show what a file said."""
        transport = found.transport
        self.standing.setText(standing_sentence(transport))
        set_kind(self.standing, "" if transport.standing is Standing.OTHERS else "warn")
        self.counts.setText(counts_text(transport.counts, transport.side.report.events))
        told = remarks(found.findings)
        more = [f"and {len(told) - MOST_REMARKS} more"] if len(told) > MOST_REMARKS else []
        self.remarks.setText("\n".join([*told[:MOST_REMARKS], *more]))
        self.remarks.setVisible(bool(told))
        self._show_shifts(transport)
        self._show_figures(transport)
        self._show_updates(transport)

    def _show_shifts(self, found: Transport) -> None:
        self.shift.setText(shift_sentence(found.shifts))
        self.mix.setText(found.membership.sentence)
        self.love.show_lines(love_lines(found.shifts, MOST_LINES), GROUND, shift_sentence(found.shifts))
        self.table.shifts.show_shifts(found.shifts)
        rows = min(MOST_ROWS, len(found.shifts))
        self.table.setFixedHeight(scaled(ROW_HEIGHT) * (rows + 1) + scaled(12))

    def _show_figures(self, found: Transport) -> None:
        side = found.side
        self.calibration.setText(side.calibration.sentence)
        self.discrimination.setText(discrimination_sentence(found))
        self.reliability.show_calibration(None, side.calibration)
        self.risks.show_curve(side.curve)
        self.risks.show_threshold(found.threshold)
        grid, top = threshold_grid(side.curve), min(1.0, float(side.curve.risks[-1]) * 1.05)
        self.benefit.show_curve(grid.thresholds, grid.net_benefit, grid.net_benefit_all, top)
        self.benefit.show_threshold(found.threshold)
        self.figures.set_rows(figure_rows(found))

    def _show_updates(self, found: Transport) -> None:
        self.choice.setText(found.choice.sentence)
        self.updates.set_rows(update_rows(found.updates, found.choice))
        self.refit.setText(refit_sentence(found))
        self.precision.set_rows(precision_rows(found.widths, found.size))

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        parts: tuple[QWidget | QLayout, ...] = (
            *(self.standing, self.counts, self.remarks),
            *(line("Who they are", "title"), self.shift, self.mix, self.love, self.table),
            *(line("How the network does here", "title"), self.calibration, self.discrimination),
            self._made_plots(),
            *(line("Updating", "title"), self.choice, card(self.updates), label(ONLY_FIGURES, "muted")),
            self.refit,
            *(line("Precision", "title"), card(self.precision), label(WIDE, "muted")),
        )
        for part in parts:
            if isinstance(part, QLayout):
                box.addLayout(part)
            else:
                box.addWidget(part)
        box.addStretch(1)

    def _made_plots(self) -> QHBoxLayout:
        plots = QHBoxLayout()
        plots.setSpacing(16)
        for plot in (self.reliability, self.risks, self.benefit):
            at_least(plot, PLOT_HEIGHT)
            plots.addWidget(plot, 4)
        figures = QVBoxLayout()
        figures.addWidget(card(self.figures))
        figures.addStretch(1)
        plots.addLayout(figures, 5)
        return plots


def counts_text(found: Counts, events: int) -> str:
    """Return what became of the rows of the file; the parts add up to those read.

    >>> counts_text(Counts(100, 0, 2, 3, 0, 95), 19)
    '100 rows read; 95 judged, 19 with the event (20.0 %). Left out: 2 without an outcome, 3 not scored.'
    """
    reasons = (
        (found.aside, "set aside in reading"),
        (found.no_outcome, "without an outcome"),
        (found.not_scored, "not scored"),
        (found.same_left_out, "of patients of the study"),
    )
    said = ", ".join(f"{count(n)} {why}" for n, why in reasons if n)
    share = f" ({percent(events / found.judged)})" if found.judged else ""
    head = (
        f"{count(found.read)} rows read; {count(found.judged)} judged, {count(events)} with the event{share}."
    )
    return f"{head} Left out: {said}." if said else head
