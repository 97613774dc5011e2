"""From a group of the calibration plot to its patients, and back to all of them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.evaluation.evaluation import Bin, Evaluation
from clinnet_gui.core.evaluation.risk_group import RiskGroup
from clinnet_gui.gui.pages.patients_tab import strays_text
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.results.patients.table import Show
from tests.gui.results_study import MANY, evaluated


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ResultsPage:
    session.study = evaluated(MANY, 0.3)
    made = ResultsPage(session)
    qtbot.addWidget(made)
    made.resize(1064, 640)
    made.show()
    made.tabs.setCurrentIndex(1)
    box = made.calibration.panel.plot.area.getPlotItem().getViewBox()
    qtbot.waitUntil(lambda: abs(box.viewPixelSize()[0] / box.viewPixelSize()[1] - 1) < 0.03)  # laid out
    return made


def judged(session: Session) -> Evaluation:
    evaluation = session.study.evaluation
    assert evaluation is not None
    return evaluation


def shown(page: ResultsPage) -> set[int]:
    model = page.patients.model
    return {model.position(row) for row in range(model.rowCount())}


def inside(group: Bin, of: Evaluation) -> set[int]:
    return set(of.rows[(of.honest >= group.low) & (of.honest <= group.high)].tolist())


def place(page: ResultsPage, x: float, y: float) -> QPoint:
    """Where on the drawing area a point of the calibration plot stands."""
    area = page.calibration.panel.plot.area
    return area.mapFromScene(area.getPlotItem().getViewBox().mapViewToScene(QPointF(x, y)))


def test_a_click_on_a_point_shows_its_patients(page: ResultsPage, session: Session, qtbot: QtBot) -> None:
    plot = page.calibration.panel.plot
    group = plot.bins[1][6]
    at = place(page, group.predicted, group.observed.value)
    qtbot.mouseMove(plot.area.viewport(), at)
    qtbot.mouseClick(plot.area.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.group == RiskGroup.of(group)
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Patients"
    assert shown(page) == inside(group, judged(session))
    assert len(shown(page)) == group.observed.n
    assert page.patients.group.isVisible()
    assert f"{100 * group.low:.1f} to {100 * group.high:.1f} %" in page.patients.group.text()


def test_a_click_beside_the_points_names_the_group(page: ResultsPage, session: Session, qtbot: QtBot) -> None:
    panel = page.calibration.panel
    group = panel.plot.bins[1][7]
    away = group.observed.value + (0.3 if group.observed.value < 0.4 else -0.3)
    at = place(page, group.predicted, away)
    qtbot.mouseClick(panel.plot.area.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.group is None and page.tabs.currentIndex() == 1
    span = f"{100 * group.low:.1f} to {100 * group.high:.1f} %"
    assert panel.patients.text() == f"Show the {group.observed.n} patients with risks of {span}"
    panel.patients.click()
    assert shown(page) == inside(group, judged(session))


def test_the_arrow_keys_pick_a_group(page: ResultsPage, session: Session, qtbot: QtBot) -> None:
    panel = page.calibration.panel
    bins = panel.plot.bins[1]
    assert panel.plot.group is bins[-1]
    for wanted, key in ((-1, Qt.Key.Key_Left), (-2, Qt.Key.Key_Left), (-1, Qt.Key.Key_Right)):
        qtbot.keyClick(panel.plot.area, key)
        assert panel.plot.group is bins[wanted]
    for _ in range(20):
        qtbot.keyClick(panel.plot.area, Qt.Key.Key_Left)
    assert panel.plot.group is bins[0]
    assert f"{bins[0].observed.events:,} of" in panel.told.text()
    qtbot.keyClick(panel.patients, Qt.Key.Key_Space)
    assert shown(page) == inside(bins[0], judged(session))
    panel.controls.bins.setValue(5)
    assert panel.plot.group is panel.plot.bins[1][-1]


def test_the_chip_brings_all_patients_back(page: ResultsPage, session: Session) -> None:
    tab, evaluation = page.patients, judged(session)
    session.show_group(RiskGroup.of(evaluation.after.bins[3]))
    assert tab.counter.text().startswith(f"{evaluation.after.bins[3].observed.n} of")
    tab.group.click()
    assert session.group is None and not tab.group.isVisible() and not tab.strays.isVisible()
    assert shown(page) == set(evaluation.rows.tolist())


def test_a_group_combines_with_search_and_filter_and_starts_without(
    page: ResultsPage, session: Session
) -> None:
    tab, evaluation = page.patients, judged(session)
    tab.search.setText("no such patient")
    tab.filter.setCurrentIndex(list(Show).index(Show.OUTSIDE))
    group = evaluation.after.bins[-1]
    session.show_group(RiskGroup.of(group))
    assert tab.search.text() == "" and shown(page) == inside(group, evaluation)
    tab.filter.setCurrentIndex(list(Show).index(Show.FALSE_ALARM))
    alarms = set(evaluation.rows[(evaluation.y == 0) & (evaluation.risks >= 0.3)].tolist())
    assert shown(page) == inside(group, evaluation) & alarms
    tab.filter.setCurrentIndex(0)
    trained = session.study.trained
    assert trained is not None
    one = sorted(inside(group, evaluation))[0]
    tab.search.setText(trained.dataset.label(one))
    assert shown(page) == {one}
    tab.group.click()
    assert tab.search.text() == trained.dataset.label(one)


def test_a_group_ends_with_the_risks_it_was_cut_from(
    page: ResultsPage, session: Session, qtbot: QtBot
) -> None:
    session.show_group(RiskGroup.of(judged(session).after.bins[2]))
    session.set_threshold(0.25)
    assert session.group is not None
    session.choose_calibrator(Method.INTERCEPT)
    qtbot.waitUntil(lambda: session.activity is None, timeout=20_000)
    assert session.group is None and not page.patients.group.isVisible()
    assert len(shown(page)) == judged(session).rows.size


def test_uncalibrated_and_cross_fitted_groups_say_so(
    page: ResultsPage, session: Session, qtbot: QtBot
) -> None:
    session.choose_calibrator(Method.PLATT)
    qtbot.waitUntil(lambda: session.activity is None, timeout=20_000)
    tab, evaluation = page.patients, judged(session)
    page.tabs.setCurrentIndex(3)
    bins = evaluation.before.bins
    page.calibration.panel.plot.entered.emit(bins[4], True)
    assert session.group == RiskGroup(bins[4].low, bins[4].high, raw=True)
    raw = 1 / (1 + np.exp(-evaluation.logits))
    within = (raw >= bins[4].low - 1e-12) & (raw <= bins[4].high + 1e-12)
    assert shown(page) == set(evaluation.rows[within].tolist())
    assert tab.group.text().startswith("uncalibrated risk")
    crossed = [RiskGroup.of(group) for group in evaluation.after.bins]
    said = [strays_text(group, evaluation) for group in crossed]
    assert [bool(text) for text in said] == [group.strays(evaluation) > 0 for group in crossed]
    assert all("had not seen the patient" in text for text in said if text)
