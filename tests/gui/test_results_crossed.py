"""The results of a cross-fitted network: out-of-fold rows judge it, and a test may be missing."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.gui.messages import plain
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.session import Session
from tests.gui.conftest import Rest
from tests.gui.results_study import crossed


def shown(session: Session, qtbot: QtBot, test: bool) -> ResultsPage:
    session.study = crossed(test)
    page = ResultsPage(session)
    qtbot.addWidget(page)
    page.resize(1064, 640)
    page.show()
    return page


def words(page: QWidget) -> str:
    """All that stands on the page and in its tooltips."""
    labels = [part.text() for part in page.findChildren(QLabel)]
    return " ".join((*labels, *(part.toolTip() for part in page.findChildren(QWidget)))).lower()


@pytest.mark.parametrize("test", [False, True])
def test_the_strip_names_the_out_of_fold_rows(session: Session, qtbot: QtBot, test: bool) -> None:
    page = shown(session, qtbot, test)
    trained = session.study.trained
    assert trained is not None
    rows, events = trained.split.counts[Part.CROSS_FITTED], trained.split.events[Part.CROSS_FITTED]
    assert page.strip.text.startswith(f"OUT-OF-FOLD ROWS n = {rows}, {events} events")
    assert page.patients.model.rowCount() == rows
    assert "calibrate rows" not in words(page)


def test_without_a_test_part_there_is_nothing_to_open(session: Session, qtbot: QtBot) -> None:
    page = shown(session, qtbot, test=False)
    assert not page.strip.open_button.isVisible()
    assert "no test part was set aside" in page.strip.text
    assert "covered" not in words(page)
    assert plain("set a test part aside on the Model page").lower() in words(page)


def test_a_test_part_beside_the_folds_can_be_opened(session: Session, qtbot: QtBot, rest: Rest) -> None:
    page = shown(session, qtbot, test=True)
    assert "covered" in page.strip.text
    page.strip.open_button.click()
    page.strip.confirm.click()
    rest()
    trained = session.study.trained
    assert trained is not None
    assert page.strip.text.startswith("TEST ROWS") and not page.strip.open_button.isVisible()
    assert page.patients.model.rowCount() == trained.split.counts[Part.TEST]
    session.choose_calibrator(Method.INTERCEPT)
    rest()
    assert "out-of-fold rows" in page.calibration.choice.fitted.text()


def test_a_calibrator_says_it_was_fitted_on_out_of_fold_rows(
    session: Session, qtbot: QtBot, rest: Rest
) -> None:
    page = shown(session, qtbot, test=False)
    session.choose_calibrator(Method.PLATT)
    rest()
    assert "fitted on 600 out-of-fold rows" in page.calibration.choice.fitted.text()
    assert "out-of-fold rows" in page.threshold.suggestions.sensitivity.target.toolTip()
