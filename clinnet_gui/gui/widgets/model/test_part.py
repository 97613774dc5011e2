"""The test part: drawn at random, patients of chosen places, the latest, or none; and what speaks for it."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QGridLayout, QListWidget, QListWidgetItem, QWidget

from clinnet_gui.core.data.apart import datable, levels, placeable, since
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.split import Apart, AskedTest, Part, Split
from clinnet_gui.core.data.splitting import sets_test_aside
from clinnet_gui.core.data.table import Column
from clinnet_gui.gui.messages import elided, label, tip
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.model.split_words import CHOOSE_VALUES, words_on_apart, words_on_test

RANDOM, PLACES, LATEST, NONE = range(4)
WAYS = ("drawn at random", "chosen groups (another place)", "the latest (another time)", "none")
MOST_LINES = 5


class TestPart(QWidget):
    """``asked`` carries what is asked for, as ``make_split`` takes it."""

    __test__ = False  # for pytest: no test of its own
    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ways, self.columns, self.values = QComboBox(), QComboBox(), QListWidget()
        self.by, self.words = line("by"), label("", "muted")
        self._dataset: Dataset | None = None
        self._split: Split | None = None
        self._offered: tuple[Column, ...] = ()
        self._build()
        self.ways.activated.connect(self._chose_way)
        self.columns.activated.connect(lambda _: self._chose_column())
        self.values.itemChanged.connect(lambda _: self._chose_values())

    def _build(self) -> None:
        self.ways.addItems(WAYS)
        self.ways.setAccessibleName("Test part")
        self.columns.setAccessibleName("Column of the test part")
        self.values.setAccessibleName("Values of the test part")
        for combo in (self.ways, self.columns):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(18)
        name = line("&Test part")
        name.setBuddy(self.ways)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (left, right) in enumerate(((name, self.ways), (self.by, self.columns))):
            grid.addWidget(left, row, 0)
            grid.addWidget(right, row, 1)
        grid.addWidget(self.values, 2, 1)
        grid.addWidget(self.words, 3, 0, 1, 2)

    def show_split(self, dataset: Dataset, split: Split, *, again: bool = False) -> None:
        """Show how the test part was set aside; what is half chosen stays while the split does, unless
        it is shown ``again`` because something else was refused."""
        if split is self._split and not again:
            return
        self._dataset, self._split = dataset, split
        due = sets_test_aside(dataset)
        self._offer_ways(none=split.crossed or not due or not split.has_test)
        apart = split.apart
        self._show_way(_way(split), apart)
        if apart is None:
            self.words.setText(words_on_test(split.has_test, due))
            return
        first = "" if apart.levels else since(dataset, split.parts == Part.TEST, apart)
        self.words.setText(words_on_apart(apart, first))

    def _offer_ways(self, none: bool) -> None:
        assert self._dataset is not None
        offered = (True, bool(placeable(self._dataset)), bool(datable(self._dataset)), none)
        model = self.ways.model()
        assert isinstance(model, QStandardItemModel)
        for way, can in enumerate(offered):
            model.item(way).setEnabled(can)

    def _show_way(self, way: int, apart: Apart | None = None) -> None:
        """Show the fields of a way, filled with what was chosen."""
        self.ways.setCurrentIndex(way)
        by_column = way in (PLACES, LATEST)
        for part in (self.by, self.columns):
            part.setVisible(by_column)
        self.values.setVisible(way == PLACES)
        if not by_column or self._dataset is None:
            return
        self._offered = placeable(self._dataset) if way == PLACES else datable(self._dataset)
        self.columns.clear()
        for at, column in enumerate(self._offered):
            self.columns.addItem(elided(column.name, 40))
            self.columns.setItemData(at, tip(column.name), Qt.ItemDataRole.ToolTipRole)
        names = [column.name for column in self._offered]
        if apart is not None and apart.column in names:
            self.columns.setCurrentIndex(names.index(apart.column))
        if way == PLACES:
            self._show_values(() if apart is None else apart.levels)

    def _show_values(self, chosen: Iterable[str]) -> None:
        column, checked = self._column, set(chosen)
        self.values.blockSignals(True)
        self.values.clear()
        of = levels(self._dataset, column) if self._dataset is not None and column is not None else ()
        for value, rows in of:
            item = QListWidgetItem(f"{elided(value, 40)}  ({rows:,} rows)", self.values)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setToolTip(tip(value))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in checked else Qt.CheckState.Unchecked)
        self.values.blockSignals(False)
        high = self.values.sizeHintForRow(0) * min(MOST_LINES, max(1, len(of)))
        self.values.setFixedHeight(high + 2 * self.values.frameWidth())

    @property
    def _column(self) -> Column | None:
        at = self.columns.currentIndex()
        return self._offered[at] if 0 <= at < len(self._offered) else None

    def _chose_way(self, way: int) -> None:
        if self._dataset is not None and self._split is not None and way == _way(self._split):
            self.show_split(self._dataset, self._split, again=True)  # it is so already: nothing is drawn anew
            return
        self._show_way(way)
        if way == PLACES:
            self.words.setText(CHOOSE_VALUES)
        elif way == LATEST:
            self._chose_column()
        else:
            self.asked.emit(way == RANDOM)

    def _chose_column(self) -> None:
        if self._column is None:
            return
        if self.ways.currentIndex() == PLACES:
            self._show_values(())
            self.words.setText(CHOOSE_VALUES)
        else:
            self.asked.emit(Apart(self._column.name))

    def _chose_values(self) -> None:
        items = (self.values.item(at) for at in range(self.values.count()))
        checked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        if checked and self._column is not None:
            texts = tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in checked)
            wished: AskedTest = Apart(self._column.name, texts)
            self.asked.emit(wished)
        else:
            self.words.setText(CHOOSE_VALUES)


def _way(split: Split) -> int:
    """How the test part of a split was set aside."""
    if split.apart is None:
        return RANDOM if split.has_test else NONE
    return PLACES if split.apart.levels else LATEST
