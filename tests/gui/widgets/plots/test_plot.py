"""The common plot: escaped, themed, described, and out of the window as picture or table."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from clinnet_gui.gui.style import DARK, LIGHT, Preference, themes
from clinnet_gui.gui.widgets.plots.legend import Mark
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.plots.plot_export import Values, picture, save_picture
from clinnet_gui.gui.widgets.plots.plot_style import blend


@pytest.fixture
def plot(qtbot: QtBot) -> Plot:
    made = Plot("Risk <b>", "x <60", "y & z")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.line(lambda t: t.series[0], "network").setData(np.arange(5.0), np.arange(5.0))
    made.area.setRange(xRange=(0, 4), yRange=(0, 4))
    return made


def ground(image: QImage) -> QColor:
    return image.pixelColor(image.width() - 3, 3)


def test_words_from_a_file_are_no_markup(plot: Plot) -> None:
    item = plot.area.getPlotItem()
    assert item.getAxis("bottom").label.toPlainText().strip() == "x <60"
    assert item.getAxis("left").label.toPlainText().strip() == "y & z"
    assert plot.title.text() == "Risk <b>"


def test_plots_follow_the_theme(plot: Plot) -> None:
    curve = plot.line(lambda t: t.event, "events")
    themes.choose(Preference.DARK)
    try:
        assert curve.opts["pen"].color().name().upper() == DARK.event
        assert ground(plot.area.grab().toImage()).name().upper() == DARK.bg
        assert ground(picture(plot.area).toImage()).name().upper() == LIGHT.bg, "pictures are always light"
        assert ground(plot.area.grab().toImage()).name().upper() == DARK.bg, "and the window stays dark"
    finally:
        themes.choose(Preference.LIGHT)
    assert ground(plot.area.grab().toImage()).name().upper() == LIGHT.bg


def test_the_legend_tells_the_series_apart_by_more_than_colour(plot: Plot) -> None:
    plot.marks(lambda t: t.event, Mark.TRIANGLE, "event")
    plot.marks(lambda t: t.nonevent, Mark.CIRCLE, "no event")
    marks = [entry.mark for entry in plot.legend.entries]
    assert len(set(marks)) == 3
    assert plot.legend.accessibleName() == "Legend: network, event, no event"


def test_a_plot_says_what_it_shows(plot: Plot) -> None:
    plot.set_summary("Five patients on a line.")
    assert plot.describe() == "Risk <b>. Five patients on a line."


def test_ranges_stand_still_while_data_come(plot: Plot) -> None:
    before = plot.area.viewRange()
    plot.line(lambda t: t.accent).setData(np.array([0.0, 1e9]), np.array([0.0, 1e9]))
    plot.grab()
    assert plot.area.viewRange() == before


def test_pictures_and_values_leave_the_window(plot: Plot, tmp_path: Path) -> None:
    plot.set_values(lambda: Values(("step", "loss"), (np.array([1.0, 2.0]), np.array([0.5, np.nan]))))
    save_picture(plot.area, tmp_path / "a.png")
    save_picture(plot.area, tmp_path / "a.svg")
    assert not QImage(str(tmp_path / "a.png")).isNull()
    assert "<svg" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    next(action for action in plot.actions() if action.text() == "Copy values").trigger()
    assert QGuiApplication.clipboard().text() == "step\tloss\n1\t0.5\n2\t\n"
    with pytest.raises(OSError, match="could not be written"):
        save_picture(plot.area, tmp_path / "no folder" / "a.png")


def test_colours_mix_to_opaque_ones() -> None:
    assert blend("#ff0000", "#0000ff", 0.0) == "#0000ff" and blend("#ff0000", "#0000ff", 1.0) == "#ff0000"
