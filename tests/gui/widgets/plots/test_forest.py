"""The forest plot: scales with round ticks, lines that are drawn where they belong, names of any length."""

import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.gui.widgets.plots.forest import Forest, Ground, Line, Sign
from clinnet_gui.gui.widgets.plots.forest_lines import scale_for
from clinnet_gui.gui.widgets.plots.forest_scale import Scale, scale_of

RATIO = Ground("O:E", 1.0, (0.1, 10.0), lambda v: f"{v:.2f}", log=True)


@pytest.mark.parametrize(
    "scale",
    [Scale(0.0, 1.0), Scale(-3.1, 4.2), Scale(0.7712, 0.7719), Scale(0.1, 10, True), Scale(0.8, 1.3, True)],
)
def test_ticks_are_few_rising_and_within(scale: Scale) -> None:
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 7 and list(ticks) == sorted(ticks)
    assert all(0 <= scale.at(tick) <= 1 for tick in ticks)


def test_ticks_of_ratios_hold_one_however_few_they_are() -> None:
    for scale in (Scale(0.5, 2.05, True), Scale(0.1, 10.0, True), Scale(0.85, 1.2, True)):
        for most in (2, 3, 6):
            ticks = scale.ticks(most)
            assert 1.0 in ticks and len(ticks) <= most


@pytest.mark.parametrize("high", [1.3, 2.0, 4.0, 10.0, 25.0])
def test_ticks_of_ratios_do_not_crowd(high: float) -> None:
    scale = Scale(1 / high, high, True)
    places = [scale.at(tick) for tick in scale.ticks()]
    assert len(places) > 1 and min(b - a for a, b in pairwise(places)) > 0.09


def test_a_scale_stays_within_its_bounds_but_for_a_margin() -> None:
    wide = scale_of([0.001, 900.0, math.nan, math.inf], (0.1, 10.0), log=True)
    assert 0.05 < wide.low <= 0.1 and 10 <= wide.high < 20
    assert wide.at(0.0) == 0.0 and wide.at(1e9) == 1.0
    same = scale_of([0.5, 0.5], (0.0, 1.0))
    assert same.low < 0.5 < same.high
    assert scale_of([], (0.0, 1.0)).at(0.5) == pytest.approx(0.5)


@pytest.fixture
def forest(qtbot: QtBot) -> Forest:
    made = Forest("Groups")
    qtbot.addWidget(made)
    made.resize(560, 300)
    return made


LINES = (
    Line("a" * 60, Measure(1.2, 0.9, 1.6, "Poisson", 400, 30)),
    Line("few", Measure(3.0, 0.02, 80.0), Sign.UNSURE),
    Line("none", Measure(math.nan), instead="3 of 40 events"),
    Line("no interval", Measure(0.7)),
    Line("pooled", Measure(1.1, 1.0, 1.2), Sign.WHOLE),
    Line("prediction", Measure(1.1, 0.6, 2.0), Sign.RANGE),
)


def test_every_line_is_painted_and_stands_in_the_table(forest: Forest) -> None:
    forest.show_lines(LINES, RATIO)
    assert not forest.grab().isNull()
    values = forest.values()
    assert values is not None and values.length == len(LINES)
    assert values.cell(0, 0) == "a" * 60 and values.cell(0, 4) == "400" and values.cell(2, 1) == ""
    assert b"3 of 40 events" in forest.svg()
    assert b"1.20 (0.90 to 1.60)" in forest.svg() and b"0.60 to 2.00" in forest.svg()


def test_groups_stand_with_their_rows_and_events(forest: Forest) -> None:
    north = Line("north", Measure(1.2, 0.9, 1.6, "Poisson", 30, 30), n=4_321, events=30)
    forest.show_lines((north, Line("pooled", Measure(1.1, 1.0, 1.2), Sign.WHOLE)), RATIO)
    values = forest.values()
    assert values is not None and (values.cell(0, 4), values.cell(0, 5)) == ("4321", "30")
    assert b"4,321" in forest.svg() and b"events" in forest.svg()
    forest.show_names(False)
    assert b"4,321" not in forest.svg(), "they stand beside the names"


def test_what_pools_two_groups_does_not_press_them_together() -> None:
    groups = (Line("a", Measure(1.1, 0.8, 1.6)), Line("b", Measure(0.8, 0.6, 1.0)))
    pooled = Line("mean", Measure(0.9, 0.08, 11.0), Sign.WHOLE)
    alone, both = scale_for(groups, RATIO), scale_for((*groups, pooled), RATIO)
    assert both.low > 0.3 and both.high < 3 and both.low < alone.low < alone.high < both.high
    near = scale_for((*groups, Line("mean", Measure(0.9, 0.55, 1.5), Sign.WHOLE)), RATIO)
    assert near.low < 0.55


def test_a_forest_of_nothing_and_of_forty_groups_can_be_painted(forest: Forest) -> None:
    image = QImage(QSize(300, 200), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    forest.paint(painter, image.size())
    painter.end()
    forest.show_lines(tuple(Line(f"site {i}", Measure(1.0, 0.8, 1.2)) for i in range(40)), RATIO)
    assert forest.minimumSizeHint().height() > 900
    assert not forest.grab().isNull()


def test_where_nothing_is_estimable_the_axis_shows_the_ideal_value_and_no_thousandths() -> None:
    slope = Ground("calibration slope", 1.0, (-2.0, 5.0), lambda v: f"{v:.2f}")
    scale = scale_for((Line("A", Measure(math.nan)), Line("B", Measure(math.nan))), slope)
    assert (scale.low, scale.high) == (0.5, 1.5)
