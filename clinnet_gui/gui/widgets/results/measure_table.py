"""A small table of measures: estimates right-aligned, their intervals beside them in a muted tone."""

from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.style import scaled
from clinnet_gui.gui.widgets.kinds import line, set_kind
from clinnet_gui.gui.widgets.results.measure_text import Cell


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A row: what is measured, what that means (tooltip), and one cell a column."""

    name: str
    meaning: str
    cells: tuple[Cell, ...]


APART = 8
"""Pixels between one column's interval and the next one's estimate, besides the grid's own."""


class MeasureTable(QWidget):
    """Rows of measures under headings (all empty: none). Rows of the same shape are rewritten in place, which
    keeps a moving threshold within a frame. Where ``stacked``, intervals stand under their estimates: so
    there is room for several columns."""

    def __init__(
        self, headings: tuple[str, ...], name: str, parent: QWidget | None = None, *, stacked: bool = False
    ) -> None:
        super().__init__(parent)
        self._stacked = stacked
        self.setAccessibleName(name)
        self._heads: list[QLabel] = []
        self._names: list[QLabel] = []
        self._values: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._space()
        for i, text in enumerate(headings if any(headings) else ()):
            self._add_heading(i, text)

    def stand(self, stacked: bool) -> None:
        """Put intervals under or beside their estimates; the rows are to be set anew then."""
        if stacked != self._stacked:
            self._rebuild(())
            self._stacked = stacked
            self._space()

    def set_rows(self, rows: tuple[MeasureRow, ...]) -> None:
        """Show these rows in place of the earlier ones."""
        if len(rows) != len(self._names):
            self._rebuild(rows)
        cells = [cell for row in rows for cell in row.cells]
        for name, row in zip(self._names, rows, strict=True):
            name.setText(row.name)
            name.setToolTip(tip(row.meaning))
        for (value, bounds), cell in zip(self._values, cells, strict=True):
            _show(value, bounds, cell)
            bounds.setVisible(bool(cell.interval) or not self._stacked)

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """Return what the table shows, row by row: name, then estimate and interval of each cell."""
        width = len(self._values) // len(self._names) if self._names else 0
        shown = [f"{value.text()} {bounds.text()}".strip() for value, bounds in self._values]
        return tuple((name.text(), *shown[i * width : (i + 1) * width]) for i, name in enumerate(self._names))

    def headings(self) -> tuple[str, ...]:
        """Return what stands above the columns."""
        return tuple(head.text() for head in self._heads)

    def cells(self) -> tuple[tuple[str, tuple[QLabel, QLabel]], ...]:
        """Return the name of each cell's row with the labels of its estimate and its interval."""
        width = len(self._values) // len(self._names) if self._names else 1
        return tuple((self._names[i // width].text(), pair) for i, pair in enumerate(self._values))

    def set_headings(self, headings: tuple[str, ...]) -> None:
        """Name the columns anew; as many as there were."""
        for head, text in zip(self._heads, headings, strict=True):
            head.setText(text)

    def _space(self) -> None:
        self._grid.setVerticalSpacing(0 if self._stacked else 5)
        self._grid.setRowMinimumHeight(0, 22 if self._stacked else 0)

    def _add_heading(self, index: int, text: str) -> None:
        self._heads.append(_set_apart(line(text, "muted", right=index > 0), index - 1))
        if index == 0:
            self._grid.addWidget(self._heads[0], 0, 0)
        else:
            self._grid.addWidget(self._heads[index], 0, 2 * index - 1, 1, 2)

    def _rebuild(self, rows: tuple[MeasureRow, ...]) -> None:
        for old in [*self._names, *(part for pair in self._values for part in pair)]:
            self._grid.removeWidget(old)
            old.deleteLater()
        pair = self._made_under if self._stacked else self._made_beside
        first = 2 if self._stacked else 1  # rows of the grid that one of ours takes
        self._names = [self._placed(line(row.name), first * at, 0) for at, row in enumerate(rows, start=1)]
        for i in range(max((len(row.cells) for row in rows), default=0)):
            least = scaled(84) if self._stacked else 56  # not the labels': they must not be cut
            self._grid.setColumnMinimumWidth(2 * i + 1, least)
        self._values = [
            pair(first * at, 2 * i + 1) for at, row in enumerate(rows, start=1) for i in range(len(row.cells))
        ]

    def _made_beside(self, row: int, column: int) -> tuple[QLabel, QLabel]:
        return (
            self._placed(_set_apart(line(right=True), column - 1), row, column),
            self._placed(line(kind="muted"), row, column + 1),
        )

    def _made_under(self, row: int, column: int) -> tuple[QLabel, QLabel]:
        value, bounds = (_set_apart(made, column - 1) for made in (line(right=True), line("", "small", True)))
        self._grid.addWidget(value, row, column, 1, 2)
        self._grid.addWidget(bounds, row + 1, column, 1, 2)
        return value, bounds

    def _placed(self, widget: QLabel, row: int, column: int) -> QLabel:
        self._grid.addWidget(widget, row, column)
        return widget


def _set_apart(made: QLabel, column: int) -> QLabel:
    """Leave room at the left of a label, but in the first column."""
    made.setContentsMargins(APART if column > 0 else 0, 0, 0, 0)
    return made


def _show(value: QLabel, bounds: QLabel, cell: Cell) -> None:
    value.setText(cell.value)
    bounds.setText(cell.interval)
    for part in (value, bounds):
        part.setToolTip(tip(cell.tooltip))
    set_kind(value, "warn" if cell.alert else "")
