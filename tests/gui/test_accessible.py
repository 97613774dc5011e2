"""Whoever does not see the window is told what everything in it is called, and reaches it by keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.decision import Route
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.pages.predictions_window import PredictionsWindow
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.predictions_desk import PredictionsDesk
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings
from clinnet_gui.gui.widgets.plots.area import Area
from clinnet_gui.gui.widgets.plots.exportable import Exportable
from clinnet_gui.gui.widgets.step_rail import STEPS
from tests.gui.conftest import Rest
from tests.gui.results_study import evaluated

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTextEdit,
    Exportable,
)


def interactive(window: QWidget) -> Iterator[QWidget]:
    """What the analyst can act on or read as a table or plot; not the parts that Qt makes of these."""
    for widget in window.findChildren(QWidget):
        if widget.isHidden():
            continue  # a button without a word yet, say
        parent = widget.parentWidget()
        inner = widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar | QHeaderView)
        of_qt = isinstance(parent, QAbstractSpinBox | QComboBox | QHeaderView | QLineEdit)
        of_qt = of_qt or widget.objectName() in ("ScrollLeftButton", "ScrollRightButton")
        of_qt = of_qt or type(parent).__name__ in ("QComboBoxPrivateContainer", "QTableView", "QFrame")
        if isinstance(widget, INTERACTIVE) and not inner and not (of_qt and type(widget) is not type(parent)):
            yield widget


def named(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def nameless(window: QWidget) -> list[str]:
    """Where in the window something has no name, from the outermost."""
    found = []
    for widget in interactive(window):
        if not named(widget).strip():
            way, at = [], widget
            while at is not None and at is not window:
                way.append(type(at).__name__)
                at = at.parentWidget()
            found.append(" > ".join(reversed(way)))
    return found


@pytest.fixture
def window(qapp: object, qtbot: QtBot, session: Session, rest: Rest) -> MainWindow:
    session.study = evaluated()
    made = MainWindow(session, Settings(), Crashes())
    qtbot.addWidget(made)
    made.show()
    for step in STEPS:
        made.show_step(step.key)
    made.show_step("results")
    session.set_threshold(0.3, Route.MANUAL)
    for tabs in made.findChildren(QTabWidget):
        for at in range(tabs.count()):
            tabs.setCurrentIndex(at)
    rest()
    session.unsaved = False  # nobody is there to be asked
    return made


def test_everything_in_the_window_has_a_name(window: MainWindow) -> None:
    assert len(list(interactive(window))) > 100
    assert "\n".join(nameless(window)) == ""


STEPS_AT_MOST = 40


@pytest.mark.parametrize("title", ["Overview", "Calibration", "Threshold", "Patients", "Validation"])
def test_the_tab_key_goes_round_and_stops_only_where_keys_do_something(
    window: MainWindow, title: str, qtbot: QtBot
) -> None:
    page = window.book.page("results")
    assert isinstance(page, ResultsPage)
    page.tabs.setCurrentIndex([page.tabs.tabText(i) for i in range(page.tabs.count())].index(title))
    window.activateWindow()
    start = page.tabs.tabBar()
    start.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(start.hasFocus)
    stops = list[QWidget]()
    for _ in range(STEPS_AT_MOST):
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClick(at, Qt.Key.Key_Tab)
        stop = QApplication.focusWidget()
        assert stop is not None and stop is not at, f"{type(at).__name__} keeps the tab key"
        if stop is start:
            break
        stops.append(stop)
    else:
        pytest.fail("the tab key does not come back to where it began")
    assert len(stops) > 2
    assert not [stop for stop in stops if isinstance(stop, Area)]
    scrolling = [stop for stop in stops if type(stop) is QScrollArea]
    assert all(area.verticalScrollBar().maximum() > 0 for area in scrolling)


def test_so_has_everything_where_predictions_are_evaluated(qapp: object, qtbot: QtBot) -> None:
    made = PredictionsWindow(PredictionsDesk())
    qtbot.addWidget(made)
    made.show()
    assert "\n".join(nameless(made)) == ""
