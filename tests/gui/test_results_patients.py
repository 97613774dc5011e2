"""The Patients tab: who was missed, and a risk explained in the columns of the file."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.codes import NumberCode
from clinnet_gui.core.data.splitting import four_parts
from clinnet_gui.core.evaluation.deciding import first_decision
from clinnet_gui.core.evaluation.judging import evaluate
from clinnet_gui.core.evaluation.validation.correcting import validate
from clinnet_gui.core.evaluation.validation.stability import stability_of
from clinnet_gui.core.explanation.methods import EXACT, INTEGRATED_GRADIENTS, PERMUTATION
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import drain
from clinnet_gui.gui.pages.cohort_panel import CohortPanel
from clinnet_gui.gui.pages.patient_panel import STOPPED, PatientPanel
from clinnet_gui.gui.pages.patients_tab import PatientsTab
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.style import scaled, theme, themes
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.widgets.results.patients.table import EVENT, FLAG, NOTE, OF_THE_THRESHOLD, RISK, Show
from tests import builders
from tests.gui.results_study import MANY, evaluated, patients_tab

THRESHOLD = 0.3


@pytest.fixture
def session(session: Session) -> Session:
    session.study = evaluated(MANY, THRESHOLD)
    return session


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> PatientsTab:
    return patients_tab(session, qtbot)


def _positions(tab: PatientsTab) -> list[int]:
    return [tab.model.position(row) for row in range(tab.model.rowCount())]


def _explained(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: session.explanation is not None and session.activity is None, timeout=20_000)


def test_the_highest_risk_stands_first(tab: PatientsTab, session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    by_row = dict(zip(evaluation.rows.tolist(), evaluation.risks.tolist(), strict=True))
    risks = [by_row[position] for position in _positions(tab)]
    assert risks == sorted(risks, reverse=True)


@pytest.mark.parametrize("show", [Show.MISSED, Show.FALSE_ALARM])
def test_the_filters_find_the_errors(tab: PatientsTab, session: Session, show: Show) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    tab.filter.setCurrentIndex(list(Show).index(show))
    flagged = evaluation.risks >= THRESHOLD
    missed, alarm = (evaluation.y == 1) & ~flagged, (evaluation.y == 0) & flagged
    wanted = evaluation.rows[missed if show is Show.MISSED else alarm]
    assert wanted.size
    assert set(_positions(tab)) == set(wanted.tolist())
    assert tab.counter.text() == f"{wanted.size} of {evaluation.rows.size} patients"


def test_filters_by_error_wait_for_a_threshold(qtbot: QtBot) -> None:
    session = Session()
    session.study = evaluated()
    tab = PatientsTab(session)
    qtbot.addWidget(tab)

    def offered() -> list[bool]:
        flags = (tab.filter.model().index(i, 0).flags() for i in range(tab.filter.count()))
        return [bool(flag & Qt.ItemFlag.ItemIsEnabled) for flag in flags]

    assert offered() == [show not in OF_THE_THRESHOLD for show in Show]
    session.set_threshold(0.4)
    assert all(offered())
    session.shut_down()


def test_patients_outside_experience_are_found(tab: PatientsTab, session: Session) -> None:
    trained, evaluation = session.study.trained, session.study.evaluation
    assert trained is not None and evaluation is not None
    tab.filter.setCurrentIndex(list(Show).index(Show.OUTSIDE))
    rows = trained.dataset.rows[evaluation.rows]
    codes = [code for code in trained.fit.encoder.codes if isinstance(code, NumberCode)]
    values = np.stack([trained.dataset.table.column(code.name).values[rows] for code in codes], axis=1)
    low, high = np.array([code.low for code in codes]), np.array([code.high for code in codes])
    beyond = ((values < low) | (values > high)).any(axis=1)
    assert set(_positions(tab)) == set(evaluation.rows[beyond].tolist())


def test_the_filters_count_and_an_empty_table_says_why(tab: PatientsTab, session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    flagged = evaluation.risks >= THRESHOLD
    alarms = int(((evaluation.y == 0) & flagged).sum())
    assert tab.filter.itemText(list(Show).index(Show.FALSE_ALARM)) == f"false alarms ({alarms})"
    assert tab.filter.itemText(0) == f"all ({evaluation.rows.size})"
    assert not tab.nobody.isVisible()
    tab.filter.setCurrentIndex(list(Show).index(Show.MISSED))
    tab.search.setText("nobody's id")
    assert tab.model.rowCount() == 0 and tab.nobody.isVisible()
    assert tab.nobody.text() == "No id among “missed events” holds “nobody's id”."
    tab.search.clear()
    session.set_threshold(1e-9)
    assert tab.nobody.text() == "At this threshold no event is missed."
    assert tab.filter.itemText(list(Show).index(Show.MISSED)) == "missed events (0)"


def test_enter_leads_from_the_search_to_its_first_patient(
    tab: PatientsTab, session: Session, qtbot: QtBot
) -> None:
    tab.activateWindow()
    wanted = _positions(tab)[5]
    trained = session.study.trained
    assert trained is not None
    tab.search.setText(trained.dataset.label(wanted))
    qtbot.keyClick(tab.search, Qt.Key.Key_Return)
    assert session.patient == wanted
    qtbot.waitUntil(tab.table.hasFocus)


@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_but_an_id_is_cut_in_the_table(
    tab: PatientsTab, qtbot: QtBot, percent: int, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(lambda: themes.zoom(100))
    themes.zoom(percent)
    tab.resize(1088, 440)
    qtbot.waitUntil(lambda: tab.table.columnWidth(EVENT) == scaled(60))
    view, metrics = tab.table, tab.table.fontMetrics()
    assert not view.horizontalScrollBar().isVisible()
    assert sum(view.columnWidth(column) for column in range(5)) <= view.viewport().width()
    longest = {RISK: ">99.9 %", FLAG: "yes", EVENT: "▲ yes", NOTE: "outside"}
    for column, text in longest.items():
        assert metrics.horizontalAdvance(text) + 14 <= view.columnWidth(column), text
    assert view.columnWidth(0) >= scaled(60)


def test_ctrl_f_leads_to_the_search(tab: PatientsTab, qtbot: QtBot) -> None:
    tab.activateWindow()
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(tab.search.hasFocus)


def test_outcomes_are_told_by_sign_and_colour(tab: PatientsTab, session: Session) -> None:
    evaluation = session.study.evaluation
    assert evaluation is not None
    index = tab.model.index(0, 3)
    event = bool(evaluation.y[evaluation.rows == tab.model.position(0)][0])
    assert index.data() == ("▲ yes" if event else "○ no")
    wanted = theme().event if event else theme().nonevent
    assert index.data(Qt.ItemDataRole.ForegroundRole).name() == wanted.lower()


def test_a_patient_is_found_by_id(tab: PatientsTab, session: Session) -> None:
    trained = session.study.trained
    assert trained is not None
    wanted = _positions(tab)[7]
    tab.search.setText(trained.dataset.label(wanted).lower())
    assert _positions(tab) == [wanted]


def test_choosing_a_row_explains_that_patient(tab: PatientsTab, session: Session, qtbot: QtBot) -> None:
    tab.table.selectRow(3)
    assert session.patient == tab.model.position(3)
    _explained(session, qtbot)
    trained, evaluation = session.study.trained, session.study.evaluation
    assert trained is not None and evaluation is not None and session.patient is not None
    shown = tab.patient.waterfall.shown
    assert shown is not None
    risk = evaluation.risks[evaluation.rows == session.patient][0]
    assert shown.share(shown.total) == pytest.approx(float(risk), abs=1e-6)
    assert shown.base + sum(part.amount for part in shown.parts) == pytest.approx(shown.total, abs=1e-4)
    assert trained.dataset.label(session.patient) in tab.patient.words.text()
    assert "Sum check" in tab.patient.check.text()


def test_values_are_shown_as_the_file_spells_them(tab: PatientsTab, session: Session, qtbot: QtBot) -> None:
    trained = session.study.trained
    assert trained is not None
    creatinine = trained.dataset.table.column("creatinine")
    holes = [p for p in _positions(tab) if not creatinine.present[trained.dataset.rows[p]]]
    session.choose_patient(holes[0])
    _explained(session, qtbot)
    shown = tab.patient.waterfall.shown
    assert shown is not None
    values = {part.column: part.value for part in shown.parts}
    row = int(trained.dataset.rows[holes[0]])
    age = trained.dataset.table.column("age").cells.text(row)
    assert values["creatinine"] == "not measured"
    assert values["age"] == f"{age} years"


def test_integrated_gradients_start_from_the_chosen_reference(
    tab: PatientsTab, session: Session, qtbot: QtBot
) -> None:
    panel: PatientPanel = tab.patient
    tab.table.selectRow(0)
    _explained(session, qtbot)
    with qtbot.waitSignal(session.explained, timeout=20_000):
        panel.method.choose(INTEGRATED_GRADIENTS)
    with qtbot.waitSignal(session.explained, timeout=20_000):
        panel.method.reference.click()
    tab.table.selectRow(5)
    _explained(session, qtbot)
    evaluation, shown = session.study.evaluation, panel.waterfall.shown
    assert evaluation is not None and shown is not None
    first = evaluation.risks[evaluation.rows == tab.model.position(0)][0]
    assert shown.share(shown.base) == pytest.approx(float(first), abs=1e-6)


def test_a_new_calibrator_explains_the_patient_anew(tab: PatientsTab, session: Session, qtbot: QtBot) -> None:
    tab.table.selectRow(0)
    _explained(session, qtbot)
    other = replace(session.study.decision.calibrator, intercept=0.7, slope=0.5)
    decision = replace(session.study.decision, calibrator=other)
    trained = session.study.trained
    assert trained is not None
    session.study = replace(session.study, decision=decision, evaluation=drain(evaluate(trained, decision)))
    with qtbot.waitSignal(session.explained, timeout=20_000):
        session.study_changed.emit()
    evaluation, shown = session.study.evaluation, tab.patient.waterfall.shown
    assert evaluation is not None and shown is not None
    risk = evaluation.risks[evaluation.rows == session.patient][0]
    assert shown.share(shown.total) == pytest.approx(float(risk), abs=1e-6)


def test_the_cohort_is_explained_when_it_is_looked_at(
    tab: PatientsTab, session: Session, qtbot: QtBot
) -> None:
    panel: CohortPanel = tab.cohort
    assert session.study.attribution is None
    tab.panels.setCurrentWidget(panel)
    qtbot.waitUntil(lambda: session.study.attribution is not None, timeout=20_000)
    attribution, evaluation = session.study.attribution, session.study.evaluation
    assert attribution is not None and evaluation is not None
    first = panel.plot.rows[0]
    assert first.column == attribution.columns[int(np.argmax(attribution.importance))]
    assert first.value == pytest.approx(float(attribution.importance.max()))
    assert first.low < first.value < first.high
    assert f"all {evaluation.rows.size} patients shown" in panel.check.text()
    panel.view.setCurrentIndex(2)
    panel.column.setCurrentIndex(1)
    label = panel.dependence.area.getPlotItem().getAxis("bottom").labelText
    assert label.startswith(panel.plot.rows[1].column)
    assert not panel.grab().isNull()


def test_under_warnings_and_large_texts_the_plot_of_one_column_is_not_flat(
    tab: PatientsTab, session: Session, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(lambda: themes.zoom(100))
    panel: CohortPanel = tab.cohort
    tab.panels.setCurrentWidget(panel)
    qtbot.waitUntil(lambda: session.cohort is not None, timeout=20_000)
    panel.view.setCurrentIndex(2)
    themes.zoom(150)
    tab.resize(1088, 300)
    qtbot.waitUntil(lambda: panel.dependence.area.height() >= 220)


def test_few_columns_are_explained_exactly_and_random_orders_have_whiskers(
    tab: PatientsTab, session: Session, qtbot: QtBot
) -> None:
    panel: PatientPanel = tab.patient
    tab.table.selectRow(0)
    _explained(session, qtbot)
    assert panel.method.method == EXACT
    exact = panel.waterfall.shown
    with qtbot.waitSignal(session.explained, timeout=20_000):
        panel.method.choose(PERMUTATION)
    wide = panel.waterfall.shown
    assert panel.method.more.isVisible()
    with qtbot.waitSignal(session.explained, timeout=20_000):
        panel.method.more.click()
    narrow = panel.waterfall.shown
    assert exact is not None and wide is not None and narrow is not None
    assert all(part.margin == 0 for part in exact.parts)
    assert max(part.margin for part in narrow.parts) < max(part.margin for part in wide.parts)
    assert not panel.method.more.isVisible()
    truth = {part.column: part.amount for part in exact.parts}
    assert all(abs(part.amount - truth[part.column]) < 0.05 for part in narrow.parts)


def test_a_stopped_explanation_is_said_to_be_stopped(
    tab: PatientsTab, session: Session, qtbot: QtBot
) -> None:
    tab.table.selectRow(0)
    session.discard()
    assert not session.running(Lane.EXPLAIN)
    assert tab.patient.state.sentence.text() == STOPPED
    qtbot.waitUntil(lambda: session.activity is None, timeout=20_000)


def _wide() -> Study:
    """Forty-five columns, one of whose names reads like HTML."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(600, 45))
    y = (rng.random(600) < 1 / (1 + np.exp(1.2 - values[:, 0] * 1.5))).astype(np.int8)
    names = ["<b>eGFR</b> <60", *(f"lab {i}" for i in range(1, 45))]
    columns = [builders.number(name, values[:, i].round(3)) for i, name in enumerate(names)]
    data = builders.from_columns(columns, y)
    split = four_parts(data, builders.SEED)
    trained = drain(train(data, split, builders.small()))
    decision = first_decision(trained)
    evaluation = drain(evaluate(trained, decision))
    return replace(Study(), table=data.table, trained=trained, decision=decision, evaluation=evaluation)


def test_many_columns_are_joined_and_names_stay_literal(session: Session, qtbot: QtBot) -> None:
    session.study = _wide()
    tab = PatientsTab(session)
    qtbot.addWidget(tab)
    tab.show()
    tab.table.selectRow(0)
    _explained(session, qtbot)
    shown = tab.patient.waterfall.shown
    assert shown is not None
    assert len(shown.parts) == 11
    assert tab.patient.method.method == PERMUTATION
    assert shown.parts[-1].column == "other 35 columns"
    assert shown.base + sum(part.amount for part in shown.parts) == pytest.approx(shown.total, abs=1e-4)
    assert any(part.column == "<b>eGFR</b> <60" for part in shown.parts)
    assert not tab.grab().isNull()


def test_a_patient_of_covered_rows_leaves_the_panel_when_the_test_opens(
    tab: PatientsTab, session: Session, qtbot: QtBot
) -> None:
    tab.table.selectRow(0)
    _explained(session, qtbot)
    assert tab.patient.waterfall.shown is not None
    tab.table.scrollToBottom()
    session.open_test()
    qtbot.waitUntil(lambda: session.activity is None, timeout=20_000)
    assert tab.patient.waterfall.shown is None
    assert "Choose a patient" in tab.patient.state.sentence.text()
    assert tab.table.verticalScrollBar().value() == 0
    tab.table.selectRow(1)
    _explained(session, qtbot)
    assert tab.patient.waterfall.shown is not None


def test_a_risk_is_told_beside_those_of_networks_refitted_without_the_patient(
    tab: PatientsTab, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluation, trained = session.study.evaluation, session.study.trained
    assert evaluation is not None and trained is not None
    tab.table.selectRow(0)
    _explained(session, qtbot)
    assert not tab.patient.stability.isVisible()
    made = drain(validate(trained, session.study.decision, builders.refits(trained)))
    monkeypatch.setattr(Study, "corrected", property(lambda _: made))
    session.study_changed.emit()
    assert made.ground is not None and session.patient is not None
    risk = float(evaluation.risks[evaluation.rows == session.patient][0])
    found = stability_of(made.ground, session.patient, risk, THRESHOLD)
    assert found is not None
    said = tab.patient.stability.text()
    assert said.startswith(f"Of 40 networks refitted on samples of the patients, the {found.unseen} without")
    assert f"say {100 * found.low:.1f} % to {100 * found.high:.1f} %;" in said
    assert f"{100 * found.flips:.0f} % of those put the risk on the other side of the threshold" in said


def test_a_column_of_notes_takes_no_room_where_there_is_none(tab: PatientsTab) -> None:
    noted = any(tab.model.index(row, NOTE).data() for row in range(tab.model.rowCount()))
    assert noted and not tab.table.isColumnHidden(NOTE)
    tab.table.show_notes(False)
    assert tab.table.isColumnHidden(NOTE)
