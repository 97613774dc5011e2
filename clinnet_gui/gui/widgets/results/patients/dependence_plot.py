"""One column: each patient's value against what it added to the log-odds, by outcome."""

import numpy as np
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.explanation.cohort import Cohort
from clinnet_gui.gui.messages import plain
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.legend import Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.patients.level_ticks import absent_tick, axis_name, level_ticks
from clinnet_gui.gui.widgets.results.patients.round_ticks import round_numbers

BINS = 10
"""Groups of equally many patients in the plot's table: a table of single patients would name them."""

JITTER = 0.25


class DependencePlot(Plot):
    """Events are vermillion triangles, non-events blue rings; not measured stands at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Contribution by value", "", "log-odds added", parent)
        self._none = self.rule(inks.muted)
        self._others = self.marks(inks.nonevent, Mark.RING, "no event", size=6, hollow=True)
        self._events = self.marks(inks.event, Mark.TRIANGLE, "event", size=7)
        self._drawn: tuple[Column, Floats, Floats, Floats] | None = None
        self._ends = (0.0, 0.0, 0.0)
        self.set_values(self._table)

    def show_column(self, cohort: Cohort, dataset: Dataset, name: str) -> None:
        """Draw one column of these patients."""
        column, rows = dataset.table.column(name), dataset.rows[cohort.attribution.rows]
        amounts = cohort.attribution.contributions[:, cohort.attribution.columns.index(name)]
        places = _values(column)[rows]
        self._drawn = (column, places, amounts, cohort.y.astype(np.float64))
        known = places[~np.isnan(places)]
        first, last = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
        if column.kind is Kind.CATEGORY:
            first, last = 0.0, float(max(len(column.levels) - 1, 0))
        absent = last + (1.0 if column.kind is Kind.CATEGORY else 0.12 * ((last - first) or 1.0))
        lacking = bool(np.isnan(places).any())
        x = np.where(np.isnan(places), absent, places) + _jitter(column, places, absent - last)
        for marks, label in ((self._others, 0), (self._events, 1)):
            marks.setData(x[cohort.y == label], amounts[cohort.y == label])
        self._ends = first, last, absent if lacking else last
        self._frame(column, self._ends, amounts)
        self.set_summary(f"{name} adds {amounts.min():+.2f} to {amounts.max():+.2f} to the log-odds.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At another width names are as long as they can be then."""
        super().resizeEvent(event)
        if self._drawn is not None:
            self._frame(self._drawn[0], self._ends, self._drawn[2])

    def _frame(self, column: Column, ends: tuple[float, float, float], amounts: Floats) -> None:
        first, last, end = ends
        room = 0.5 if column.kind is Kind.CATEGORY else 0.05 * ((end - first) or 1.0)
        self.area.setXRange(first - room, end + (room if end == last else 0.8 * (end - last)), padding=0)
        low, high = min(0.0, float(amounts.min())), max(0.0, float(amounts.max()))
        self.area.setYRange(low, high or 1e-3, padding=0.06)
        axis = self.area.getPlotItem().getAxis("bottom")
        if column.kind is Kind.CATEGORY:
            axis.setTicks([level_ticks(self, column.levels, end if end > last else None)])
        else:
            share = 1.6 * (end - last) / ((end - first) or 1.0)
            ticks = [absent_tick(self, end, share)] if end > last else []
            axis.setTicks([[*round_numbers(first, last), *ticks]])
        axis.setLabel(plain(axis_name(self, column.name, column.unit)))  # colour and size stay as they are

    def _table(self) -> Values:
        """Groups by value, with their size, events and mean contribution."""
        if self._drawn is None:
            return Values((), ())
        column, places, amounts, y = self._drawn
        groups = grouped(column, places)
        heads = (column.name, "patients", "events", "mean contribution")
        numbers = [
            [float(here.sum()), float(y[here].sum()), float(amounts[here].mean())] for _, here in groups
        ]
        table = np.array(numbers).reshape(-1, 3).T
        return Values(heads, (tuple(name for name, _ in groups), *table), (column.unit, "", "", "log-odds"))


def grouped(column: Column, places: Floats) -> list[tuple[str, np.ndarray]]:
    """Return groups of patients by value: the levels, or ten of equally many numbers, and the missing;
    each with its name and which patients are in it. No group is empty."""
    missing = np.isnan(places)
    if column.kind is Kind.CATEGORY:
        found = [(level, places == i) for i, level in enumerate(column.levels)]
    else:
        shares = np.linspace(0, 1, BINS + 1)[1:-1]
        inner = np.unique(np.quantile(places[~missing], shares)) if (~missing).any() else np.zeros(0)
        number = np.where(missing, -1, np.searchsorted(inner, places, side="right"))
        parts = [number == i for i in range(inner.size + 1)]
        found = [(f"{places[here].min():g} to {places[here].max():g}", here) for here in parts if here.any()]
    return [(name, here) for name, here in [*found, ("not measured", missing)] if here.any()]


def _values(column: Column) -> Floats:
    """A place on the axis for each row: a number itself, a level's number; NaN where missing."""
    if column.kind is Kind.CATEGORY:
        return np.where(column.codes < 0, np.nan, column.codes.astype(np.float64))
    return column.values if column.values.size else np.full(column.cells.codes.size, np.nan)


def _jitter(column: Column, places: Floats, gap: float) -> Floats:
    """A little to the side for what would stand on one line: levels, and not measured."""
    spread = np.random.default_rng(0).uniform(-JITTER, JITTER, places.size)
    if column.kind is Kind.CATEGORY:
        return np.asarray(spread)
    return np.where(np.isnan(places), spread * gap, 0.0)
