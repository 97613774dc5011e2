"""Similar patients and what if, through the tab: one search a patient, late ones dropped."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.encoder import fit_encoder
from clinnet_gui.core.explanation.what_if import Answer, Value
from clinnet_gui.gui.pages.patients_tab import PatientsTab
from clinnet_gui.gui.pages.surrounded import STOPPED
from clinnet_gui.gui.pages.what_if_panel import outside, single_networks
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.style import themes
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.widgets.results.patients.value_editor import Field, field_of
from clinnet_gui.gui.widgets.results.patients.what_if_plot import Response, WhatIfPlot
from tests import builders
from tests.gui.results_study import MANY, evaluated, patients_tab


@pytest.fixture
def session(session: Session) -> Session:
    session.study = evaluated(MANY, 0.3)
    return session


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> PatientsTab:
    return patients_tab(session, qtbot)


def _surrounded(session: Session, qtbot: QtBot) -> None:
    def here() -> bool:
        found = session.surroundings
        return found is not None and found.similar.position == session.patient and session.activity is None

    qtbot.waitUntil(here, timeout=20_000)


def test_nothing_is_looked_for_before_the_panel_is_seen(
    tab: PatientsTab, session: Session, qtbot: QtBot
) -> None:
    tab.table.selectRow(0)
    qtbot.waitUntil(lambda: session.explanation is not None and session.activity is None, timeout=20_000)
    assert session.surroundings is None
    tab.panels.setCurrentWidget(tab.similar)
    _surrounded(session, qtbot)


def test_similar_patients_stand_side_by_side_with_their_outcomes(
    tab: PatientsTab, session: Session, qtbot: QtBot
) -> None:
    tab.panels.setCurrentWidget(tab.similar)
    assert "Choose a patient" in tab.similar.state.sentence.text() and not tab.similar.words.isVisible()
    tab.table.selectRow(2)
    _surrounded(session, qtbot)
    found, trained, model = session.surroundings, session.study.trained, tab.similar.model
    assert found is not None and trained is not None
    events = int(found.similar.outcomes.sum())
    assert tab.similar.words.text().startswith(f"{events or 'None'} of the 5 most similar")
    outcomes = [model.index(0, column).data() for column in range(2, 7)]
    assert [text == "▲" for text in outcomes] == [bool(y) for y in found.similar.outcomes]
    first = [str(model.index(row, 0).data()).replace("\u200b", "") for row in range(model.rowCount())]
    units = {"age": "age (years)", "creatinine": "creatinine (mg/dL)", "lactate": "lactate (mmol/L)"}
    assert set(first[2:]) == {units.get(name, name) for name in trained.fit.encoder.names}
    value = trained.dataset.table.column("age").values[trained.dataset.rows[found.similar.rows[0]]]
    assert model.index(first.index("age (years)"), 2).data() == f"{value:g}"
    heads = [model.headerData(column, tab.table.horizontalHeader().orientation()) for column in range(2, 7)]
    assert heads == [trained.dataset.label(row) for row in found.similar.rows.tolist()]


def test_a_quick_walk_through_patients_ends_with_the_last_alone(
    tab: PatientsTab, session: Session, qtbot: QtBot
) -> None:
    tab.panels.setCurrentWidget(tab.what_if)
    for row in range(6):
        tab.table.selectRow(row)
    assert len([lane for lane in Lane if session.running(lane)]) <= 2
    _surrounded(session, qtbot)
    found = session.surroundings
    assert found is not None and found.similar.position == tab.model.position(5)
    known = found.known
    tab.table.selectRow(0)
    _surrounded(session, qtbot)
    assert session.surroundings is not None and session.surroundings.known is known


def test_a_stopped_search_says_so_and_is_not_begun_again(
    tab: PatientsTab, session: Session, qtbot: QtBot
) -> None:
    tab.panels.setCurrentWidget(tab.similar)
    tab.table.selectRow(1)
    session._drop(Lane.SURROUND)
    assert tab.similar.state.sentence.text() == STOPPED
    assert not session.running(Lane.SURROUND)
    qtbot.waitUntil(lambda: session.activity is None, timeout=20_000)
    tab.similar.state.button.click()
    _surrounded(session, qtbot)
    assert tab.similar.table.isVisible() and not tab.similar.state.isVisible()


def test_another_value_changes_the_risk_and_can_be_taken_back(
    tab: PatientsTab, session: Session, qtbot: QtBot
) -> None:
    panel = tab.what_if
    tab.panels.setCurrentWidget(panel)
    tab.table.selectRow(0)
    _surrounded(session, qtbot)
    evaluation = session.study.evaluation
    assert evaluation is not None
    risk = float(evaluation.risks[evaluation.rows == session.patient][0])
    assert panel.words.text().startswith(f"Risk {100 * risk:.1f} % with the values as they are")
    assert panel.changes.text() == "Nothing is changed yet."
    panel.column.setCurrentIndex(panel.column.findData("age"))
    panel.editor.spin.setValue(panel.editor.spin.minimum())
    panel.column.setCurrentIndex(panel.column.findData("sex"))
    other = 1 - panel.editor.levels.currentIndex()
    panel.editor.levels.setCurrentIndex(other)
    assert "→" in panel.words.text()
    assert "age" in panel.changes.text() and "sex" in panel.changes.text()
    scene = session.surroundings
    assert scene is not None
    shown = panel.plot._shown
    assert shown is not None and shown.answer.risk != pytest.approx(risk)
    panel.reset.click()
    assert panel.words.text().startswith(f"Risk {100 * risk:.1f} % with the values as they are")


def test_not_measured_can_be_asked_for_and_the_range_is_that_of_the_data(
    tab: PatientsTab, session: Session, qtbot: QtBot
) -> None:
    panel = tab.what_if
    tab.panels.setCurrentWidget(panel)
    tab.table.selectRow(0)
    _surrounded(session, qtbot)
    panel.column.setCurrentIndex(panel.column.findData("age"))
    trained = session.study.trained
    assert trained is not None
    code = next(code for code in trained.fit.encoder.codes if code.name == "age")
    own = panel.editor.spin.value()
    low, high = code.low, code.high  # type: ignore[union-attr]
    assert panel.editor.spin.minimum() == pytest.approx(min(low, own))
    assert panel.editor.spin.maximum() == pytest.approx(max(high, own))
    panel.editor.absent.setChecked(True)
    assert "age: " in panel.changes.text() and "→ not measured" in panel.changes.text()
    assert "Outside the training data: age" in panel.warning.text(), "no training row lacked its age"
    values = panel.plot.values()
    assert values is not None and values.rows()[-1][0] == "not measured"
    at = panel.plot._shown
    assert at is not None
    spans = [ground.getRegion() for ground in panel.plot._beyond if ground.isVisible()]
    assert any(first < at.place(None) < last for first, last in spans), "hatched where nobody was"
    panel.column.setCurrentIndex(panel.column.findData("creatinine"))
    spans = [ground.getRegion() for ground in panel.plot._beyond if ground.isVisible()]
    shown = panel.plot._shown
    assert shown is not None and shown.field.strange == ()
    assert not any(first < shown.place(None) < last for first, last in spans), "training rows lacked it too"
    tab.table.selectRow(1)
    _surrounded(session, qtbot)
    assert panel.changes.text() == "Nothing is changed yet.", "another patient begins anew"


@pytest.mark.parametrize("percent", [100, 200])
def test_numbers_of_similar_patients_are_never_cut(
    tab: PatientsTab, session: Session, qtbot: QtBot, request: pytest.FixtureRequest, percent: int
) -> None:
    request.addfinalizer(lambda: themes.zoom(100))
    themes.zoom(percent)
    tab.panels.setCurrentWidget(tab.similar)
    tab.table.selectRow(2)
    _surrounded(session, qtbot)
    table, model = tab.similar.table, tab.similar.model
    metrics = table.fontMetrics()
    for row in range(2, model.rowCount()):
        for column in range(1, model.columnCount()):
            text = str(model.index(row, column).data())
            number = text.replace(",", "").replace(".", "").lstrip("-").isdigit()
            assert not number or table.columnWidth(column) >= metrics.horizontalAdvance(text) + 12, text


def test_a_value_can_be_said_to_be_not_measured_with_large_texts(
    tab: PatientsTab, session: Session, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(lambda: themes.zoom(100))
    themes.zoom(150)
    tab.panels.setCurrentWidget(tab.what_if)
    tab.table.selectRow(2)
    _surrounded(session, qtbot)
    panel, absent = tab.what_if, tab.what_if.editor.absent
    qtbot.waitUntil(lambda: absent.mapTo(panel, absent.rect().topRight()).x() < panel.width())


def test_what_lies_beyond_experience_is_said_in_words() -> None:
    usual = Answer(0.2, 0.2, 0.2, 1, (), 0.4, 0.5)
    strange = Answer(0.2, 0.2, 0.2, 1, ("a", "b", "c", "d"), 0.9, 0.5)
    assert not outside(usual)
    assert "a, b, c and 1 more" in outside(strange)
    assert "0.90 away, for 99 in 100 at most 0.50" in outside(strange)
    assert not outside(Answer(0.2, 0.2, 0.2, 1, (), np.nan, np.nan))


def test_ground_is_hatched_beyond_the_training_range_and_at_a_level_never_seen(qtbot: QtBot) -> None:
    column = builders.number("crp", [1.0, 2.0, 9.0, 40.0])
    code = fit_encoder((column,), np.arange(3)).codes[0]
    answer = Answer(0.3, 0.2, 0.4, 4, ("crp",), 0.1, 0.5)
    plot = WhatIfPlot()
    qtbot.addWidget(plot)

    def hatched(field: Field, own: Value) -> list[tuple[float, float]]:
        values = field.levels or (1.0, 20.0, 40.0)
        risks = np.linspace(0.1, 0.4, len(values) + 1)
        plot.show_response(Response(field, (*values, None), risks, own, 0.3, own, answer, None))
        return [ground.getRegion() for ground in plot._beyond if ground.isVisible()]

    numbers = hatched(field_of(code, column, 40.0), 40.0)
    assert numbers[0] == (9.0, 40.0) and numbers[1][0] > 40.0 and len(numbers) == 2
    assert len(hatched(field_of(code, column, 2.0), 2.0)) == 1, "only not measured is strange to training"
    ward = builders.category("ward", ["A", "B", "A", "C"])
    levels = field_of(fit_encoder((ward,), np.arange(3)).codes[0], ward, "C")
    assert levels.strange == ("C", None)
    assert hatched(levels, "C") == [(1.5, 2.5), (2.5, 3.5)]


def test_what_single_networks_know_of_the_patient_is_said() -> None:
    both = Answer(0.2, 0.1, 0.3, 20, (), 0.4, 0.5), Answer(0.2, 0.1, 0.3, 4, (), 0.4, 0.5, unseen=False)
    assert "the 20 networks that did not train on this patient say 10.0 % to 30.0 %" in single_networks(
        both[0]
    )
    assert "all 4 networks, which trained on this patient, say" in single_networks(both[1])
    assert not single_networks(Answer(0.2, 0.2, 0.2, 1, (), 0.4, 0.5))
