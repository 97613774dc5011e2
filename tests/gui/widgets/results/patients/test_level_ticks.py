"""Names on an axis never run into each other."""

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.gui.widgets.plots.plot_style import text_size
from clinnet_gui.gui.widgets.results.patients.level_ticks import (
    ABSENT,
    BESIDE,
    BRIEF,
    absent_tick,
    axis_name,
    level_ticks,
)


@pytest.mark.parametrize(("width", "count"), [(1000, 3), (560, 8), (560, 30), (300, 5)])
def test_names_fit_between_their_neighbours(qtbot: QtBot, width: int, count: int) -> None:
    plot = QWidget()
    qtbot.addWidget(plot)
    plot.resize(width, 200)
    levels = tuple(f"level number {i} of the column" for i in range(count))
    ticks = level_ticks(plot, levels, float(count))
    font = QFont(plot.font())
    font.setPointSizeF(text_size())
    apart = (width - BESIDE) / (count + 1)
    assert [at for at, _ in ticks] == list(range(count + 1))
    assert all(QFontMetrics(font).horizontalAdvance(name) <= max(apart, 30) for _, name in ticks[:-1])
    assert ticks[-1][1] == (ABSENT if width == 1000 else BRIEF)
    assert len(level_ticks(plot, levels, None)) == count


def test_beside_numbers_not_measured_is_written_out_where_it_fits(qtbot: QtBot) -> None:
    plot = QWidget()
    qtbot.addWidget(plot)
    plot.resize(600, 200)
    assert absent_tick(plot, 9.0, 0.25) == (9.0, ABSENT)
    assert absent_tick(plot, 9.0, 0.05) == (9.0, BRIEF)


def test_the_name_of_a_column_ends_where_the_axis_does_and_keeps_its_unit(qtbot: QtBot) -> None:
    plot = QWidget()
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    font = QFont(plot.font())
    font.setPointSizeF(text_size())
    said = axis_name(plot, "mean_arterial_pressure_in_the_first_24_hours_after_admission", "mmHg")
    assert QFontMetrics(font).horizontalAdvance(said) <= 300 - BESIDE
    assert said.startswith("mean") and said.endswith("(mmHg)")
    assert axis_name(plot, "age", "years") == "age (years)"
    assert axis_name(plot, "ward", "") == "ward"
