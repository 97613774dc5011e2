"""Every plot of the window leaves it: as SVG, PNG and CSV, named, said in a sentence, twinned by a table."""

import csv
import io
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.decision import Route
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.plots.exportable import Exportable
from tests.gui.conftest import Rest
from tests.gui.results_study import evaluated


def opened(page: QWidget) -> None:
    """Show every tab, and every tab within one, so that what is made late is there."""
    for tabs in page.findChildren(QTabWidget):
        for at in range(tabs.count()):
            tabs.setCurrentIndex(at)


@pytest.fixture
def plots(session: Session, qtbot: QtBot, rest: Rest) -> Iterator[list[Exportable]]:
    session.study = evaluated()
    page = ResultsPage(session)
    qtbot.addWidget(page)
    page.resize(1064, 640)
    page.show()
    session.set_threshold(0.3, Route.MANUAL)
    session.choose_patient(int(session.study.evaluation.rows[0]))  # type: ignore[union-attr]
    opened(page)
    rest()
    yield page.findChildren(Exportable)


def test_every_plot_of_the_results_leaves_the_window(plots: list[Exportable]) -> None:
    assert len({plot.accessibleName() for plot in plots}) >= 6
    for plot in plots:
        name = plot.accessibleName()
        assert name and plot.more.accessibleName().startswith(name)
        values = plot.values()
        assert values is not None, f"{name} states no numbers"
        head, *rows = csv.reader(io.StringIO(values.csv().decode("utf-8")))
        assert all(len(row) == len(head) for row in rows) and (all(head) or not values.length), name
        root = ElementTree.fromstring(plot.svg())
        assert any(node.text == name for node in root if node.tag.endswith("title"))
        assert not any(node.tag.endswith("image") for node in root.iter()), f"{name} is no drawing"
        led_to = [value for node in root.iter() for key, value in node.attrib.items() if key.endswith("href")]
        assert all(value.startswith("#") for value in led_to), f"{name} leads out of its file"
        if values.length:
            assert plot.accessibleDescription().endswith("."), name


def test_their_pictures_have_300_dots_an_inch(plots: list[Exportable]) -> None:
    for plot in plots[:2]:
        assert QImage.fromData(plot.png()).dotsPerMeterX() == round(300 / 0.0254)


def test_no_id_stands_in_a_plot(plots: list[Exportable]) -> None:
    for plot in plots:
        values = plot.values()
        assert values is not None and "P000" not in values.text(), plot.accessibleName()
        assert b"P000" not in plot.svg(), plot.accessibleName()
