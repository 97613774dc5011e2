"""What stands where a result will be: how far it is, why there is none, and the way to try again."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.characteristics import By
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.work import Progress, Work
from clinnet_gui.gui import dialogs, farewell
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.operations import groups, patients, results
from clinnet_gui.gui.pages.cohort_panel import whom
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings
from clinnet_gui.gui.tasks import Lane
from clinnet_gui.gui.widgets.work_state import WorkState
from tests.builders import Patients
from tests.gui.results_study import evaluated, refused, results_page


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ResultsPage:
    session.study = evaluated()
    return results_page(session, qtbot)


def endless(*_: object, **__: object) -> Work[None]:
    """Work that goes on until it is stopped."""
    while True:
        yield Progress("Half of it is done", 0.5)


def _patient(page: ResultsPage, session: Session) -> None:
    page.patients.table.selectRow(0)


def _all(page: ResultsPage, session: Session) -> None:
    page.patients.panels.setCurrentWidget(page.patients.cohort)


def _similar(page: ResultsPage, session: Session) -> None:
    page.patients.panels.setCurrentWidget(page.patients.similar)
    page.patients.table.selectRow(0)


def _what_if(page: ResultsPage, session: Session) -> None:
    page.patients.panels.setCurrentWidget(page.patients.what_if)
    page.patients.table.selectRow(0)


def _columns(page: ResultsPage, session: Session) -> None:
    page.overview.panels.setCurrentWidget(page.overview.characteristics)


def _panel(page: ResultsPage, title: str) -> QWidget:
    panels = page.validation.panels
    panels.setCurrentIndex([panels.tabText(i) for i in range(panels.count())].index(title))
    area = panels.currentWidget()
    assert area is not None
    return area


def _leave_out(page: ResultsPage, session: Session) -> None:
    _panel(page, "Groups").findChildren(WorkState)[0].acted.emit()


def _divide(page: ResultsPage, session: Session) -> None:
    _panel(page, "Subgroups").findChildren(WorkState)[0].acted.emit()


Asked = tuple[str, ModuleType, str, Callable[[ResultsPage, Session], None]]
ASKED: list[Asked] = [
    ("Overview", results, "describing", _columns),
    ("Patients", patients, "explaining", _patient),
    ("Patients", patients, "explaining_cohort", _all),
    ("Patients", patients, "surrounding", _similar),
    ("Patients", patients, "surrounding", _what_if),
    ("Validation", groups, "transporting", _leave_out),
    ("Validation", groups, "dividing", _divide),
]


def _shown(page: ResultsPage) -> WorkState:
    """The one state that is to be seen."""
    (state,) = (s for s in page.findChildren(WorkState) if s.isVisible())
    return state


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: f"{asked[2]}{asked[3].__name__}")
def test_what_is_made_failed_or_was_stopped_is_said_where_it_would_stand(
    page: ResultsPage,
    session: Session,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    asked: Asked,
) -> None:
    tab, module, work, ask = asked
    monkeypatch.setattr(patients, "explaining", endless)  # of which nothing is asked here but in its own turn
    monkeypatch.setattr(module, work, endless)
    session.show_tab("results", tab)
    ask(page, session)
    qtbot.waitUntil(lambda: any(s.bar.isVisible() for s in page.findChildren(WorkState)))
    qtbot.waitUntil(lambda: _shown(page).bar.maximum() == 1_000 and _shown(page).bar.value() == 500)
    assert _shown(page).sentence.text() == "Half of it is done"
    assert not _shown(page).button.isVisible()
    monkeypatch.setattr(module, work, refused)
    session._drop(*(lane for lane in Lane if session.running(lane)))
    again = [s.button for s in page.findChildren(WorkState) if s.button.isVisible()]
    assert bool(again) is (module is not groups), "its own choice stands above a panel of groups"
    again[0].click() if again else ask(page, session)
    qtbot.waitUntil(lambda: session.activity is None)
    assert _shown(page).sentence.text() == "It could not be done. [NO_ROWS]"
    assert _shown(page).hint.text() == "Choose something else." and _shown(page).button.text() == "Try again"


def test_a_recalibration_that_fails_leaves_the_method_in_force_marked(
    page: ResultsPage, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "recalibrating", refused)
    before = session.study.decision.calibrator.method
    assert before is not Method.INTERCEPT
    buttons = page.calibration.choice.buttons
    buttons[Method.INTERCEPT].click()
    qtbot.waitUntil(lambda: session.activity is None)
    assert buttons[before].isChecked() and session.study.decision.calibrator.method is before


def test_the_banner_goes_when_the_work_that_failed_is_begun_again(
    qapp: object, qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.study = evaluated()
    window = MainWindow(session, Settings(), Crashes())
    qtbot.addWidget(window)
    window.show()
    monkeypatch.setattr(results, "describing", refused)
    session.describe_patients(By.OUTCOME)
    qtbot.waitUntil(window.banner.isVisible)
    session.study_changed.emit()
    assert window.banner.isVisible()
    monkeypatch.setattr(results, "describing", endless)
    session.describe_patients(By.OUTCOME)
    assert not window.banner.isVisible()


def test_a_window_that_closes_asks_what_becomes_of_groups_being_left_out(
    qapp: object, qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.study = evaluated()
    window = MainWindow(session, Settings(), Crashes())
    qtbot.addWidget(window)
    window.show()
    monkeypatch.setattr(groups, "transporting", endless)
    answers = [farewell.REST, farewell.CLOSE]
    monkeypatch.setattr(dialogs, "ask", lambda *_: answers.pop(0))
    assert session.study.trained is not None
    session.transport(session.study.trained.dataset.predictors[-1])
    assert not window.close() and window.isVisible() and session.validating
    assert window.close() and not window.isVisible() and not session.validating


def test_test_rows_that_could_not_be_judged_are_not_taken_for_covered(
    page: ResultsPage, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening is stamped before the rows are judged: where that fails nothing else is shown for them."""
    with monkeypatch.context() as patched:
        patched.setattr(results, "judging", refused)
        session.open_test()
        qtbot.waitUntil(lambda: session.activity is None)
    assert session.study.decision.opened and not page.tabs.isVisible()
    assert page.state.sentence.text() == "It could not be done. [NO_ROWS]"
    page.state.button.click()
    qtbot.waitUntil(lambda: session.activity is None, timeout=20_000)
    assert page.tabs.isVisible() and "TEST" in page.strip.text and "opened 20" in page.strip.text


def test_where_patients_have_several_rows_rows_are_counted_as_rows(session: Session, qtbot: QtBot) -> None:
    session.study = evaluated(Patients(n=900, seed=5, visits=3))
    page = ResultsPage(session)
    qtbot.addWidget(page)
    page.show()
    session.show_tab("results", "Patients")
    evaluation = session.study.evaluation
    assert evaluation is not None
    n, patients = evaluation.rows.size, evaluation.patients
    assert patients == n // 3
    assert f"{n} rows of {patients} patients" in page.strip.text
    assert page.patients.counter.text() == f"{n} of {n} rows"
    session.show_tab("results", "Validation")
    assert "720 rows of 240 patients" in page.strip.text, "all but the test's"
    session.show_tab("results", "Calibration")
    assert page.calibration.panel.told.text().startswith("Among rows told about")
    assert whom(SimpleNamespace(rows=evaluation.rows[:9]), evaluation).endswith(f"9 of the {n} rows shown")
    for measure in (evaluation.models[0].auroc, evaluation.after.slope, evaluation.models[0].brier):
        assert "by patient" in measure.method
    assert "samples of the patients" in evaluation.models[1].against.method
