"""The common plot: escaped, themed, described, its legend whole at any width."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from clinnet_gui.gui.style import DARK, LIGHT, Preference, themes
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.inks import blend
from clinnet_gui.gui.widgets.plots.legend import Mark
from clinnet_gui.gui.widgets.plots.picture import image
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values, reading


@pytest.fixture
def plot(qtbot: QtBot) -> Plot:
    made = Plot("Risk <b>", "x <60", "y & z")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.line(inks.series(0), "network").setData(np.arange(5.0), np.arange(5.0))
    made.area.setRange(xRange=(0, 4), yRange=(0, 4))
    return made


def ground(image: QImage) -> QColor:
    return image.pixelColor(image.width() - 3, 3)


def test_words_from_a_file_are_no_markup(plot: Plot) -> None:
    item = plot.area.getPlotItem()
    assert item.getAxis("bottom").label.toPlainText().strip() == "x <60"
    assert item.getAxis("left").label.toPlainText().strip() == "y & z"
    assert plot.title.text() == "Risk <b>"


def test_the_texts_of_axes_grow_with_the_window_and_not_in_a_picture(plot: Plot) -> None:
    axis = plot.area.getPlotItem().getAxis("bottom")
    usual = text_sizes(plot)
    assert b"12" in usual  # 9 points, in pixels of 1/96 inch
    themes.zoom(200)
    try:
        assert axis.style["tickFont"].pointSizeF() == 18.0 and axis.labelStyle["font-size"] == "18pt"
        assert text_sizes(plot) == usual
        assert axis.style["tickFont"].pointSizeF() == 18.0
    finally:
        themes.zoom(100)
    assert axis.style["tickFont"].pointSizeF() == 9.0


def text_sizes(plot: Plot) -> set[bytes]:
    return set(re.findall(rb'<text[^>]* font-size="([^"]*)"', plot.svg()))


def test_plots_follow_the_theme(plot: Plot) -> None:
    curve = plot.line(inks.event, "events")
    themes.choose(Preference.DARK)
    try:
        assert curve.opts["pen"].color().name().upper() == DARK.event
        assert ground(plot.area.grab().toImage()).name().upper() == DARK.bg
        assert ground(image(plot.depict, QSize(400, 300), 96)).name().upper() == LIGHT.bg, (
            "pictures are always light"
        )
        assert ground(plot.area.grab().toImage()).name().upper() == DARK.bg, "and the window stays dark"
    finally:
        themes.choose(Preference.LIGHT)
    assert ground(plot.area.grab().toImage()).name().upper() == LIGHT.bg


def test_the_legend_tells_the_series_apart_by_more_than_colour(plot: Plot) -> None:
    plot.marks(inks.event, Mark.TRIANGLE, "event")
    plot.marks(inks.nonevent, Mark.CIRCLE, "no event")
    marks = [entry.mark for entry in plot.legend.entries]
    assert len(set(marks)) == 3
    assert plot.legend.accessibleName() == "Legend: network, event, no event"


def test_a_plot_says_what_it_shows(plot: Plot) -> None:
    plot.set_summary("Five patients on a line.")
    assert plot.describe() == "Risk <b>. Five patients on a line."


def test_ranges_stand_still_while_data_come(plot: Plot) -> None:
    before = plot.area.viewRange()
    plot.line(inks.accent).setData(np.array([0.0, 1e9]), np.array([0.0, 1e9]))
    plot.grab()
    assert plot.area.viewRange() == before


def test_a_legend_that_does_not_fit_beside_the_title_stands_whole_below_it(plot: Plot, qtbot: QtBot) -> None:
    for name in ("logistic regression", "gradient boosting", "flag all"):
        plot.line(inks.accent, name)
    plot.show()
    wanted = plot.legend.sizeHint().width()
    plot.resize(wanted + plot.title.sizeHint().width() + 120, 300)
    assert plot.head.indexOf(plot.legend) >= 0
    one_row = plot.legend.heightForWidth(wanted)
    plot.resize(wanted - 60, 300)
    assert plot.head.indexOf(plot.legend) < 0
    qtbot.waitUntil(lambda: plot.legend.y() >= plot.title.geometry().bottom())
    assert plot.legend.height() == 2 * one_row
    plot.resize(2 * wanted, 300)
    assert plot.head.indexOf(plot.legend) >= 0


def pointed(plot: Plot, x: float, y: float) -> str:
    """What is said while the pointer is at a place of the plot."""
    box = plot.area.getPlotItem().getViewBox()
    plot.area.scene().sigMouseMoved.emit(box.mapViewToScene(QPointF(x, y)))
    return str(plot.readout.text())


def test_the_pointer_reads_the_nearest_line_of_the_table(plot: Plot) -> None:
    plot.show()
    plot.grab()
    assert pointed(plot, 1.2, 2.0) == "", "no table, nothing to read"
    plot.set_values(lambda: Values(("step", "loss"), (np.arange(5.0), np.arange(5.0) / 2), ("", "nats")))
    assert pointed(plot, 1.2, 2.0) == "step 1 · loss (nats) 0.5"
    plot.set_reading(lambda x, y: f"{x:.0f} and {y:.0f}")
    assert pointed(plot, 1.2, 2.0) == "1 and 2"
    assert pointed(plot, -50.0, 2.0) == "", "outside of the axes"
    backwards = Values(("step",), (np.array([2.0, 1.0]),))
    assert reading(backwards, 1.0) == ""


def test_colours_mix_to_opaque_ones() -> None:
    assert blend("#ff0000", "#0000ff", 0.0) == "#0000ff" and blend("#ff0000", "#0000ff", 1.0) == "#ff0000"
