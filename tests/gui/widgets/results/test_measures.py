"""Measures in words and in tables."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.curves import Confusion
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow, MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import (
    NOT_ESTIMABLE,
    Cell,
    cell,
    count,
    excludes,
    interval,
    number,
    percent,
    signed,
    tooltip,
)
from clinnet_gui.gui.widgets.results.threshold.confusion_table import ConfusionTable


def test_what_cannot_be_estimated_says_so() -> None:
    for show in (number, signed, percent):
        assert show(math.nan) == NOT_ESTIMABLE
    nothing = cell(Measure(math.nan), ideal=1.0)
    assert nothing.value == NOT_ESTIMABLE
    assert nothing.interval == ""
    assert not nothing.alert


def test_an_interval_with_signs_is_joined_by_a_word() -> None:
    assert interval(Measure(0.1, 0.05, 0.15), signed) == "(+0.050 to +0.150)"
    assert interval(Measure(0.0, -0.1, 0.1), signed) == "(−0.100 to +0.100)"
    assert interval(Measure(0.5, 0.4, 0.6), percent) == "(40.0–60.0 %)"
    assert interval(Measure(0.5)) == ""


def test_the_tooltip_names_method_rows_and_events() -> None:
    said = tooltip(Measure(0.8, 0.7, 0.9, "Wilson interval", 1200, 96))
    assert said == "Wilson interval · n = 1,200, 96 events"


@pytest.mark.parametrize(("low", "high", "alert"), [(0.9, 1.1, False), (0.5, 0.9, True), (1.1, 1.2, True)])
def test_an_alert_needs_an_interval_that_leaves_out_the_ideal(low: float, high: float, alert: bool) -> None:
    assert excludes(Measure(1.0, low, high), 1.0) is alert
    assert not excludes(Measure(5.0), 1.0)


@given(st.integers(0, 10**9))
def test_a_count_keeps_all_its_digits(value: int) -> None:
    assert count(value).replace(",", "") == str(value)


def test_a_table_is_rewritten_in_place(qtbot: QtBot) -> None:
    table = MeasureTable(("", "before", "after"), "Measures")
    qtbot.addWidget(table)
    for value in ("0.1", "0.2"):
        table.set_rows((MeasureRow("Brier", "what it means", (Cell(value, "(0–1)"), Cell("0.3"))),))
        assert table.texts() == (("Brier", f"{value} (0–1)", "0.3"),)
    table.set_rows(tuple(MeasureRow(name, "", (Cell("1"), Cell("2"))) for name in ("a <b>", "c")))
    assert table.texts() == (("a <b>", "1", "2"), ("c", "1", "2"))


def test_the_confusion_table_shows_the_counts(qtbot: QtBot) -> None:
    table = ConfusionTable()
    qtbot.addWidget(table)
    assert table.counts() == ("–",) * 4
    table.show_counts(Confusion(0.2, 61, 82, 19, 1838))
    assert table.counts() == ("61", "82", "19", "1,838")
