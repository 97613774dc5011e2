"""The networks of an ablation as a table, the smallest first."""

import math

from PySide6.QtCore import Qt

from clinnet_gui.core.training.ablation.values import Ablation, Cell, name
from clinnet_gui.gui.widgets.headed import RIGHT, Headed, Index, spoken
from clinnet_gui.gui.widgets.training.pace import spent

HEADERS = ("Network", "Parameters", "Log-loss", "Difference (95 %)", "CPU time")
NETWORK, PARAMETERS, LOSS, DIFFERENCE, SECONDS = range(len(HEADERS))


class CellTable(Headed):
    """One row a network."""

    def __init__(self) -> None:
        super().__init__(HEADERS)
        self._ablation: Ablation | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What is listed."""
        return self._ablation.cells if self._ablation is not None else ()

    def show_ablation(self, ablation: Ablation | None) -> None:
        """List the networks that are done."""
        self.beginResetModel()
        self._ablation = ablation
        self._cells = [words(cell, ablation) for cell in self.cells] if ablation is not None else []
        self.endResetModel()

    def length(self) -> int:
        """How many networks are done."""
        return len(self.cells)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell, or its tooltip."""
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() != NETWORK:
            return RIGHT
        return spoken(self._cells[index.row()][index.column()], role)


def words(cell: Cell, ablation: Ablation) -> tuple[str, ...]:
    """Return one text a column."""
    sign = "★ " if cell.hidden == ablation.recommended else ""
    found = cell.difference
    if cell.failure:
        difference = "training failed"
    elif cell.hidden == ablation.reference:
        difference = "the one in force"
    else:
        difference = f"{found.value:+.4f} ({found.low:+.4f} to {found.high:+.4f})".replace("-", "−")
    return (
        sign + name(cell.hidden),
        f"{cell.parameters:,}",
        "–" if math.isnan(cell.log_loss) else f"{cell.log_loss:.4f}",
        difference,
        spent(cell.seconds),
    )
