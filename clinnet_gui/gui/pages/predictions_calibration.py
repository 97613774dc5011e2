"""Calibration of foreign predictions: the diagram, and every measure of it, for one risk or two."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.predictions import Review
from clinnet_gui.gui.messages import elided, label
from clinnet_gui.gui.predictions_desk import PredictionsDesk
from clinnet_gui.gui.widgets.data.kinds import at_least, card
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow, MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import Cell, cell, number, percent, signed, tooltip
from clinnet_gui.gui.widgets.results.reliability_plot import ReliabilityPlot


def _plain(value: float) -> Cell:
    return cell(Measure(value))


def _ece(found: Calibration) -> Cell:
    """Beside the error what chance alone would show; an error above that is an alert."""
    ece, null = found.errors.mass, found.errors.null
    return Cell(number(ece.value), f"(chance ≤ {number(null)})", tooltip(ece), ece.value > null)


MEASURES: tuple[tuple[str, str, Callable[[Calibration], Cell]], ...] = (
    (
        "observed : expected",
        "Events that happened over events expected from the risks; 1 is ideal.",
        lambda r: cell(r.o_to_e, ideal=1.0),
    ),
    (
        "calibration-in-the-large",
        "Log-odds by which risks are too low (+) or too high (−) on average; 0 is ideal.",
        lambda r: cell(r.in_the_large, signed, 0.0),
    ),
    (
        "calibration slope",
        "Below 1 risks are too extreme, above 1 not extreme enough; 1 is ideal.",
        lambda r: cell(r.slope, ideal=1.0),
    ),
    ("ICI", "Mean distance of the flexible curve from the risks.", lambda r: cell(r.distances.ici)),
    ("E50", "Median distance of the flexible curve from the risks.", lambda r: cell(r.distances.e50)),
    ("E90", "Distance that nine in ten patients do not exceed.", lambda r: cell(r.distances.e90)),
    ("ECE, 10 equal-mass bins", "Mean gap between risk and observed share.", _ece),
    ("Brier score", "Mean squared difference between risk and outcome.", lambda r: cell(r.brier)),
    (
        "scaled Brier score",
        "Share of the prevalence's Brier score that is saved.",
        lambda r: cell(r.brier_scaled, percent),
    ),
    ("log-loss", "Mean negative log-likelihood of the outcomes.", lambda r: cell(r.log_loss)),
    (
        "miscalibration (MCB)",
        "What perfect recalibration would save.",
        lambda r: _plain(r.parts.miscalibration),
    ),
    ("discrimination (DSC)", "What the order of the risks saves.", lambda r: _plain(r.parts.discrimination)),
    ("uncertainty (UNC)", "The Brier score of the prevalence.", lambda r: _plain(r.parts.uncertainty)),
)
"""Name, meaning and cell of each row."""


class PredictionsCalibration(QWidget):
    """The reliability diagram at the left, the table of measures at the right."""

    def __init__(self, desk: PredictionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._drawn: Review | None = None
        self.sentence, self.notes = label("", "heading"), label("", "muted")
        self.plot = ReliabilityPlot(("compared", "risk"))
        self._tables = {False: _table(1), True: _table(2)}
        self._build()
        desk.changed.connect(self.refresh)

    @property
    def measures(self) -> MeasureTable:
        """The table in use: with a column for the second risk where there is one."""
        return self._tables[self._drawn is not None and self._drawn.rival is not None]

    def refresh(self) -> None:
        """Draw the review, once for each."""
        review = self._desk.review
        if review is not None and review is not self._drawn:
            self._drawn = review
            self._draw(review)

    def _build(self) -> None:
        at_least(self.plot, 320)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(card(*self._tables.values(), title="Measures"))
        right.addWidget(self.notes)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.plot, 1)
        row.addLayout(right, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.setSpacing(12)
        box.addWidget(self.sentence)
        box.addLayout(row, 1)

    def _draw(self, review: Review) -> None:
        sides = [side for side in (review.main, review.rival) if side is not None]
        self.sentence.setText(review.main.calibration.sentence)
        self.plot.show_calibration(
            review.rival.calibration if review.rival else None, review.main.calibration
        )
        self.measures.set_rows(
            tuple(
                MeasureRow(name, meaning, tuple(made(side.calibration) for side in sides))
                for name, meaning, made in MEASURES
            )
        )
        for two, table in self._tables.items():
            table.setVisible(two is (len(sides) == 2))
        self.notes.setText(notes(review))


def notes(review: Review) -> str:
    """Return what the reader must know of these figures."""
    report = review.main.report
    said = []
    if review.rival is not None:
        first, second = (elided(side.name, 32) for side in (review.main, review.rival))
        said.append(f"First column “{first}”, second “{second}”.")
    if report.certain:
        said.append(f"{report.certain:,} risks are exactly 0 or 1; they count as 1e-8 and 1 − 1e-8.")
    rarer = min(report.events, report.n - report.events)
    if rarer < 100:
        word = "events" if report.events == rarer else "patients without the event"
        said.append(f"Only {rarer:,} {word}: the figures are unstable.")
    return " ".join(said)


def _table(columns: int) -> MeasureTable:
    names = ("", "risk") if columns == 1 else ("", "risk", "compared")
    return MeasureTable(names, "Measures of calibration")
