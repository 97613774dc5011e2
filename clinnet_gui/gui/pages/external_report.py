"""Validation, External, once a file was judged: who they are, how the network does, what would update it."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.grid import threshold_grid
from clinnet_gui.core.evaluation.prevalence import WARNING
from clinnet_gui.core.evaluation.transport.report import Counts, Standing, Transport
from clinnet_gui.core.evaluation.transport.wording import (
    discrimination_sentence,
    few_sentence,
    judged,
    refit_sentence,
    share_sentence,
    shift_sentence,
    standing_sentence,
)
from clinnet_gui.core.scoring.external import ExternalValidation
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.pages.score_page import remarks
from clinnet_gui.gui.style import scaled
from clinnet_gui.gui.widgets.beside import Beside
from clinnet_gui.gui.widgets.headed import ROW_HEIGHT
from clinnet_gui.gui.widgets.kinds import at_least, card, line, set_kind
from clinnet_gui.gui.widgets.plots.forest import Forest
from clinnet_gui.gui.widgets.results.calibration.plot import CalibrationPlot
from clinnet_gui.gui.widgets.results.calibration.view import View, why_hidden
from clinnet_gui.gui.widgets.results.external.rows import (
    FIGURES,
    PRECISION,
    UPDATES,
    figure_rows,
    precision_rows,
    update_rows,
)
from clinnet_gui.gui.widgets.results.external.shift_table import GROUND, ShiftTable, love_lines
from clinnet_gui.gui.widgets.results.external.update_choice import UpdateChoice
from clinnet_gui.gui.widgets.results.measure_table import MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import count, percent
from clinnet_gui.gui.widgets.results.threshold.decision_curve import DecisionCurve
from clinnet_gui.gui.widgets.results.threshold.risk_distribution import RiskDistribution

MOST_LINES, MOST_ROWS, MOST_REMARKS = 15, 12, 6
PLOT_HEIGHT = 220
ROOM = 960
"""Pixels that plots and their figures take beside each other, at the usual size of texts."""
PRICE = (
    "z: the study's log-odds of the risk. Log-loss on rows that the update has not seen. A new network is no "
    "update and cannot be taken from here: train it on patients of both places."
)
WIDE = (
    "How wide intervals are expected to be at this many patients where the model is calibrated; wider than "
    "recommended is marked. Those found stand above."
)
UNKNOWN = (
    "How wide intervals would be at more patients cannot be told from these: too few, or of one outcome."
)


class ExternalReport(QWidget):
    """Four parts, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.standing, self.counts, self.remarks = label(), label("", "muted"), label("", "muted")
        self.shift, self.mix = label(), label("", "muted")
        self.love, self.table = Forest("Standardised differences"), ShiftTable()
        self.calibration, self.discrimination = label(), label("", "muted")
        self.plot, self.few = CalibrationPlot(), label("", "warn")
        self.risks, self.benefit = RiskDistribution(), DecisionCurve()
        self.figures = MeasureTable(FIGURES, "The network on these patients")
        self.updates = MeasureTable(UPDATES, "Updates of the network's risks")
        self.choice, self.refit, self.share = label(), label("", "muted"), label("", "muted")
        self.share.setToolTip(tip(WARNING))
        self.use = UpdateChoice()
        self.wide, self.precision = label(), MeasureTable(PRECISION, "How precise these figures are")
        self.expected = card(self.precision)
        self._build()

    def show_found(self, found: ExternalValidation) -> None:
        """Show what a file said."""
        transport = found.transport
        self.standing.setText(standing_sentence(transport))
        sound = transport.standing is Standing.OTHERS and not transport.apparent
        set_kind(self.standing, "" if sound else "warn")
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
        self.table.scrollToTop()

    def _show_figures(self, found: Transport) -> None:
        side = found.side
        self.calibration.setText(side.calibration.sentence)
        self.discrimination.setText(discrimination_sentence(found))
        self.few.setText(few_sentence(found))
        self.few.setVisible(bool(self.few.text()))
        for part in (self.calibration, self.discrimination, self.refit):
            part.setVisible(judged(found))
        self.plot.show_calibration(None, side.calibration, View(curve=not why_hidden(side.calibration)))
        self.risks.show_curve(side.curve)
        self.risks.show_threshold(found.threshold)
        grid, top = threshold_grid(side.curve), min(1.0, float(side.curve.risks[-1]) * 1.05)
        self.benefit.show_curve(grid, side.benefit, top)
        self.benefit.show_threshold(found.threshold)
        self.figures.set_rows(figure_rows(found))

    def _show_updates(self, found: Transport) -> None:
        self.choice.setText(found.choice.sentence)
        self.updates.set_rows(update_rows(found))
        self.refit.setText(refit_sentence(found))
        self.share.setText(share_sentence(found))
        expected = precision_rows(found.widths, found.size)
        self.precision.set_rows(expected)
        self.expected.setVisible(bool(expected))
        self.wide.setText(WIDE if expected else UNKNOWN)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        parts: tuple[QWidget, ...] = (
            *(self.standing, self.counts, self.remarks),
            *(_section("Who they are"), self.shift, self.mix, self._made_shifts()),
            *(_section("How the network does here"), self.calibration, self.discrimination, self.few),
            self._made_plots(),
            *(
                _section("Updating"),
                self.choice,
                self.refit,
                self.share,
                card(self.updates),
                label(PRICE, "muted"),
                self.use,
            ),
            *(_section("Precision"), self.wide, self.expected),
        )
        for part in parts:
            box.addWidget(part)
        box.addStretch(1)

    def _made_shifts(self) -> Beside:
        """The differences as a plot beside all figures in a table."""
        return Beside(_at_top(self.love), _at_top(self.table), (5, 8), room=ROOM)

    def _made_plots(self) -> Beside:
        for plot in (self.plot, self.risks, self.benefit):
            at_least(plot, PLOT_HEIGHT)
        plots = Beside(self.plot, Beside(self.risks, self.benefit, (1, 1)), (1, 2))
        return Beside(plots, _at_top(card(self.figures)), (12, 5), room=ROOM)


def _at_top(part: QWidget) -> QWidget:
    """The part as high as it asks to be, with the room left over below it."""
    whole = QWidget()
    box = QVBoxLayout(whole)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(part)
    box.addStretch(1)
    return whole


def _section(text: str) -> QFrame:
    """A heading below a fine line."""
    frame = QFrame()
    frame.setProperty("kind", "section")
    box = QVBoxLayout(frame)
    box.setContentsMargins(0, 8, 0, 0)
    box.addWidget(line(text, "heading"))
    return frame


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
        (found.covered, "of the covered test"),
    )
    said = ", ".join(f"{count(n)} {why}" for n, why in reasons if n)
    share = f" ({percent(events / found.judged)})" if found.judged else ""
    head = (
        f"{count(found.read)} rows read; {count(found.judged)} judged, {count(events)} with the event{share}."
    )
    return f"{head} Left out: {said}." if said else head
