"""The Calibration tab: before and after side by side, and methods offered with their reasons."""

import math
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.calibration import calibration
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.work import drain
from clinnet_gui.gui.pages.calibration_tab import CalibrationTab, rows
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.results.measure_text import NOT_ESTIMABLE, number, signed
from clinnet_gui.gui.widgets.results.reliability_plot import ReliabilityPlot
from tests.gui.results_study import evaluated


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


def test_the_table_shows_before_and_after(tab: CalibrationTab, session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    by_name = {row[0]: row[1:] for row in tab.measures.texts()}
    for name, show, of in (
        ("Brier score", number, lambda c: c.brier),
        ("log-loss", number, lambda c: c.log_loss),
        ("calibration-in-the-large", signed, lambda c: c.in_the_large),
        ("calibration slope", number, lambda c: c.slope),
        ("ECE, 10 equal-mass bins", number, lambda c: c.errors.mass),
    ):
        before, after = by_name[name]
        assert before.startswith(show(of(evaluation.before).value))
        assert after.startswith(show(of(evaluation.after).value))


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
    plot = ReliabilityPlot()
    qtbot.addWidget(plot)
    risks = np.full(200, 0.1)
    for y in (np.zeros(200, np.int8), (np.arange(200) % 10 == 0).astype(np.int8)):
        flat = drain(calibration(y, risks, curve_of(y, risks), 1))
        plot.show_calibration(flat, flat)
        slope = next(row for row in rows(flat, flat) if row.name == "calibration slope")
        assert math.isnan(flat.slope.value)
        assert slope.cells[0].value == NOT_ESTIMABLE


def test_one_calibration_alone_is_neither_before_nor_after(qtbot: QtBot) -> None:
    evaluation = evaluated().evaluation
    assert evaluation is not None
    plot = ReliabilityPlot(("compared", "risk"))
    qtbot.addWidget(plot)
    plot.show_calibration(None, evaluation.after)
    assert [entry.name for entry in plot.legend.entries] == ["risk"]
    values = plot.values()
    assert values is not None
    assert values.columns[0].tolist() == [1.0] * len(evaluation.after.bins)
    plot.show_calibration(evaluation.before, evaluation.after)
    assert [entry.name for entry in plot.legend.entries] == ["compared", "risk"]
