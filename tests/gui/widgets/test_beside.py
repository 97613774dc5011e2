"""Parts stand beside each other where there is room for both, else one under the other."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.gui.widgets.beside import Beside


def test_parts_stack_where_it_is_narrow(qtbot: QtBot) -> None:
    left, right = QWidget(), QWidget()
    left.setMinimumSize(300, 40)
    right.setMinimumSize(200, 60)
    host = QWidget()
    qtbot.addWidget(host)
    both = Beside(left, right, (2, 1), host)
    host.show()
    both.resize(600, 200)
    assert not both.stacked
    qtbot.waitUntil(lambda: right.x() > left.x())
    both.resize(400, 200)
    assert both.stacked
    qtbot.waitUntil(lambda: right.y() > left.y())
    assert both.minimumSizeHint().width() == 300
    assert both.minimumSizeHint().height() >= 100
    both.resize(600, 200)
    assert not both.stacked
