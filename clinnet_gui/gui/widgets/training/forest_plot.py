"""Networks beside the reference: differences in log-loss with their intervals, the smallest on top."""

import numpy as np
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.training.ablation.values import Ablation, Cell, name
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.legend import Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.training.behind import Behind
from clinnet_gui.gui.widgets.training.live_range import padded, span_of

NAMES_WIDTH = 124


class ForestPlot(Plot):
    """Left of the line: better than the network in force."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Log-loss difference", "← better than the network in force · worse →", "", parent)
        self._cells: tuple[Cell, ...] = ()
        self._zero = self.rule(inks.muted, angle=90)
        self._intervals = Behind(self, inks.series(0))
        self._differences = self.marks(inks.series(0), Mark.CIRCLE, "95 % interval", size=8)
        self._reference = self.marks(inks.muted, Mark.DIAMOND, "in force", size=12)
        self._recommended = self.marks(inks.text, Mark.STAR, "recommended", size=16)
        self.area.getPlotItem().getAxis("left").setWidth(NAMES_WIDTH)
        self.set_values(self._table)
        self.show_ablation(None)

    def show_ablation(self, ablation: Ablation | None) -> None:
        """Draw the networks that are done."""
        self._cells = tuple(c for c in ablation.cells if not c.failure) if ablation is not None else ()
        places = [float(-i) for i in range(len(self._cells))]
        of = list(zip(self._cells, places, strict=True))
        others = [(c, y) for c, y in of if ablation is not None and c.hidden != ablation.reference]
        self._intervals.draw(
            [(np.array([c.difference.low, c.difference.high]), np.array([y, y])) for c, y in others]
        )
        self._differences.setData([c.difference.value for c, _ in others], [y for _, y in others])
        self._mark(self._reference, [(c, y) for c, y in of if ablation and c.hidden == ablation.reference])
        self._mark(
            self._recommended, [(c, y) for c, y in of if ablation and c.hidden == ablation.recommended]
        )
        axis = self.area.getPlotItem().getAxis("left")
        axis.setTicks([[(y, name(c.hidden)) for c, y in of]])
        self._zero.setVisible(bool(self._cells))
        self.set_caption("" if self._cells else "Here each network's difference in log-loss appears.")
        self.set_summary(ablation.sentence if ablation is not None else "No networks were compared yet.")
        ends = [end for c in self._cells for end in (c.difference.low, c.difference.high, 0.0)]
        self.area.setXRange(*padded(*span_of(np.array(ends))), padding=0)
        self.area.setYRange(-max(1, len(self._cells)) + 0.4, 0.6, padding=0)

    def _mark(self, item: object, found: list[tuple[Cell, float]]) -> None:
        item.setData([c.difference.value for c, _ in found], [y for _, y in found])  # type: ignore[attr-defined]

    def _table(self) -> Values:
        of = [cell.difference for cell in self._cells]
        return Values(
            ("parameters", "difference", "low", "high"),
            (
                np.array([float(cell.parameters) for cell in self._cells]),
                np.array([one.value for one in of]),
                np.array([one.low for one in of]),
                np.array([one.high for one in of]),
            ),
        )
