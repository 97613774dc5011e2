"""What all tables share: a heading a column, rows without children, as Qt's views rely on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from clinnet_gui.gui.style import themes
from clinnet_gui.gui.widgets.headed import LEFT, Headed, Index, quieten

DISPLAY = Qt.ItemDataRole.DisplayRole


class Numbers(Headed):
    """Three rows of two cells."""

    def length(self) -> int:
        return 3

    def data(self, index: Index, role: int = DISPLAY) -> object:
        return f"{index.row()}.{index.column()}" if role == DISPLAY else None


@pytest.fixture
def model(qapp: object) -> Numbers:
    return Numbers(("one", "two"))


def test_it_keeps_the_rules_of_qts_models(model: Numbers, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)
    assert (model.rowCount(), model.columnCount()) == (3, 2)
    assert (model.rowCount(model.index(0, 0)), model.columnCount(model.index(0, 0))) == (0, 0)


def test_columns_have_names_at_the_left_and_rows_none(model: Numbers) -> None:
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert [model.headerData(i, across) for i in range(2)] == ["one", "two"]
    assert model.headerData(0, across, Qt.ItemDataRole.TextAlignmentRole) == LEFT
    assert model.headerData(0, across, Qt.ItemDataRole.ToolTipRole) is None
    assert model.headerData(0, down) is None


def test_a_quiet_table_shows_neither_grid_nor_numbers(model: Numbers, qtbot: QtBot) -> None:
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    quieten(view)
    assert view.alternatingRowColors() and not view.showGrid() and view.verticalHeader().isHidden()


def test_widths_grow_with_the_texts_and_a_change_of_colours_keeps_them(model: Numbers, qtbot: QtBot) -> None:
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    quieten(view, (100,))
    view.setColumnWidth(0, 120)
    themes.refresh()
    assert view.columnWidth(0) == 120
    try:
        themes.zoom(150)
        assert view.columnWidth(0) == 150 and view.verticalHeader().defaultSectionSize() == 42
    finally:
        themes.zoom(100)
    assert view.columnWidth(0) == 100
