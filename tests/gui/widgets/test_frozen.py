"""The first column of a wide table stays in sight, and the table stays one table."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from clinnet_gui.gui.style import theme
from clinnet_gui.gui.widgets.frozen import FrozenTable
from clinnet_gui.gui.widgets.headed import quieten

COLUMNS, WIDTH = 8, 100


def table(qtbot: QtBot, names: int = WIDTH) -> FrozenTable:
    made, model = FrozenTable(), QStandardItemModel(6, COLUMNS)
    for row in range(6):
        for column in range(COLUMNS):
            item = QStandardItem("" if column else "███")
            item.setForeground(QColor(theme().event))
            model.setItem(row, column, item)
    model.setParent(made)
    made.setModel(model)
    quieten(made, (names, *[WIDTH] * (COLUMNS - 1)))
    made.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    made.resize(360, 240)
    qtbot.addWidget(made)
    made.show()
    return made


def inked(made: FrozenTable) -> bool:
    """Whether the text of the first column is painted at the left."""
    image, event = made.viewport().grab().toImage(), QColor(theme().event).name()
    return any(image.pixelColor(x, 14).name() == event for x in range(4, 60))


def test_names_stay_where_the_rest_is_scrolled(qtbot: QtBot) -> None:
    made = table(qtbot)
    bar = made.horizontalScrollBar()
    assert made.frozen == 0 and inked(made)
    for value in (1, bar.maximum() // 2, bar.maximum()):
        bar.setValue(value)
        assert made.frozen == WIDTH and inked(made)
    bar.setValue(0)
    assert made.frozen == 0 and inked(made)


def test_a_column_too_wide_to_stay_scrolls_with_the_others(qtbot: QtBot) -> None:
    made = table(qtbot, names=300)
    made.horizontalScrollBar().setValue(310)
    assert made.frozen == 0 and not inked(made)


def test_what_is_seen_is_what_is_pointed_at(qtbot: QtBot) -> None:
    made = table(qtbot)
    made.horizontalScrollBar().setValue(250)
    assert (made.indexAt(QPoint(20, 40)).row(), made.indexAt(QPoint(20, 40)).column()) == (1, 0)
    assert made.indexAt(QPoint(WIDTH + 20, 40)).column() == (250 + WIDTH + 20) // WIDTH
    assert not made.indexAt(QPoint(20, 1_000)).isValid()


def test_the_arrow_keys_find_no_cell_under_the_names(qtbot: QtBot) -> None:
    made = table(qtbot)
    made.setCurrentIndex(made.model().index(2, COLUMNS - 1))
    for column in range(COLUMNS - 2, -1, -1):
        QTest.keyClick(made, Qt.Key.Key_Left)
        current = made.currentIndex()
        assert current.column() == column
        assert not column or made.visualRect(current).left() >= made.frozen
    assert made.selectionModel().isRowSelected(2)


def test_there_is_one_table_for_a_screen_reader_and_the_tab_key(qtbot: QtBot) -> None:
    made = table(qtbot)
    assert not made.findChildren(QTableView)
    assert not made.tabKeyNavigation()
