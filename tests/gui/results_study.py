"""An evaluated study, made once, for the tests of the results pages, and these pages as they are shown."""

from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.deciding import first_decision, with_threshold
from clinnet_gui.core.evaluation.judging import evaluate
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import Progress, Work, drain
from clinnet_gui.gui.pages.patients_tab import PatientsTab
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.session import Session
from tests.builders import Patients, crossed_study, study

Shown = TypeVar("Shown", bound=QWidget)
MANY = Patients(n=1200, seed=3)


@lru_cache(maxsize=4)
def evaluated(of: Patients = MANY, threshold: float | None = None) -> Study:
    """A trained study with its first decision and its evaluation; the test rows are covered."""
    return _evaluated(study(of), threshold)


@lru_cache(maxsize=4)
def crossed(test: bool = False) -> Study:
    """A cross-fitted study with its first decision and its evaluation, with a test part or without."""
    return _evaluated(crossed_study(test=test), None)


def shown(widget: Shown, qtbot: QtBot, width: int, height: int) -> Shown:
    """The widget at a size, on the screen until the test ends."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    return widget


def results_page(session: Session, qtbot: QtBot) -> ResultsPage:
    """The Results page of the session, as large as in a small window."""
    return shown(ResultsPage(session), qtbot, 1064, 640)


def patients_tab(session: Session, qtbot: QtBot) -> PatientsTab:
    """The Patients tab of the session, as large as in a small window."""
    return shown(PatientsTab(session), qtbot, 1040, 500)


def refused(*_: object, **__: object) -> Work[None]:
    """Work that ends in a refusal."""
    yield Progress("Begun")
    raise EvaluationRefused("It could not be done.", "Choose something else.", "NO_ROWS")


def _evaluated(begun: Study, threshold: float | None) -> Study:
    assert begun.trained is not None
    decision = first_decision(begun.trained)
    if threshold is not None:
        decision = with_threshold(decision, threshold)
    return replace(begun, decision=decision, evaluation=drain(evaluate(begun.trained, decision)))
