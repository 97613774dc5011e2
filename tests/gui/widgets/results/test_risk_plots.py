"""Risk by outcome, decision curve, waterfall and importance: what is drawn is what was counted."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.evaluation.utility import utility_curve
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.explanation.contributions import TOP, explained
from clinnet_gui.core.explanation.words import in_words
from clinnet_gui.gui.style import Preference, themes
from clinnet_gui.gui.widgets.results.patients import table
from clinnet_gui.gui.widgets.results.patients.table import Show
from clinnet_gui.gui.widgets.results.patients.waterfall import Waterfall, crowded
from clinnet_gui.gui.widgets.results.threshold import (
    benefit_plot,
    decision_curve,
    harm_axis,
    risk_distribution,
)
from clinnet_gui.gui.widgets.results.threshold.control import ThresholdControl
from tests import builders


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_the_shares_of_each_group_add_up(patients: list[tuple[float, bool]]) -> None:
    risks = np.array([risk for risk, _ in patients])
    y = np.array([event for _, event in patients], np.int8)
    found = risk_distribution.shares(curve_of(y, risks))
    assert found.events.sum() == pytest.approx(1.0 if y.any() else 0.0)
    assert found.nonevents.sum() == pytest.approx(0.0 if y.all() else 1.0)
    assert found.edges.size == risk_distribution.BINS + 1


def test_the_shares_equal_a_histogram() -> None:
    rng = np.random.default_rng(1)
    risks = rng.beta(2, 5, 3000)
    y = (rng.random(3000) < risks).astype(np.int8)
    found = risk_distribution.shares(curve_of(y, risks))
    for group, drawn in ((1, found.events), (0, found.nonevents)):
        counts, _ = np.histogram(risks[y == group], bins=found.edges)
        np.testing.assert_allclose(drawn, counts / (y == group).sum())


def test_a_dragged_line_moves_and_settles(qtbot: QtBot) -> None:
    plot = risk_distribution.RiskDistribution(movable=True)
    qtbot.addWidget(plot)
    plot.show_threshold(0.3, chosen=False)
    assert plot.threshold.value() == pytest.approx(0.3)
    with qtbot.assertNotEmitted(plot.settled), qtbot.assertNotEmitted(plot.moved):
        plot.show_threshold(0.4)
    with qtbot.waitSignal(plot.settled) as settled:
        plot.threshold.sigPositionChangeFinished.emit(plot.threshold)
    assert settled.args == [pytest.approx(0.4)]


def test_a_slid_threshold_moves_while_held_and_settles_when_let_go(qtbot: QtBot) -> None:
    control = ThresholdControl()
    qtbot.addWidget(control)
    control.slider.setSliderDown(True)
    with qtbot.assertNotEmitted(control.settled), qtbot.waitSignal(control.moved) as moved:
        control.slider.setValue(2500)
    assert moved.args == [pytest.approx(0.25)]
    with qtbot.waitSignal(control.settled) as settled:
        control.slider.setSliderDown(False)
    assert settled.args == [pytest.approx(0.25)]
    with qtbot.assertNotEmitted(control.settled):
        control.show_value(0.6)
    assert control.value == pytest.approx(0.6)


def test_a_typed_percentage_flags_the_patient_whose_risk_is_spelled_so(qtbot: QtBot) -> None:
    control = ThresholdControl()
    qtbot.addWidget(control)
    for tenths in (11, 222, 739):  # 1.1 / 100 lies above 0.011
        with qtbot.waitSignal(control.settled) as settled:
            control.spin.setValue(tenths / 10)
        assert settled.args == [tenths / 1000] == [control.value]


def test_the_decision_curve_says_where_the_network_helps() -> None:
    t = np.linspace(0, 0.99, 100)
    model, everyone = np.where((t >= 0.2) & (t <= 0.4), 0.1, -0.1), np.full(100, -0.05)
    assert "between 20 and 40 %" in decision_curve.describe(t, model, everyone)
    model[90] = 0.1  # far off, and beside nothing: the range is told without it
    assert "between 20 and 40 %" in decision_curve.describe(t, model, everyone)
    assert "At no threshold" in decision_curve.describe(t, everyone, everyone)


@settings(max_examples=50)
@given(st.floats(0.001, 1), st.floats(40, 900))
def test_ticks_of_work_ups_lie_inside_and_apart(high: float, pixels: float) -> None:
    places = [1 / (1 + harm) for harm in harm_axis.work_ups(0.0, high, pixels)]
    assert all(0 < place <= high for place in places)
    assert all(gap >= harm_axis.APART / pixels * high - 1e-12 for gap in -np.diff(places))


def test_the_upper_axis_says_work_ups(qtbot: QtBot) -> None:
    axis = harm_axis.HarmAxis()
    ((_, places),) = axis.tickValues(0.0, 0.5, 500)
    assert axis.tickStrings(places, 1.0, 1.0) == [str(harm) for harm in harm_axis.work_ups(0.0, 0.5, 500)]


def test_a_measure_is_drawn_as_far_as_there_is_something_to_gain() -> None:
    y = np.repeat([0, 1], 100).astype(np.int8)
    risks = np.concatenate([np.linspace(0, 0.4, 100), np.linspace(0.1, 0.5, 100)])
    curve = utility_curve(curve_of(y, risks), np.linspace(0, 0.99, 100))
    assert 0.4 < benefit_plot.worth_drawing(curve, 0.9) < 0.6
    assert benefit_plot.worth_drawing(curve, 0.2) == 0.2
    useless = utility_curve(curve_of(1 - y, risks), np.linspace(0, 0.99, 100))
    assert benefit_plot.worth_drawing(useless, 0.9) >= 0.09


def _attribution(amounts: Floats) -> Attribution:
    names = ("age", "creatinine", "lactate", "sex", "ward")
    total = np.array([-1.0 + amounts.sum()])
    rows = np.array([4], np.int64)
    return Attribution("DeepSHAP", names, rows, np.array([-1.0]), amounts[None, :], total, "the average", "x")


def test_the_largest_contribution_stands_first() -> None:
    data = builders.dataset()
    found = explained(_attribution(np.array([0.1, -0.9, 0.3, 0.0, 0.2])), data, 4, Calibrator().risk)
    assert found is not None
    assert [part.column for part in found.parts][:2] == ["creatinine", "lactate"]
    assert len(found.parts) <= TOP
    said = in_words(found, "P4", "the base of")
    assert said.startswith("Patient P4: predicted risk 21.4 %, below the base of 26.9 %. The predict")
    assert "is lowered most by creatinine (" in said and ", raised most by lactate (" in said
    assert explained(_attribution(np.zeros(5)), data, 5, Calibrator().risk) is None


@pytest.mark.parametrize("preference", [Preference.LIGHT, Preference.DARK])
@pytest.mark.parametrize("amounts", [np.zeros(5), np.array([9.0, -9.0, 0.0, 4.0, 1e-9]), np.full(5, -3.0)])
def test_a_waterfall_of_any_shape_is_painted(qtbot: QtBot, amounts: Floats, preference: Preference) -> None:
    waterfall = Waterfall()
    qtbot.addWidget(waterfall)
    themes.choose(preference)
    waterfall.show_patient(explained(_attribution(amounts), builders.dataset(), 4, Calibrator().risk))
    waterfall.resize(500, 300)
    drawn = waterfall.grab().toImage()
    themes.choose(Preference.LIGHT)
    colours = {drawn.pixelColor(x, y).name() for x in range(0, 500, 3) for y in range(0, 300, 3)}
    assert len(colours) > 2


def test_only_what_its_interval_leaves_no_doubt_of_is_named() -> None:
    data = builders.dataset()
    found = explained(_attribution(np.array([0.5, 0.4, -0.3, 0.0, 0.2])), data, 4, Calibrator().risk)
    assert found is not None
    unsure = tuple(replace(part, margin=0.45) for part in found.parts)
    said = in_words(replace(found, parts=unsure), "P4", "the base of")
    assert "The prediction is raised most by age (" in said
    assert "creatinine" not in said and "lowered" not in said


def test_a_risk_like_the_average_is_said_to_be_so() -> None:
    data = builders.dataset()
    found = explained(_attribution(np.array([0.5, -0.5, 0.0, 0.0, 0.0])), data, 4, Calibrator().risk)
    assert found is not None
    said = in_words(found, "P4", "the base of")
    assert "just the base of 26.9 %" in said
    assert "raised most by age (" in said and "lowered most by creatinine (" in said


def test_the_waterfall_leaves_the_window_as_a_table_and_a_picture(qtbot: QtBot) -> None:
    waterfall = Waterfall()
    qtbot.addWidget(waterfall)
    found = explained(
        _attribution(np.array([0.5, -0.4, 0.3, 0.0, 0.2])), builders.dataset(), 4, Calibrator().risk
    )
    assert found is not None
    waterfall.show_patient(replace(found, parts=tuple(replace(part, margin=0.1) for part in found.parts)))
    values = waterfall.values()
    assert values is not None
    assert values.rows()[0][0] == "age" and values.rows()[0][2:] == ["0.5", "0.1"]
    assert b"<svg" in waterfall.svg()[:400]
    waterfall.resize(500, 260)
    first = waterfall.part_at(30 + 1.5 * 26)
    assert first is not None and first.column == "age"
    assert waterfall.part_at(5) is None and waterfall.part_at(259) is None


def test_long_names_stand_above_their_values_and_short_ones_beside_them(qtbot: QtBot) -> None:
    waterfall = Waterfall()
    qtbot.addWidget(waterfall)
    found = explained(_attribution(np.full(5, 0.3)), builders.dataset(), 4, Calibrator().risk)
    assert found is not None
    waterfall.resize(600, 400)
    waterfall.show_patient(found)
    low, metrics = waterfall.minimumSizeHint().height(), waterfall.fontMetrics()
    assert not crowded(found, 600, metrics)
    long = replace(found, parts=tuple(replace(part, column=part.column + 60 * "n") for part in found.parts))
    waterfall.show_patient(long)
    assert crowded(long, 600, metrics) and waterfall.minimumSizeHint().height() > low
    assert not crowded(long, 4000, metrics)
    a_little = replace(found, parts=(replace(found.parts[0], column=22 * "n"), *found.parts[1:]))
    assert not crowded(a_little, 600, metrics), "a letter or two may be left out"
    assert not waterfall.grab().isNull()
    third = waterfall.part_at(28 + 36 * 3.5)
    assert third is not None and third is long.parts[2]


def test_patients_near_the_threshold_are_near_in_log_odds() -> None:
    risks = np.array([0.01, 0.18, 0.2, 0.22, 0.6, 0.0, 1.0])
    near = table.wrong(Show.NEAR, np.zeros(7, np.int8), risks, 0.2)
    assert near.tolist() == [False, True, True, True, False, False, False]
