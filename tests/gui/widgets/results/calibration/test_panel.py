"""The calibration plot and its controls: where these stand."""

import pytest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.gui.widgets.results.calibration.panel import CalibrationPanel
from clinnet_gui.gui.widgets.results.calibration.view import ViewControls


@pytest.mark.parametrize(("first", "then"), [((1000, 400), (420, 900)), ((420, 900), (1000, 400))])
def test_controls_stand_where_they_leave_the_larger_square(
    qtbot: QtBot, first: tuple[int, int], then: tuple[int, int]
) -> None:
    panel = CalibrationPanel(patients=True)
    qtbot.addWidget(panel)
    panel.show()
    for width, height in (first, then):
        panel.resize(width, height)
        qtbot.waitUntil(lambda width=width: beside(panel) is (width == 1000))  # type: ignore[misc]


def beside(panel: CalibrationPanel) -> bool:
    return panel.controls.x() > panel.plot.x()


def test_controls_say_at_once_how_wide_they_are_now(qtbot: QtBot) -> None:
    around, controls = QWidget(), ViewControls()
    qtbot.addWidget(around)
    QHBoxLayout(around).addWidget(controls)
    around.show()
    widths = list[int]()
    for upright in (False, True, False):
        controls.stand(upright)
        widths.append(around.minimumSizeHint().width())
    assert widths[1] < widths[0] == widths[2]
