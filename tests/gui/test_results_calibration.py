"""The Calibration tab: before and after side by side, and methods offered with their reasons."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.evaluation.calibration import calibration
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.resampled import resample
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.work import drain
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.pages.calibration_tab import CalibrationTab
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings
from clinnet_gui.gui.style import Preference, themes
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.widgets.results.calibration.body import Figures
from clinnet_gui.gui.widgets.results.calibration.calibrator_choice import doubt
from clinnet_gui.gui.widgets.results.calibration.plot import CalibrationPlot
from clinnet_gui.gui.widgets.results.calibration.reliability_plot import ReliabilityPlot
from clinnet_gui.gui.widgets.results.calibration.rows import rows
from clinnet_gui.gui.widgets.results.calibration.view import View, why_hidden
from clinnet_gui.gui.widgets.results.measure_text import NOT_ESTIMABLE, SUPPRESSED, number, signed
from tests.gui.conftest import Rest
from tests.gui.results_study import evaluated
from tests.unit.evaluation.samples import drawn


@pytest.fixture
def session(session: Session) -> Session:
    session.study = evaluated()
    return session


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> CalibrationTab:
    made = CalibrationTab(session)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_table_shows_before_and_after(tab: CalibrationTab, session: Session, qtbot: QtBot) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    by_name = {row[0]: row[1:] for row in tab.measures.texts()}
    for name, show, of in (
        ("Brier score", number, lambda c: c.brier),
        ("log-loss", number, lambda c: c.log_loss),
        ("calibration-in-the-large", signed, lambda c: c.in_the_large),
        ("calibration slope", number, lambda c: c.slope),
        ("ECE, 10 equal groups", number, lambda c: c.errors.mass),
    ):
        before, after = by_name[name]
        assert before == "", "no recalibration: nothing is told twice"
        assert after.startswith(show(of(evaluation.after).value))
    assert tab.measures.headings() == ("", "", "")
    session.choose_calibrator(Method.INTERCEPT)
    qtbot.waitUntil(lambda: tab.measures.headings() == ("", "before", "after"), timeout=20_000)
    evaluation = session.study.evaluation
    assert evaluation is not None
    _, before, after = next(row for row in tab.measures.texts() if row[0] == "Brier score")
    assert before.startswith(number(evaluation.before.brier.value))
    assert after.startswith(number(evaluation.after.brier.value))


def test_a_method_is_chosen_by_its_button(tab: CalibrationTab, session: Session, qtbot: QtBot) -> None:
    for method in (Method.INTERCEPT, Method.TEMPERATURE):
        tab.choice.buttons[method].click()
        qtbot.waitUntil(lambda: session.activity is None, timeout=20_000)
        assert session.study.decision.calibrator.method is method
    slope = session.study.decision.calibrator.slope
    assert f"{1 / slope:.3f}" in tab.choice.fitted.text()


def test_a_method_that_is_not_offered_says_why(tab: CalibrationTab, session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    refused = next(offer for offer in evaluation.offers if offer.method is Method.ISOTONIC)
    assert refused.refusal
    assert not tab.choice.buttons[Method.ISOTONIC].isEnabled()
    assert tab.choice.note(Method.ISOTONIC).casefold() == refused.refusal.casefold()


def test_a_measure_alerts_where_its_interval_leaves_out_the_ideal(session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    off = replace(evaluation.after, slope=Measure(0.5, 0.4, 0.6), in_the_large=Measure(0.1, -0.1, 0.3))
    alerts = {row.name: row.cells[1].alert for row in rows(evaluation.before, off)}
    assert alerts["calibration slope"]
    assert not alerts["calibration-in-the-large"]


def test_both_calibrations_are_drawn_with_wilson_bars(qtbot: QtBot, session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    plot = ReliabilityPlot()
    plot.show_calibration(None, evaluation.after)
    assert [entry.name for entry in plot.legend.entries] == ["risks"], "nothing is before or after it"
    qtbot.addWidget(plot)
    plot.show_calibration(evaluation.before, evaluation.after)
    values = plot.values()
    assert values is not None
    by_name = dict(zip(values.names, values.columns, strict=True))
    after = by_name["after"] == 1
    assert after.sum() == len(evaluation.after.bins)
    assert (~after).sum() == len(evaluation.before.bins)
    assert by_name["n"][after].sum() == evaluation.y.size
    assert ((by_name["low"] <= by_name["observed"]) & (by_name["observed"] <= by_name["high"])).all()


def test_constant_risks_and_a_single_class_are_drawn_without_a_crash(qtbot: QtBot) -> None:
    plot, small = CalibrationPlot(), ReliabilityPlot()
    for widget in (plot, small):
        qtbot.addWidget(widget)
    risks = np.full(200, 0.1)
    for y in (np.zeros(200, np.int8), (np.arange(200) % 10 == 0).astype(np.int8)):
        flat = judged(y, risks)
        small.show_calibration(flat, flat)
        plot.show_calibration(flat, flat, View(loess=True, steps=True, line=True, equal_width=True))
        slope = next(row for row in rows(flat, flat) if row.name == "calibration slope")
        assert math.isnan(flat.slope.value)
        assert slope.cells[0].value == (NOT_ESTIMABLE if y.any() else SUPPRESSED.value)


def judged(y: Bytes, risks: Floats) -> Calibration:
    return drain(calibration(y, risks, curve_of(y, risks), 1))


def test_groups_are_cut_as_asked_and_hold_everybody(tab: CalibrationTab, session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    assert len(tab.panel.plot.bins[1]) == 10
    tab.panel.controls.bins.setValue(5)
    assert [b.observed.n for b in tab.panel.plot.bins[1]] == [evaluation.y.size // 5] * 5
    tab.panel.controls.cut.setCurrentIndex(1)
    assert all(b.high <= 0.2 * (i + 1) + 1e-9 for i, b in enumerate(tab.panel.plot.bins[1]))
    assert sum(b.observed.n for b in tab.panel.plot.bins[1]) == evaluation.y.size


def test_the_numbers_of_the_plot_are_its_groups_and_curves(tab: CalibrationTab, session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    tab.panel.plot.show_calibration(evaluation.before, evaluation.after, View())
    values = tab.panel.plot.values()
    assert values is not None
    sets, observed = values.columns[0], values.columns[2]
    assert sets.count("after, group") == len(evaluation.after.bins)
    curve = [v for name, v in zip(sets, observed, strict=True) if name == "before, curve"]
    np.testing.assert_allclose(curve, evaluation.before.smooths.flexible[:, 1])


def test_a_curve_of_few_events_is_hidden_with_its_reason(qtbot: QtBot, tab: CalibrationTab) -> None:
    y, z = drawn(600, intercept=-1.5)
    few = judged(y, expit(z))
    assert 10 <= y.sum() < 100
    tab.panel.controls.show_reason(few)
    assert not tab.panel.controls.view.curve and not tab.panel.controls.overlays["curve"].isChecked()
    assert f"Only {y.sum()} events" in tab.panel.controls.reason.text()
    tab.panel.controls.overlays["curve"].click()  # she may look at it all the same
    assert tab.panel.controls.view.curve
    many, w = drawn(600)
    assert why_hidden(judged(many, expit(w))) == ""


def test_where_no_curve_can_be_fitted_the_reason_is_said(tab: CalibrationTab) -> None:
    y = (np.arange(400) % 2).astype(np.int8)
    flat, split = judged(y, np.full(400, 0.08)), judged(np.sort(y), np.linspace(0.1, 0.9, 400))
    assert why_hidden(flat) == "All risks are 8.0 %: there is no curve."
    assert "without a mistake" in why_hidden(split)
    assert "only one outcome" in why_hidden(judged(np.zeros(400, np.int8), np.linspace(0.1, 0.9, 400)))
    tab.panel.controls.show_reason(flat)
    assert not any(tab.panel.controls.overlays[name].isEnabled() for name in ("curve", "loess", "line"))


@pytest.mark.parametrize(("rows", "how"), [(2_000, "every patient"), (6_000, "groups of patients")])
def test_loess_is_there_for_any_number_and_says_how_it_came(tab: CalibrationTab, rows: int, how: str) -> None:
    y, z = drawn(rows)
    tab.panel.controls.show_reason(judged(y, expit(z)))
    box = tab.panel.controls.overlays["loess"]
    assert box.isEnabled()
    assert how in box.accessibleDescription()


def test_the_group_under_the_pointer_is_said_in_words(tab: CalibrationTab) -> None:
    group = tab.panel.plot.bins[1][2]
    assert f"{tab.panel.plot.bins[1][-1].observed.events:,} of" in tab.panel.told.text()
    tab.panel.plot.hovered.emit(group.predicted, 0.5)
    assert tab.panel.told.text().startswith(f"Among patients told about {100 * group.predicted:.0f}")
    assert f"{group.observed.events} events" in tab.panel.plot.readout.text()
    tab.panel.plot.hovered.emit(0.9999, 0.5)
    assert f"{tab.panel.plot.bins[1][-1].observed.events:,} of" in tab.panel.told.text()


def test_under_ten_events_no_measure_is_shown() -> None:
    y, z = drawn(300, intercept=-4.0)
    assert 0 < y.sum() < 10
    (cells,) = {row.cells for row in rows(judged(y, expit(z)))}
    assert cells[0] == SUPPRESSED


def test_a_narrow_table_leaves_room_for_its_head(qtbot: QtBot) -> None:
    head, button = QHBoxLayout(), QPushButton("A head that is wider than the table below it")
    head.addWidget(button)
    figures = Figures(head, QLabel("narrow"))
    qtbot.addWidget(figures)
    assert figures.minimumSizeHint().width() > button.sizeHint().width()


def test_a_bootstrap_gives_intervals_to_what_has_none(
    tab: CalibrationTab, session: Session, qtbot: QtBot
) -> None:
    def ici() -> str:
        return next(row[2] for row in tab.measures.texts() if row[0] == "ICI, by spline")

    assert "(" not in ici() and not tab.resample.isEnabled()  # asked for as soon as it is looked at
    qtbot.waitUntil(lambda: session.activity is None, timeout=60_000)
    assert "(" in ici() and not tab.resample.isVisible()
    assert not session.unsaved


def test_a_bootstrap_that_was_stopped_is_asked_for_again_by_the_button_alone(
    tab: CalibrationTab, session: Session, qtbot: QtBot
) -> None:
    session.discard()
    qtbot.waitUntil(lambda: session.activity is None, timeout=60_000)
    tab.hide()
    tab.show()
    assert session.activity is None and tab.resample.isVisible() and tab.resample.isEnabled()
    tab.resample.click()
    assert session.running(Lane.RESAMPLE) is not None and not tab.resample.isEnabled()


def test_a_tab_that_nobody_looks_at_asks_for_nothing(session: Session, qtbot: QtBot) -> None:
    made = CalibrationTab(session)
    qtbot.addWidget(made)
    made.refresh()
    assert session.activity is None


def test_the_choice_can_be_left_to_the_rows(tab: CalibrationTab, session: Session, qtbot: QtBot) -> None:
    chosen = session.study.decision.calibrator
    tab.choice.buttons[Method.INTERCEPT].click()
    qtbot.waitUntil(lambda: session.activity is None, timeout=20_000)
    tab.choice.automatic.click()
    qtbot.waitUntil(lambda: session.activity is None, timeout=20_000)
    assert session.study.decision.calibrator == chosen
    assert tab.choice.buttons[chosen.method].isChecked()


def test_temperature_that_leaves_an_average_wrong_is_doubted() -> None:
    y, z = drawn(2000, intercept=0.6)
    off = judged(y, expit(z))
    assert "cannot shift" in doubt(Calibrator(Method.TEMPERATURE, slope=0.9), off)
    assert doubt(Calibrator(Method.PLATT, 0.6, 0.9), off) == ""
    assert doubt(Calibrator(Method.TEMPERATURE), judged(*right())) == ""


def right() -> tuple[Bytes, Floats]:
    y, z = drawn(2000, seed=3)
    return y, expit(z)


def test_the_axes_end_at_the_largest_risk_or_show_the_whole_scale(qtbot: QtBot) -> None:
    plot = CalibrationPlot()
    qtbot.addWidget(plot)
    y, z = drawn(2000, centre=-4.0)
    low = judged(y, expit(z))
    plot.show_calibration(None, low, View())
    (_, right_end), (_, top) = plot.area.getPlotItem().getViewBox().viewRange()
    assert right_end == pytest.approx(top, abs=0.05)
    assert right_end < 0.7
    plot.show_calibration(None, low, View(zoomed=False))
    assert plot.area.getPlotItem().getViewBox().viewRange()[0][1] > 1


@pytest.mark.parametrize(("width", "height"), [(600, 420), (900, 380), (500, 500), (360, 800)])
def test_the_diagonal_stands_at_45_degrees(qtbot: QtBot, width: int, height: int) -> None:
    plot = CalibrationPlot()
    qtbot.addWidget(plot)
    plot.resize(width, height)
    plot.show_calibration(None, judged(*right()), View())
    plot.show()
    box = plot.area.getPlotItem().getViewBox()

    def steepness() -> float:
        across, up = box.viewPixelSize()
        return float(across / up)

    qtbot.waitUntil(lambda: abs(steepness() - 1) < 0.03, timeout=2_000)


@pytest.fixture
def window_tab(session: Session, qtbot: QtBot) -> CalibrationTab:
    """The tab as large as it stands in a window of 1280 x 720."""
    made = CalibrationTab(session)
    qtbot.addWidget(made)
    made.resize(1088, 495)
    made.show()
    return made


def bars(tab: CalibrationTab) -> list[QScrollBar]:
    return [area.verticalScrollBar() for area in tab.findChildren(QScrollArea) if scrolls(area)]


def scrolls(area: QScrollArea) -> bool:
    return area.isVisible() and area.verticalScrollBar().maximum() > 0


def in_sight(tab: CalibrationTab, part: QWidget) -> bool:
    """Whether all of a part lies within the tab as it stands."""
    return tab.rect().contains(QRect(part.mapTo(tab, QPoint(0, 0)), part.size()))


def test_plot_sentence_and_choice_are_in_sight_in_a_small_window(
    window_tab: CalibrationTab, qtbot: QtBot
) -> None:
    tab = window_tab
    qtbot.waitUntil(lambda: len(bars(tab)) == 1, timeout=2_000)
    assert not tab.body.sides.stacked
    for part in (tab.sentence, tab.panel, tab.choice):
        assert in_sight(tab, part), part
    assert not any(a.horizontalScrollBar().maximum() > 0 for a in tab.findChildren(QScrollArea))


@pytest.mark.parametrize(("width", "height"), [(1088, 260), (700, 495), (1088, 900), (1700, 900)])
def test_there_is_never_more_than_one_scroll_bar(
    window_tab: CalibrationTab, qtbot: QtBot, width: int, height: int
) -> None:
    window_tab.resize(width, height)
    qtbot.waitUntil(lambda: len(bars(window_tab)) <= 1, timeout=2_000)
    window_tab.resize(1088, 495)
    qtbot.waitUntil(lambda: in_sight(window_tab, window_tab.choice) and len(bars(window_tab)) == 1)


def test_large_texts_put_the_table_under_the_plot_and_scroll_the_page(
    window_tab: CalibrationTab, qtbot: QtBot
) -> None:
    window_tab.resize(850, 495)
    themes.zoom(150)
    try:
        qtbot.waitUntil(lambda: window_tab.body.sides.stacked and len(bars(window_tab)) == 1, timeout=2_000)
        assert bars(window_tab) == [window_tab.body.page.verticalScrollBar()]
    finally:
        themes.zoom(100)
    window_tab.resize(1088, 495)
    qtbot.waitUntil(lambda: in_sight(window_tab, window_tab.choice) and len(bars(window_tab)) == 1)


def test_the_controls_stand_where_they_leave_the_larger_plot(
    window_tab: CalibrationTab, qtbot: QtBot
) -> None:
    plot, controls = window_tab.panel.plot, window_tab.panel.controls

    def beside() -> bool:
        return controls.x() > plot.geometry().right()

    qtbot.waitUntil(beside, timeout=2_000)
    window_tab.resize(1088, 900)
    qtbot.waitUntil(lambda: controls.y() > plot.geometry().bottom(), timeout=2_000)
    window_tab.resize(1088, 495)
    qtbot.waitUntil(beside, timeout=2_000)


def test_methods_that_are_not_offered_are_said_once_for_each_reason(tab: CalibrationTab) -> None:
    said = tab.choice.refused.text()
    assert said.startswith("Not offered: ") and "Isotonic" in said
    assert tab.choice.note(Method.NONE) in tab.choice.buttons[Method.NONE].accessibleDescription()


def test_errors_within_what_chance_gives_begin_at_0_and_are_no_alert() -> None:
    y, z = drawn(400)
    off = judged(y, expit(z + 1))
    right = replace(off, errors=replace(off.errors, smooth=Measure(0.03, 0.0, 0.05, "by chance")))
    wrong = replace(off, errors=replace(off.errors, smooth=Measure(0.09, 0.04, 0.15, "beyond")))
    cells = {row.name: row.cells for row in rows(right, wrong)}["smooth ECE"]
    assert [cell.alert for cell in cells] == [False, True]
    assert cells[0].interval == "(0.000–0.050)" and "by chance" in cells[0].tooltip


def test_every_figure_has_an_interval_and_a_method_after_the_bootstrap() -> None:
    y, z = drawn(300)
    found = drain(resample(judged(y, expit(z)), y, expit(z), 1, times=20)).calibration
    for row in rows(found):
        if row.name not in ("both at once, p", "Spiegelhalter's z", "  by chance alone, up to"):
            assert row.cells[0].interval, row.name
        assert row.cells[0].tooltip, row.name


def test_average_and_slope_name_their_likelihood_ratio_tests() -> None:
    y, z = drawn(400)
    found = judged(y, expit(0.5 + 1.4 * z))
    told = {row.name: row.cells[0].tooltip for row in rows(found)}
    for name, test in (
        ("calibration-in-the-large", found.tests.large),
        ("calibration slope", found.tests.slope),
    ):
        assert f"chi-squared {test.chi2:.2f}, 1 degree of freedom" in told[name]
        assert (f"p {test.p:.3f}" if test.p >= 0.001 else "p <0.001") in told[name]


@pytest.mark.parametrize(("events", "unstable"), [(9, False), (10, True), (99, True), (100, False)])
def test_only_figures_that_are_shown_are_called_unstable(
    session: Session, qtbot: QtBot, events: int, unstable: bool
) -> None:
    study, y = session.study, np.zeros(300, np.int8)
    y[:events] = 1
    assert study.evaluation is not None
    after = judged(y, expit(drawn(300)[1]))
    session.study = replace(study, evaluation=replace(study.evaluation, before=after, after=after))
    made = CalibrationTab(session)
    qtbot.addWidget(made)
    assert made.unstable.isHidden() is not unstable
    assert ("too few" in made.measures.texts()[0]) is (events < 10)


def test_texts_that_were_large_for_a_while_leave_everything_as_it_stood(
    session: Session, rest: Rest, qtbot: QtBot
) -> None:
    session.choose_calibrator(Method.INTERCEPT)
    rest()
    window = MainWindow(session, Settings(), Crashes())
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.show_step("results")
    session.tab_requested.emit("Calibration")
    tab = window.findChild(CalibrationTab)
    assert tab is not None

    def usual() -> bool:
        return not tab.body.sides.stacked and len(bars(tab)) == 1 and in_sight(tab, tab.choice)

    qtbot.waitUntil(usual)
    try:
        themes.zoom(150)
        themes.choose(Preference.DARK)
        qtbot.waitUntil(lambda: tab.body.sides.stacked and len(bars(tab)) == 1)
        themes.zoom(100)
        themes.choose(Preference.LIGHT)
        qtbot.waitUntil(usual)
    finally:
        themes.zoom(100)
        themes.choose(Preference.SYSTEM)
    session.unsaved = False


def test_the_error_over_groups_is_told_by_each_way_of_cutting_them() -> None:
    y, z = drawn(400)
    found = judged(y, expit(z))
    shown = {row.name.strip(): row.cells[0].value for row in rows(found)}
    errors = found.errors
    for name, error in (
        ("ECE, 10 equal groups", errors.mass),
        ("ECE, 10 equal widths", errors.width),
        ("of 15 widths", errors.width_fine),
    ):
        assert shown[name] == f"{error.value:.3f}", name
