"""Plots of many explained patients: nothing hidden, nothing named, any shape painted."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.explanation.cohort import Cohort, cohort
from clinnet_gui.core.explanation.explaining import explain
from clinnet_gui.core.work import drain
from clinnet_gui.gui.style import DARK, Preference, themes
from clinnet_gui.gui.widgets.results.patients.beeswarm import ROW, Beeswarm, offsets
from clinnet_gui.gui.widgets.results.patients.dependence_plot import DependencePlot, grouped
from clinnet_gui.gui.widgets.results.patients.importance_plot import SHOWN, ImportancePlot, ranked
from tests import builders


@lru_cache(maxsize=1)
def explained() -> Cohort:
    trained = builders.trained()
    return drain(cohort(trained, drain(explain(trained, Calibrator(), np.arange(200)))))


def _wide() -> Cohort:
    """Forty columns, one of them with a long name."""
    few = explained()
    names = (60 * "n", *(f"lab {i}" for i in range(39)))
    amounts = np.random.default_rng(0).normal(size=(200, 40)) * np.linspace(1, 0.1, 40)
    attribution = replace(few.attribution, columns=names, contributions=amounts)
    size = np.abs(amounts).mean(axis=0)
    return Cohort(attribution, few.y, size - 0.01, size + 0.01, np.full((200, 40), np.nan))


def test_importance_stands_with_its_interval_the_largest_first() -> None:
    rows = ranked(explained())
    assert [row.value for row in rows] == sorted((row.value for row in rows), reverse=True)
    assert all(row.low <= row.value <= row.high for row in rows)


@pytest.mark.parametrize("make", [ImportancePlot, Beeswarm])
def test_forty_columns_are_painted_and_all_stand_in_the_table(
    make: type[ImportancePlot] | type[Beeswarm], qtbot: QtBot
) -> None:
    plot = make()
    qtbot.addWidget(plot)
    plot.show_cohort(_wide())
    plot.resize(600, 400)
    drawn = plot.grab().toImage()
    colours = {drawn.pixelColor(x, y).name() for x in range(0, 600, 3) for y in range(0, 400, 3)}
    assert len(colours) > 3
    values = plot.values()
    assert values is not None
    assert values.length == (40 if make is ImportancePlot else SHOWN)
    assert b"<svg" in plot.svg()[:400]


@pytest.mark.parametrize("make", [ImportancePlot, Beeswarm])
def test_a_long_name_is_told_in_full_under_the_pointer(
    make: type[ImportancePlot] | type[Beeswarm], qtbot: QtBot
) -> None:
    plot = make()
    qtbot.addWidget(plot)
    plot.show_cohort(_wide())
    plot.resize(600, 480)
    plot.show()
    QTest.mouseMove(plot, QPoint(100, 30))
    qtbot.waitUntil(lambda: 60 * "n" in plot.toolTip())
    QTest.mouseMove(plot, QPoint(100, 4))
    qtbot.waitUntil(lambda: not plot.toolTip())


def test_dots_of_a_swarm_do_not_hide_each_other_while_there_is_room() -> None:
    x = np.repeat([10.0, 100.0], [5, 1])
    found = offsets(x)
    assert np.unique(found[:5]).size == 5
    assert found[5] == 0
    crowd = offsets(np.zeros(1_000))
    assert np.abs(crowd).max() < ROW / 2


@pytest.mark.parametrize("column", ["age", "creatinine", "ward", "sex"])
def test_one_column_shows_every_patient_and_its_table_none_alone(column: str, qtbot: QtBot) -> None:
    plot = DependencePlot()
    qtbot.addWidget(plot)
    data = builders.dataset()
    plot.show_column(explained(), data, column)
    drawn = [plot._events.getData()[0].size, plot._others.getData()[0].size]
    events = int(explained().y.sum())
    assert drawn == [events, 200 - events]
    values = plot.values()
    assert values is not None
    counts = [float(row[1]) for row in values.rows()]
    assert sum(counts) == 200
    missing = int((~data.table.column(column).present[:200]).sum())
    assert (values.rows()[-1][0] == "not measured") == (missing > 0)
    assert plot.grab().width() > 0


def test_a_column_of_one_value_is_one_group() -> None:
    column = builders.number("one", [2.0] * 6)
    assert [(name, int(here.sum())) for name, here in grouped(column, column.values)] == [("2 to 2", 6)]
    nothing = builders.number("none", [np.nan] * 6)
    assert [name for name, _ in grouped(nothing, nothing.values)] == ["not measured"]


def test_the_axis_is_named_in_the_colour_of_the_theme(qtbot: QtBot) -> None:
    themes.choose(Preference.DARK)
    try:
        plot = DependencePlot()
        qtbot.addWidget(plot)
        plot.show_column(explained(), builders.dataset(), "age")
        axis = plot.area.getPlotItem().getAxis("bottom")
        assert DARK.muted.lower() in axis.labelString().lower() and "age (years)" in axis.labelString()
        themes.zoom(150)
        assert "font-size: 13.5pt" in axis.labelString()
    finally:
        themes.zoom(100)
        themes.choose(Preference.SYSTEM)
