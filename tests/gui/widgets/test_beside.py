"""Parts stand beside each other where there is room for both, else one under the other."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.gui.style import themes
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


def test_shares_divide_the_width_and_not_the_height(qtbot: QtBot) -> None:
    asks = (QWidget(), QWidget())
    for part, height in zip(asks, (90, 70), strict=True):
        part.setMinimumSize(300, height)
        part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    host = QWidget()
    qtbot.addWidget(host)
    both = Beside(*asks, (13, 7), host)
    host.show()
    both.resize(400, both.sizeHint().height())
    qtbot.waitUntil(lambda: both.stacked)
    both.resize(400, both.sizeHint().height())
    qtbot.waitUntil(lambda: [part.height() for part in asks] == [90, 70])


class Fickle(QWidget):
    """Asks for more where it has little room, as a plot does whose legend moves below its title."""

    asked = 0

    def minimumSizeHint(self) -> QSize:
        self.asked += 1
        return QSize(480 if self.width() < 600 else 400, 100)


def test_a_part_that_asks_for_less_where_it_has_room_turns_nothing_back(qtbot: QtBot) -> None:
    left, right = Fickle(), QWidget()
    right.setMinimumSize(600, 60)
    host = QWidget()
    qtbot.addWidget(host)
    both = Beside(left, right, (1, 0), host)
    host.show()
    turned = list[bool]()
    for height in (400, 300, 500, 400, 300):
        both.resize(1080, height)
        QApplication.sendPostedEvents()
        turned.append(both.stacked)
    assert turned[1:] == [True] * 4, "too narrow once seen from beside, and so it stays"
    both.resize(1200, 500)
    assert not both.stacked


def test_smaller_texts_stand_beside_each_other_again(qtbot: QtBot) -> None:
    left, right, host = QWidget(), QWidget(), QWidget()
    left.setMinimumSize(300, 40)
    right.setMinimumSize(200, 60)
    qtbot.addWidget(host)
    both = Beside(left, right, (1, 0), host)
    host.show()
    both.resize(400, 300)
    assert both.stacked
    left.setMinimumWidth(100)
    themes.changed.emit()
    assert not both.stacked


def test_parts_turn_at_the_same_width_where_they_come_to_ask_for_another(qtbot: QtBot) -> None:
    left, right = QWidget(), QWidget()
    for part in (left, right):
        part.setMinimumSize(300, 40)
    host = QWidget()
    qtbot.addWidget(host)
    both = Beside(left, right, (1, 1), host)
    host.show()
    both.resize(700, 200)
    assert not both.stacked
    right.setMinimumWidth(500)
    qtbot.waitUntil(lambda: both.stacked)
    themes.changed.emit()  # and only then a part asks for less
    right.setMinimumWidth(300)
    qtbot.waitUntil(lambda: not both.stacked)


class Told(QWidget):
    """Asks for what it was told to."""

    asked = 300

    def minimumSizeHint(self) -> QSize:
        return QSize(self.asked, 40)

    def ask(self, width: int) -> None:
        self.asked = width
        self.updateGeometry()
        QApplication.sendPostedEvents()  # no timer comes meanwhile


def test_what_parts_ask_for_on_the_way_to_another_size_of_texts_does_not_stay(qtbot: QtBot) -> None:
    left, right = Told(), Told()
    host = QWidget()
    qtbot.addWidget(host)
    both = Beside(left, right, (1, 1), host)
    host.show()
    both.resize(700, 200)
    themes.changed.emit()
    right.ask(900)
    assert both.stacked
    right.ask(300)
    assert both.stacked, "this width was too narrow"
    qtbot.waitUntil(lambda: not both.stacked)
