"""Names on an axis never run into each other, and dates stand as dates."""

import numpy as np
import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.gui.widgets.plots.plot_style import text_size
from clinnet_gui.gui.widgets.results.level_ticks import ABSENT, BESIDE, BRIEF, absent_tick, level_ticks
from clinnet_gui.gui.widgets.results.round_ticks import day_text, round_days


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


@pytest.mark.parametrize("span", [1, 9, 40, 200, 900, 5_000, 40_000])
def test_days_are_few_rising_and_within(span: int) -> None:
    for first in (-9_000, 0, 18_017):
        ticks = round_days(float(first), float(first + span))
        places = [at for at, _ in ticks]
        assert 2 <= len(ticks) <= 14 and places == sorted(set(places))
        assert first <= places[0] and places[-1] <= first + span
        assert all(day_text(at).startswith(name) for at, name in ticks)


def test_a_single_day_is_itself() -> None:
    assert round_days(18_262.0, 18_262.0) == [(18_262.0, "2020-01-01")]
    assert day_text(np.float64(-0.5)) == "1969-12-31"
