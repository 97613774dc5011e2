"""The network beside its baselines: a column a model, behind each baseline's figure the difference."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.evaluation import Judged
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.gui.widgets.data.kinds import line
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow, MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import Cell, cell, interval, number, signed, tooltip
from clinnet_gui.gui.widgets.results.rows_strip import FEWEST

NOTE = "Behind each simpler model: its figure less the network's on the same rows, with 95 % interval."
MEASURES = (
    ("AUROC", "The share of pairs of an event and a non-event in which the event has the higher risk."),
    ("log-loss", "Mean negative log-likelihood of the outcomes; lower is better."),
    ("Brier score", "Mean squared difference between risk and outcome; lower is better."),
)


class ModelTable(QWidget):
    """Rows are measures. A difference whose interval says that the network does worse is marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._table: MeasureTable | None = None
        self.note = line(NOTE, "small")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(6)
        self._box.addWidget(self.note)

    def show_models(self, models: tuple[Judged, ...]) -> None:
        """Show these models, the network first."""
        names = tuple(model.name[:1].upper() + model.name[1:] for model in models)
        if self._table is None or names != self._names:
            self._renew(names)
        assert self._table is not None
        self._table.set_rows(rows(models))
        self.note.setVisible(len(models) > 1)

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """Return what is shown, row by row."""
        return () if self._table is None else self._table.texts()

    def _renew(self, names: tuple[str, ...]) -> None:
        if self._table is not None:
            self._box.removeWidget(self._table)
            self._table.deleteLater()
        self._names = names
        self._table = MeasureTable(("", *names), "The network and its baselines")
        self._box.insertWidget(0, self._table)


def rows(models: tuple[Judged, ...]) -> tuple[MeasureRow, ...]:
    """Return the table's rows."""
    of = (
        [(m.auroc, m.against_auroc, -1.0) for m in models],
        [(m.log_loss, m.against, 1.0) for m in models],
        [(m.brier, m.against_brier, 1.0) for m in models],
    )
    return tuple(
        MeasureRow(name, meaning, tuple(_cell(own, against, sign) for own, against, sign in found))
        for (name, meaning), found in zip(MEASURES, of, strict=True)
    )


def _cell(own: Measure, against: Measure, sign: float) -> Cell:
    """The network's figure with its interval; a baseline's with its difference, ``sign`` times which
    is above 0 where the network does better. Nothing where there are too few events or non-events."""
    if own.estimable and min(own.events, own.n - own.events) < FEWEST:
        return Cell("too few", "", f"fewer than {FEWEST} events or non-events")
    if not against.estimable or not own.estimable:
        return cell(own)
    worse = max(sign * against.low, sign * against.high) < 0
    bounds = interval(against, signed)[1:-1]
    said = f"{signed(against.value)} ({bounds})" if bounds else signed(against.value)
    method = f"{tooltip(own)}: {number(own.value)} {interval(own)}. Difference: {tooltip(against)}"
    return Cell(number(own.value), said, method, worse)
