"""The split: how many rows and events serve what."""

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from clinnet_gui.core.data.findings import Level
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.gui.messages import label, sentence
from clinnet_gui.gui.widgets.data.kinds import line

PARTS = {
    Part.TRAIN: ("Train", "weights are learned"),
    Part.EARLY_STOP: ("Early stop", "the best epoch is found"),
    Part.CALIBRATE: ("Calibrate", "risks and threshold are set"),
    Part.TEST: ("Test", "covered until you open it"),
}


class SplitTable(QWidget):
    """One line a part, the warnings below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Split")
        self.how = label("", "muted")
        self._cells: dict[tuple[Part, str], QLabel] = {}
        self._findings = QVBoxLayout()
        self._findings.setSpacing(4)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self._grid())
        box.addWidget(self.how)
        box.addLayout(self._findings)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(4, 1)
        for column, head in enumerate(("Part", "rows", "events", "share")):
            grid.addWidget(line(head, "muted", right=column > 0), 0, column)
        for row, (part, (name, purpose)) in enumerate(PARTS.items(), start=1):
            grid.addWidget(line(name), row, 0)
            for column, key in enumerate(("rows", "events", "share"), start=1):
                self._cells[part, key] = line("–", right=True)
                self._cells[part, key].setAccessibleName(f"{name}, {key}")
                grid.addWidget(self._cells[part, key], row, column)
            grid.addWidget(line(purpose, "muted"), row, 4)
        return grid

    def show_split(self, split: Split) -> None:
        """Show counts, how the split was drawn, and what it warns of."""
        for part in PARTS:
            rows, events = split.counts[part], split.events[part]
            self._cells[part, "rows"].setText(f"{rows:,}")
            self._cells[part, "events"].setText(f"{events:,}")
            self._cells[part, "share"].setText(f"{events / rows:.1%}" if rows else "–")
        self.how.setText(
            "Drawn by patient: all rows of one patient stand in the same part."
            if split.by_patient
            else "Drawn at random, with the same share of events in each part."
        )
        self._show_findings(split)

    def text(self, part: Part, key: str) -> str:
        """Return what a cell shows: ``key`` is "rows", "events" or "share"."""
        return self._cells[part, key].text()

    def _show_findings(self, split: Split) -> None:
        while (item := self._findings.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for finding in split.findings:
            kind = "error" if finding.level is Level.REFUSE else "warn"
            self._findings.addWidget(label(f"⚠ {sentence(finding)}", kind))
