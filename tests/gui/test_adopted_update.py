"""Using an update of an external file: every view says so, it can be undone, taken back and saved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.decision import Decision, Method
from clinnet_gui.core.evaluation.judging import evaluation_key
from clinnet_gui.core.study import Study
from clinnet_gui.gui.external_desk import Asked, update_note
from clinnet_gui.gui.pages.external_panel import ExternalPanel
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.session import Session
from tests.builders import Patients
from tests.gui.conftest import Rest
from tests.gui.results_study import evaluated
from tests.unit.scoring.arrived import rows_of, written

ELSEWHERE = Patients(n=500, seed=9, intercept=-0.6)


pytestmark = pytest.mark.usefixtures("few_samples")


@pytest.fixture
def page(session: Session, qtbot: QtBot, rest: Rest, tmp_path: Path) -> Iterator[ResultsPage]:
    session.study = evaluated(threshold=0.3)
    made = ResultsPage(session)
    qtbot.addWidget(made)
    made.show()
    made.tabs.setCurrentWidget(made.validation)
    made.validation.panels.setCurrentIndex(3)
    session.validate_file(Asked(written(tmp_path, rows_of(ELSEWHERE))))
    rest()
    yield made


def external(page: ResultsPage) -> ExternalPanel:
    (panel,) = page.findChildren(ExternalPanel)
    return panel


def notes(session: Session) -> list[str]:
    return [note.what for note in session.study.history]


def test_used_it_scores_is_told_and_undone(page: ResultsPage, session: Session, rest: Rest) -> None:
    panel = external(page)
    assert panel.in_use.isHidden() and panel.report.use.buttons[Method.PLATT].isEnabled()
    before = session.study.decision
    panel.report.use.buttons[Method.PLATT].click()
    rest()
    decision = session.study.decision
    made = decision.calibrator.update
    assert made is not None and made.source == "elsewhere.csv" and made.n == 500
    assert decision.threshold == before.threshold and decision.calibrator.own == before.calibrator
    evaluation, trained = session.study.evaluation, session.study.trained
    assert evaluation is not None and trained is not None
    assert evaluation.made_from == evaluation_key(trained, decision)
    assert notes(session)[-1].startswith("Update in use: a new intercept and slope, fitted on 500 rows of")
    assert not panel.in_use.isHidden() and "“elsewhere.csv”" in panel.in_use.text()
    assert panel.stale.isHidden(), "the figures are of the risks before it"
    assert not panel.report.use.buttons[Method.INTERCEPT].isEnabled()
    assert "take it back first" in panel.report.use.refused.text()
    page.tabs.setCurrentWidget(page.patients)
    assert f"risks updated on 500 rows with {made.events} events of another file" in page.strip.text
    page.tabs.setCurrentWidget(page.validation)
    assert "updated" not in page.strip.text, "that strip is of the file"
    assert session.steps.next_undo == "Update from another file"
    session.undo()
    rest()
    assert session.study.decision == before and panel.in_use.isHidden()
    assert notes(session)[-1].startswith("Update no longer in use")
    session.redo()
    rest()
    assert session.study.decision.calibrator.update == made


def test_it_is_taken_back_by_its_button_and_by_another_recalibration(
    page: ResultsPage, session: Session, rest: Rest
) -> None:
    panel, told = external(page), list[str]()
    session.notified.connect(told.append)
    session.use_update(Method.INTERCEPT)
    rest()
    panel.take_back.click()
    rest()
    assert session.study.decision.calibrator.update is None
    session.use_update(Method.INTERCEPT)
    rest()
    assert "takes that back" in page.calibration.choice.fitted.text()
    session.choose_calibrator(Method.TEMPERATURE)
    rest()
    assert session.study.decision.calibrator.update is None
    first, gone = "In use: a new intercept.", "The update is no longer in use."
    assert [text.removesuffix(" The history of the study says so.") for text in told] == [first, gone] * 2
    assert len(notes(session)) == 4


def test_judged_again_the_figures_are_apparent(page: ResultsPage, session: Session, rest: Rest) -> None:
    session.use_update(Method.PLATT)
    rest()
    assert session.external_asked is not None
    session.validate_file(session.external_asked)
    rest()
    assert "Apparent" in page.strip.text
    report = external(page).report
    assert (
        report.standing.text().startswith("Apparent figures") and report.standing.property("kind") == "warn"
    )


def test_a_study_that_is_opened_brings_its_update_without_a_note(session: Session) -> None:
    session.study = Study()
    opened = evaluated(threshold=0.3)
    assert update_note(Study(), opened) == ""
    assert update_note(opened, opened.with_decision(Decision())) == ""
