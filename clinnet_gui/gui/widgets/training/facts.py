"""Facts one under the other: a muted name, and its value at the right."""

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from clinnet_gui.gui.widgets.kinds import line


class Facts(QWidget):
    """Rows of name and value; the values change, the rows stay."""

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: dict[str, QLabel] = {}
        self._values: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(names):
            value = line("–", right=True)
            value.setAccessibleName(name)
            self._names[name], self._values[name] = line(name, "muted"), value
            grid.addWidget(self._names[name], row, 0)
            grid.addWidget(value, row, 1)

    def set(self, name: str, text: str) -> None:
        """Give a fact its value; KeyError where there is no such fact."""
        self._values[name].setText(text or "–")

    def show_row(self, name: str, shown: bool) -> None:
        """Show or hide a fact that does not hold for every training."""
        self._names[name].setVisible(shown)
        self._values[name].setVisible(shown)

    def text(self, name: str) -> str:
        """Return the value shown."""
        return self._values[name].text()
