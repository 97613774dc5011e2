"""The network beside its baselines: a row a model, behind each baseline's figure the difference."""

import math

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.evaluation import Judged
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.validation.figures import Figure
from clinnet_gui.core.evaluation.validation.values import Corrected, Correction
from clinnet_gui.core.statistics.reliance import too_few
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.style import themes
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow, MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import (
    SUPPRESSED,
    Cell,
    cell,
    interval,
    number,
    signed,
    tooltip,
    with_precision,
)

NOTE = "Behind each simpler model: its figure less the network's on the same rows, with 95 % interval."
MEASURES = ("AUROC", "log-loss", "Brier score")
MEANING = (
    "AUROC: the share of pairs of an event and a non-event in which the event has the higher risk. Log-loss, "
    "Brier score: how far risks lie from outcomes; lower is better."
)
NONE = Measure(math.nan)
LARGE = 130
"""Size of the texts, in percent, from which only the interval of a difference fits."""


class ModelTable(QWidget):
    """A row a model. A figure is marked where the interval says that the network does worse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models: tuple[Judged, ...] = ()
        self._corrected: tuple[Corrected, ...] = ()
        self._precision = NONE
        self._table = MeasureTable(("", *MEASURES), "The network and its baselines")
        self.note = label(NOTE, "small")
        self.note.setToolTip(tip(MEANING))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self._table)
        box.addWidget(self.note)
        themes.changed.connect(self._show)

    def show_models(
        self, models: tuple[Judged, ...], precision: Measure, corrected: tuple[Corrected, ...] = ()
    ) -> None:
        """Show these models, the network first, and below it what is left of it after correction for
        optimism, where that is known. ``precision`` is the network's average precision."""
        self._models, self._precision, self._corrected = models, precision, corrected
        self._show()

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """Return what is shown, row by row."""
        return self._table.texts()

    def _show(self) -> None:
        brief = themes.percent >= LARGE
        rows = [_row(model, brief, NONE if i else self._precision) for i, model in enumerate(self._models)]
        if self._corrected and rows:
            rows.insert(1, _corrected_row(self._corrected))
        self._table.set_rows(tuple(rows))
        self.note.setVisible(len(self._models) > 1)


def _row(model: Judged, brief: bool, precision: Measure) -> MeasureRow:
    auroc = _cell(model.auroc, model.against_auroc, -1.0, brief)
    cells = (
        auroc if auroc is SUPPRESSED else with_precision(auroc, precision),
        _cell(model.log_loss, model.against, 1.0, brief),
        _cell(model.brier, model.against_brier, 1.0, brief),
    )
    return MeasureRow(model.name[:1].upper() + model.name[1:], "", cells)


def _corrected_row(found: tuple[Corrected, ...]) -> MeasureRow:
    of = {one.figure: one for one in found}
    cells = (_corrected_cell(of.get(figure)) for figure in (Figure.AUROC, Figure.LOG_LOSS, Figure.BRIER))
    method = found[0].method
    name = "Network, corrected" if method is Correction.OPTIMISM else "Network, out-of-bag"
    return MeasureRow(name, method.value, tuple(cells))


def _corrected_cell(found: Corrected | None) -> Cell:
    if found is None or not found.estimable:
        return Cell("–")
    method = found.method.value
    measure = Measure(found.corrected, found.low, found.high, method)
    return Cell(number(found.corrected), interval(measure), f"{method}; apparent {number(found.apparent)}")


def _cell(own: Measure, against: Measure, sign: float, brief: bool) -> Cell:
    """The network's figure with its interval; a baseline's with its difference, ``sign`` times which
    is above 0 where the network does better. Nothing where there are too few events or non-events."""
    if own.estimable and too_few(own.n, own.events):
        return SUPPRESSED
    if not against.estimable or not own.estimable:
        return cell(own)
    worse = max(sign * against.low, sign * against.high) < 0
    bounds = interval(against, signed)[1:-1]
    whole = f"{signed(against.value)} ({bounds})" if bounds else signed(against.value)
    said = f"Δ {bounds}" if brief and bounds else whole
    method = f"{tooltip(own)}: {number(own.value)} {interval(own)}. Difference {whole}: {tooltip(against)}"
    return Cell(number(own.value), said, method, worse)
