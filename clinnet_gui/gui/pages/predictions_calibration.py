"""Calibration of foreign predictions: the diagram, and every measure of it, for one risk or two."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.core.data.questions import many
from clinnet_gui.core.evaluation.predictions import Review
from clinnet_gui.core.spelling import rarer_text
from clinnet_gui.core.statistics.reliance import Reliance, reliance_of
from clinnet_gui.gui.messages import elided, label
from clinnet_gui.gui.predictions_desk import PredictionsDesk
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.results.calibration.body import CalibrationBody, Figures
from clinnet_gui.gui.widgets.results.calibration.panel import CalibrationPanel
from clinnet_gui.gui.widgets.results.calibration.rows import rows
from clinnet_gui.gui.widgets.results.measure_table import MeasureTable


class PredictionsCalibration(QWidget):
    """The calibration plot at the left, the table of measures at the right."""

    def __init__(self, desk: PredictionsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._drawn: Review | None = None
        self.sentence, self.notes = label("", "heading"), label("", "muted")
        self.panel = CalibrationPanel(("compared", "risk"))
        self._tables = {False: _table(1), True: _table(2)}
        self._build()
        desk.changed.connect(self.refresh)
        self.refresh()

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
        head = QHBoxLayout()
        head.addWidget(line("Measures", "heading"))
        figures = Figures(head, *self._tables.values(), self.notes)
        self.body = CalibrationBody(self.sentence, self.panel, figures)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.body)

    def _draw(self, review: Review) -> None:
        sides = [side for side in (review.main, review.rival) if side is not None]
        self.sentence.setText(review.main.calibration.sentence)
        self.panel.show_calibration(
            review.rival.calibration if review.rival else None, review.main.calibration
        )
        self.measures.set_rows(rows(*(side.calibration for side in sides)))
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
        said.append(f"{many(report.certain, 'risk')} exactly 0 or 1: counted as 1e-8 or 1 − 1e-8.")
    reliance = reliance_of(report.n, report.events)
    if reliance is not Reliance.SOUND:
        few = rarer_text(report.events, report.n - report.events)
        what = "no figure is shown" if reliance is Reliance.SUPPRESSED else "the figures are unstable"
        said.append(f"Only {few}: {what}.")
    return " ".join(said)


def _table(columns: int) -> MeasureTable:
    names = ("", "risk") if columns == 1 else ("", "risk", "compared")
    return MeasureTable(names, "Measures of calibration")
