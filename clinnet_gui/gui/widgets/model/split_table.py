"""The split: how many rows and events serve what, the folds as a picture, the warnings."""

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from clinnet_gui.core.data.findings import Level
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.gui.messages import label, sentence
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.model.folds_picture import FoldsPicture
from clinnet_gui.gui.widgets.model.split_words import PartLine, how_drawn, part_lines, turns_taken

KEYS = ("rows", "events", "share")


class SplitTable(QWidget):
    """One line a part, below them the folds where there are some, and what is to be known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Split")
        self.picture, self.turns, self.how = FoldsPicture(), label("", "muted"), label("", "muted")
        self._cells: dict[tuple[Part, str], QLabel] = {}
        self._grid, self._findings = QGridLayout(), QVBoxLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(4, 1)
        self._findings.setSpacing(4)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self._grid)
        for part in (self.picture, self.turns, self.how):
            box.addWidget(part)
        box.addLayout(self._findings)

    def show_split(self, split: Split) -> None:
        """Show counts, how the split was drawn, and what it warns of."""
        _empty(self._grid)
        self._cells.clear()
        for column, head in enumerate(("Part", *KEYS)):
            self._grid.addWidget(line(head, "muted", right=column > 0), 0, column)
        for row, part in enumerate(part_lines(split), start=1):
            self._show_part(row, part)
        self.picture.setVisible(split.crossed)
        self.picture.show_split(split)
        self.turns.setVisible(split.crossed)
        self.turns.setText(turns_taken(split))
        self.how.setText(how_drawn(split))
        self._show_findings(split)

    def text(self, part: Part, key: str) -> str:
        """Return what a cell shows: ``key`` is "rows", "events" or "share"."""
        return self._cells[part, key].text()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that have a line."""
        return tuple(part for part, key in self._cells if key == KEYS[0])

    def _show_part(self, row: int, part: PartLine) -> None:
        self._grid.addWidget(line(part.name), row, 0)
        texts = (f"{part.rows:,}", f"{part.events:,}", part.share) if part.rows else ("–",) * len(KEYS)
        for column, (key, text) in enumerate(zip(KEYS, texts, strict=True), start=1):
            cell = self._cells[part.part, key] = line(text, right=True)
            cell.setAccessibleName(f"{part.name}, {key}")
            self._grid.addWidget(cell, row, column)
        self._grid.addWidget(line(part.purpose, "muted"), row, 4)

    def _show_findings(self, split: Split) -> None:
        _empty(self._findings)
        for finding in split.findings:
            kind = "error" if finding.level is Level.REFUSE else "warn"
            self._findings.addWidget(label(f"⚠ {sentence(finding)}", kind))


def _empty(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
