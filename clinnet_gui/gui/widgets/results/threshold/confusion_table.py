"""The confusion table at the threshold: four counts, each with its name."""

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.curves import Confusion
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.results.measure_text import count

NAMES = (("true positives", "false positives"), ("missed events", "true negatives"))


class ConfusionTable(QWidget):
    """Rows: flagged or not; columns: event or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Confusion table")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        self._heads = (line("▲ event", "muted", right=True), line("○ no event", "muted", right=True))
        for column, head in enumerate(self._heads, start=1):
            grid.addWidget(head, 0, column)
            grid.setColumnStretch(column, 1)
        for row, name in enumerate(("flagged", "not flagged"), start=1):
            grid.addWidget(line(name), row, 0)
        self._counts: list[QLabel] = []
        for row, names in enumerate(NAMES, start=1):
            for column, name in enumerate(names, start=1):
                grid.addWidget(self._cell(name), row, column)

    def show_counts(self, at: Confusion | None) -> None:
        """Show the four counts, or dashes."""
        counts = (at.tp, at.fp, at.fn, at.tn) if at else (None,) * 4
        for part, value in zip(self._counts, counts, strict=True):
            part.setText("–" if value is None else count(value))

    def counts(self) -> tuple[str, ...]:
        """Return what is shown: true positives, false positives, missed events, true negatives."""
        return tuple(part.text() for part in self._counts)

    def _cell(self, name: str) -> QWidget:
        cell = QWidget()
        box = QVBoxLayout(cell)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        number = line("–", "value", right=True)
        number.setAccessibleName(name)
        self._counts.append(number)
        box.addWidget(number)
        box.addWidget(line(name, "muted", right=True))
        return cell
