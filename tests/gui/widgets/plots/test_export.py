"""What leaves the window with a plot: SVG, PNG, CSV, clipboard; and its twin as a table."""

import csv
import errno
import io
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from clinnet_gui.core.files import atomic
from clinnet_gui.gui import dialogs
from clinnet_gui.gui.style import LIGHT, Preference, theme, themes
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.legend import Mark
from clinnet_gui.gui.widgets.plots.painted import Painted
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values, nearest, proposed_name
from clinnet_gui.gui.widgets.plots.twin import Twin

TEXT = "{http://www.w3.org/2000/svg}text"
TABLE = Values(
    ("threshold", "net benefit", "level"),
    (np.array([0.1, 0.2]), np.array([1 / 3, np.nan]), ("=1+1", "b, c")),
    ("%", "", ""),
)


@pytest.fixture
def plot(qtbot: QtBot) -> Plot:
    made = Plot("Benefit & harm", "threshold <60", "net benefit")
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.line(inks.series(0), "network", width=2).setData(np.arange(5.0), 4 * np.arange(5.0))
    made.marks(inks.event, Mark.TRIANGLE, "event").setData([1.0], [1.0])
    made.area.setRange(xRange=(0, 4), yRange=(0, 4))
    made.set_summary("It rises from 0 to 16.")
    made.set_values(lambda: TABLE)
    return made


class Square(Painted):
    """A painted plot, in the colour of an event."""

    def paint(self, painter: QPainter, size: QSize) -> None:
        painter.fillRect(0, 0, size.width(), size.height(), QColor(theme().event))
        painter.drawText(10, 20, "a square")


def rendered(svg: bytes) -> QImage:
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    made = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    made.fill(QColor("magenta"))
    painter = QPainter(made)
    renderer.render(painter)
    painter.end()
    return made


def words(svg: bytes) -> list[str]:
    return ["".join(node.itertext()).strip() for node in ElementTree.fromstring(svg).iter(TEXT)]


def coloured(image: QImage, colour: str) -> int:
    """Count pixels close to a colour."""
    wanted, small = QColor(colour), image.scaledToWidth(280)
    pixels = (small.pixelColor(x, y) for x in range(small.width()) for y in range(small.height()))
    return sum(
        abs(p.red() - wanted.red()) + abs(p.green() - wanted.green()) + abs(p.blue() - wanted.blue()) < 60
        for p in pixels
    )


def settled(plot: Plot) -> QImage:
    """The plot on the screen, once its axes have found their widths."""
    for _ in range(3):
        plot.grab()
        QCoreApplication.processEvents()
    return plot.grab().toImage()


def test_the_svg_holds_every_word_as_it_is_read(plot: Plot) -> None:
    svg = plot.svg()
    assert {"Benefit & harm", "network", "event", "threshold <60", "net benefit", "0", "4"} <= set(words(svg))
    root = ElementTree.fromstring(svg)
    spoken = [node.text for node in root if node.tag.endswith(("title", "desc"))]
    assert spoken == ["Benefit & harm", "It rises from 0 to 16."]
    assert b"<image" not in svg, "symbols are drawings"


def test_the_svg_is_light_whatever_the_window_is_and_nothing_stands_out_of_the_axes(plot: Plot) -> None:
    themes.choose(Preference.DARK)
    try:
        drawn = rendered(plot.svg())
    finally:
        themes.choose(Preference.LIGHT)
    assert (drawn.width(), drawn.height()) == (560, 400)
    assert drawn.pixelColor(2, 2).name().upper() == LIGHT.bg
    assert coloured(drawn, LIGHT.series[0]) > 20 and coloured(drawn, LIGHT.event) > 3
    head = drawn.copy(150, 0, drawn.width() - 150, 50)  # beside title and legend; the line would go on to 16
    assert coloured(head, LIGHT.series[0]) == 0


def test_the_png_is_for_print(plot: Plot) -> None:
    image = QImage.fromData(plot.png())
    assert (image.width(), image.height()) == (1750, 1250)
    assert image.dotsPerMeterX() == round(300 / 0.0254)
    assert coloured(image, LIGHT.series[0]) > 20, "lines are as wide as on the screen"


def test_the_plot_on_the_screen_is_as_it_was_after_its_picture(plot: Plot) -> None:
    plot.show()
    themes.choose(Preference.DARK)
    try:
        before = settled(plot)
        plot.svg(), plot.png()
        assert settled(plot) == before
    finally:
        themes.choose(Preference.LIGHT)


def test_a_painted_plot_leaves_the_window_in_the_same_ways(qtbot: QtBot) -> None:
    square = Square("Square")
    qtbot.addWidget(square)
    square.resize(200, 100)
    square.show()
    assert {"Square", "a square"} <= set(words(square.svg()))
    assert coloured(QImage.fromData(square.png()), LIGHT.event) > 1000
    assert square.more.x() + square.more.width() == 200


def test_a_character_that_no_xml_may_hold_does_not_spoil_the_drawing(qtbot: QtBot) -> None:
    square = Square("ward \x01\ufffe B")
    qtbot.addWidget(square)
    square.set_summary("by ward \x0b <B>")
    drawing = ElementTree.fromstring(square.svg())
    assert drawing[0].text == "ward  B" and drawing[1].text == "by ward  <B>"


def test_values_become_a_table_that_no_spreadsheet_calculates() -> None:
    rows = list(csv.reader(io.StringIO(TABLE.csv().decode("utf-8"))))
    assert rows == [
        ["threshold (%)", "net benefit", "level"],
        ["0.1", "0.3333333333", "'=1+1"],
        ["0.2", "", "b, c"],
    ]
    assert TABLE.text().splitlines()[1] == "0.1\t0.3333333333\t'=1+1"


def test_more_than_ascii_is_marked_so_that_excel_reads_it() -> None:
    made = Values(("Größe",), (("≥ 60", "@SUM(A1)"),)).csv()
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.decode("utf-8-sig") == "Größe\n≥ 60\n'@SUM(A1)\n"


def test_a_number_stays_a_number_even_below_zero() -> None:
    assert Values(("x",), (np.array([-0.5]),)).csv() == b"x\n-0.5\n"


@pytest.mark.parametrize(("kind", "begins"), [("SVG", b"<?xml"), ("PNG", b"\x89PNG"), ("CSV", b"threshold")])
def test_the_menu_saves_whole_files(
    plot: Plot, kind: str, begins: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def answer(_parent: object, _title: str, proposed: str, _kinds: str) -> Path:
        asked.append(proposed)
        return tmp_path / proposed

    monkeypatch.setattr(dialogs, "file_to_write", answer)
    next(action for action in plot.menu.actions() if kind in action.text()).trigger()
    assert asked == [f"Benefit & harm.{kind.lower()}"]
    assert [file.name for file in tmp_path.iterdir()] == asked, "no half-written file is left"
    assert (tmp_path / asked[0]).read_bytes().startswith(begins)


@pytest.mark.parametrize("kind", ["SVG", "PNG", "CSV"])
@pytest.mark.parametrize(
    "told_of",
    [
        ("gone/a.x", 0, "a.x was not saved: its folder does not exist. Choose another place."),
        (f"{'ä' * 200}.x", 0, "its name is too long. Choose a shorter name."),
        ("a.x", errno.ENOSPC, "a.x was not saved: the disk is full. Free some space,"),
        ("a.x", errno.EROFS, "a.x was not saved: this folder may not be written to. Choose another place."),
    ],
)
def test_what_cannot_be_written_is_told_and_leaves_no_half_file(
    plot: Plot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, told_of: tuple[str, int, str]
) -> None:
    told: list[str] = []
    name, number, said = told_of
    monkeypatch.setattr(dialogs, "file_to_write", lambda *_: tmp_path / name)
    monkeypatch.setattr(dialogs, "tell", lambda _parent, _title, text: told.append(text))

    def fail(*_: object) -> None:
        raise OSError(number, "no")

    if number:
        (tmp_path / name).write_bytes(b"old")
        monkeypatch.setattr(atomic.os, "fsync", fail)
    next(action for action in plot.menu.actions() if kind in action.text()).trigger()
    assert len(told) == 1 and said in " ".join(told[0].split())
    assert told[0].endswith("What stood there is untouched.")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == ([b"old"] if number else [])


def test_values_are_copied(plot: Plot) -> None:
    next(action for action in plot.menu.actions() if action.text() == "Copy &values").trigger()
    assert QGuiApplication.clipboard().text() == TABLE.text()


def test_the_twin_shows_the_numbers_and_copies_what_is_chosen(plot: Plot, qtbot: QtBot) -> None:
    plot.show()
    plot.show_table()
    twin = plot.findChild(Twin)
    assert twin is not None and twin.windowTitle() == "Benefit & harm"
    model = twin.table.model()
    assert model.headerData(0, Qt.Orientation.Horizontal) == "threshold (%)"
    assert model.index(0, 1).data() == "0.333333" and model.index(1, 1).data() == ""
    assert twin.table.accessibleDescription() == "It rises from 0 to 16."
    twin.table.selectRow(1)
    twin.copy_selected()
    assert QGuiApplication.clipboard().text() == "0.2\t\tb, c\n"
    twin.copy_all()
    assert QGuiApplication.clipboard().text() == TABLE.text()
    with qtbot.waitSignal(twin.destroyed):
        twin.reject()


def test_the_ways_out_are_reached_by_keyboard(plot: Plot) -> None:
    assert plot.more.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert plot.more.accessibleName() == "Benefit & harm: table and export"
    plot.show()
    plot.more.click()
    assert plot.menu.isVisible()
    plot.menu.close()


def test_without_numbers_only_the_picture_is_offered(qtbot: QtBot) -> None:
    empty = Plot("Empty", "x", "y")
    qtbot.addWidget(empty)
    empty.show()
    empty.customContextMenuRequested.emit(QPoint(5, 5))
    offered = {action.text().replace("&", ""): action.isEnabled() for action in empty.menu.actions()}
    assert offered["Save as SVG…"] and offered["Copy picture"]
    assert not (offered["Show as table…"] or offered["Save values as CSV…"] or offered["Copy values"])
    empty.menu.close()


def test_the_nearest_of_ascending_values_is_found() -> None:
    values = np.array([0.0, 0.5, 1.0])
    assert [nearest(values, at) for at in (-3, 0.24, 0.26, 0.8, 9)] == [0, 0, 1, 2, 2]
    assert nearest(np.zeros(0), 1.0) is None and nearest(values, float("nan")) is None


def test_a_title_becomes_a_name_that_every_file_system_takes() -> None:
    assert proposed_name("Dependence on eGFR <60/min: a|b?", ".csv") == "Dependence on eGFR 60 min a b.csv"
    assert proposed_name("...", ".csv") == "plot.csv"
    assert len(proposed_name("x" * 300, ".csv")) == 84
