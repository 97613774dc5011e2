"""The Validation tab: its panels, and what ends the work of its desk."""

import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.study import Note, Study
from clinnet_gui.core.work import Finish, Progress, Work
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.pages.results_page import ResultsPage
from clinnet_gui.gui.pages.validation_tab import PANELS
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.tasks import Lane
from tests.gui.conftest import Rest
from tests.gui.results_study import evaluated


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ResultsPage:
    session.study = evaluated()
    made = ResultsPage(session)
    qtbot.addWidget(made)
    made.show()
    return made


def endless() -> Work[str]:
    """Work that goes on until it is told to finish."""
    try:
        while True:
            yield Progress("Refitting", 0.1)
    except Finish:
        return "kept"


def test_the_tab_stands_among_the_results_with_a_panel_each_way(page: ResultsPage) -> None:
    assert page.tabs.tabText(4) == "Validation"
    panels = page.validation.panels
    assert [panels.tabText(i) for i in range(panels.count())] == [title for title, _ in PANELS]


def test_a_running_validation_can_be_ended_with_what_it_has(
    session: Session, qtbot: QtBot, rest: Rest
) -> None:
    kept: list[str] = []
    session._run(Lane.VALIDATE, Activity("Refitting", can_finish=True), endless, kept.append)
    assert session.validating
    qtbot.waitSignal(session.progressed, timeout=10_000).wait()
    session.stop_and_keep()
    activity = session.activity
    assert activity is not None and activity.stopping
    rest()
    assert kept == ["kept"] and not session.validating


def test_another_network_ends_the_validation_of_the_old_one(session: Session) -> None:
    session.study = evaluated()
    kept: list[str] = []
    session._run(Lane.VALIDATE, Activity("Refitting"), endless, kept.append)
    session._set(session.study.with_note(Note("2026-01-01T00:00:00+00:00", "looked at")))
    assert session.validating, "the same network"
    session._set(Study())
    assert not session.validating and kept == []
