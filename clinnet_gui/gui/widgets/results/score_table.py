"""The table of scored patients: one line for each of the file, in its order."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from clinnet_gui.core.scoring import Scores, Status
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.widgets.headed import RIGHT, Headed, Index, quieten
from clinnet_gui.gui.widgets.results.measure_text import count, percent, risk_text

HEADINGS = ("", "risk", "flag", "status", "reason")
FLAGS = {1: "▲ flagged", 0: "", -1: "–"}


class ScoreModel(Headed):
    """Texts are made only for cells on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(HEADINGS, parent)
        self._scores: Scores | None = None

    def set_scores(self, scores: Scores | None) -> None:
        """Show these scores."""
        self.beginResetModel()
        self._scores = scores
        self._flags = scores.flags if scores else None
        self.endResetModel()

    def length(self) -> int:
        """One line for each row of the file."""
        return self._scores.n if self._scores is not None else 0

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the column's heading; the risk's above its numbers, the first is the id's own name."""
        heading = super().headerData(section, side, role)
        if section == 1 and role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT
        return self._id_name() if section == 0 and heading == HEADINGS[0] else heading

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell, its alignment or its tooltip."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (0, 4):
            return tip(self._text(index.row(), index.column()))
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return RIGHT
        return None

    def _id_name(self) -> str:
        scores = self._scores
        return scores.label_name if scores is not None and scores.labels else "row"

    def _text(self, row: int, column: int) -> str:
        scores = self._scores
        assert scores is not None and self._flags is not None
        status = Status(int(scores.status[row]))
        if column == 0:
            return scores.label(row)
        if column == 1:
            return "–" if status is Status.NOT_SCORED else risk_text(float(scores.risk[row]))
        if column == 2:
            return FLAGS[int(self._flags[row])]
        return status.text if column == 3 else scores.reasons[int(scores.reason[row])]


class ScoreTable(QTableView):
    """The view: whole rows, the reason stretched."""

    def __init__(self, model: ScoreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName("Scores of new patients")
        quieten(self, (150, 90, 100, 150))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)


def counts(scores: Scores) -> str:
    """Return how many rows came in and what became of them; the parts add up to the rows."""
    parts = [f"{count(scores.count(status))} {status.text}" for status in Status if scores.count(status)]
    flagged = int((scores.flags == 1).sum())
    flags = (
        f" · {count(flagged)} flagged at {percent(scores.threshold)}" if scores.threshold is not None else ""
    )
    return f"{count(scores.n)} rows in the file: {', '.join(parts)}{flags}"
