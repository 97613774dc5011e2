"""Which column makes the groups, and where a number is cut."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from clinnet_gui.core.data.grouping import groupable
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.gui.messages import elided, tip
from clinnet_gui.gui.style import scaled, themes
from clinnet_gui.gui.widgets.beside import Beside
from clinnet_gui.gui.widgets.kinds import line

CUTS = "Where the groups end, such as 50 65."
WRONG = "Numbers, parted by blanks, such as 50 65"


class ColumnChoice(QWidget):
    """``chosen`` carries a column of the fit's table and the cuts (a tuple of numbers, perhaps empty). Where
    one row is too narrow for it, the button stands below."""

    chosen = Signal(object, object)

    def __init__(self, action: str, uncut: str = "thirds", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = QComboBox()
        self.columns.setAccessibleName("Column")
        self.columns.setMinimumContentsLength(26)
        self.columns.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.cuts_name, self.cuts = line("cut at", "muted"), QLineEdit()
        self.cuts.setAccessibleName("Cuts")
        self.cuts.setPlaceholderText(uncut)
        self.cuts.setToolTip(tip(CUTS))
        themes.changed.connect(self._fit)
        self._fit()
        self.start, self.fault = QPushButton(action), line("", "error")
        self._offered: tuple[Column, ...] = ()
        self._of: Trained | None = None
        asked, acts = QWidget(), QWidget()
        first, self._row = _row(asked), _row(acts)
        for part in (line("Groups by"), self.columns, self.cuts_name, self.cuts):
            first.addWidget(part)
        for act in (self.start, self.fault):
            self._row.addWidget(act)
        for row in (first, self._row):
            row.addStretch(1)
        whole = _row(self)
        whole.addWidget(Beside(asked, acts, (0, 1), spacing=8))
        self.columns.currentIndexChanged.connect(lambda _: self._changed())
        self.cuts.returnPressed.connect(self._choose)
        self.start.clicked.connect(self._choose)

    def add(self, control: QWidget) -> None:
        """Put a further control before the button."""
        self._row.insertWidget(self._row.indexOf(self.start), control)

    def offer(self, trained: Trained | None) -> None:
        """Offer the columns of the fit's table; the choice stays where the fit is the same."""
        if trained is self._of:
            return
        self._of = trained
        self._offered = () if trained is None else groupable(trained.dataset)
        self.columns.blockSignals(True)
        self.columns.clear()
        used = set() if trained is None else {column.name for column in trained.dataset.predictors}
        for at, column in enumerate(self._offered):
            unused = "" if column.name in used else "  (not used)"
            self.columns.addItem(elided(column.name, 26) + unused)
            self.columns.setItemData(at, tip(column.name), 3)
        self.columns.blockSignals(False)
        self._changed()

    def offer_cuts(self, offered: bool) -> None:
        """Let the analyst say where the column is cut, or not."""
        for part in (self.cuts_name, self.cuts):
            part.setVisible(offered)

    def show_column(self, name: str) -> None:
        """Choose the column of this name, where it is offered."""
        names = [column.name for column in self._offered]
        if name in names:
            self.columns.setCurrentIndex(names.index(name))

    @property
    def column(self) -> Column | None:
        """The chosen column, None where there is none."""
        at = self.columns.currentIndex()
        return self._offered[at] if 0 <= at < len(self._offered) else None

    def _fit(self) -> None:
        """Room for what the field says of itself, however large texts are."""
        self.cuts.setFixedWidth(scaled(140))

    def _changed(self) -> None:
        column = self.column
        self.offer_cuts(column is not None and column.kind is Kind.NUMBER)
        self.cuts.clear()
        self.fault.setText("")
        self.start.setEnabled(column is not None)

    def _choose(self) -> None:
        cuts = numbers_in(self.cuts.text())
        self.fault.setText(WRONG if cuts is None else "")
        if self.column is not None and cuts is not None:
            self.chosen.emit(self.column, cuts)


def _row(of: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(of)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    return row


def numbers_in(text: str) -> tuple[float, ...] | None:
    """Return the numbers of a text, parted by blanks or semicolons; None where there is something else.

    >>> numbers_in("50; 65"), numbers_in("1,5"), numbers_in(""), numbers_in("old")
    ((50.0, 65.0), (1.5,), (), None)
    """
    try:
        return tuple(float(part.replace(",", ".")) for part in text.replace(";", " ").split())
    except ValueError:
        return None
