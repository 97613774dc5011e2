"""Table 1 on the screen: names stay readable however little room the groups leave."""

from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.characteristics import By
from clinnet_gui.core.data.describing import describe_patients
from clinnet_gui.core.work import drain
from clinnet_gui.gui.widgets.results.overview.characteristics_table import FEWEST, CharacteristicsTable
from tests.builders import crossed


def test_names_take_what_is_left_and_never_less_than_can_be_read(qtbot: QtBot) -> None:
    table = CharacteristicsTable()
    qtbot.addWidget(table)
    trained = crossed()
    table.show_found(drain(describe_patients(trained.dataset, trained.split, By.OUTCOME, opened=False)))
    least = table.fontMetrics().horizontalAdvance("0") * FEWEST
    table.resize(1400, 300)
    table.show()
    assert table.columnWidth(0) > least and not table.horizontalScrollBar().isVisible()
    table.resize(420, 300)
    qtbot.waitUntil(lambda: table.columnWidth(0) == least)
    qtbot.waitUntil(table.horizontalScrollBar().isVisible)
    table.resize(1400, 300)
    qtbot.waitUntil(lambda: table.columnWidth(0) > least)
