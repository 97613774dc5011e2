"""The way through the job, from an empty window to scores."""

from pathlib import Path

from clinnet_gui.core.data.dataset import Role
from clinnet_gui.core.data.screening import open_questions
from clinnet_gui.core.errors import DataRefused
from clinnet_gui.core.training.records import Step
from clinnet_gui.gui.examples import EXAMPLES
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.tour.camera import Tour
from clinnet_gui.gui.tour.judging import judge
from clinnet_gui.gui.tour.trials import records, try_around


def walk(tour: Tour, path: Path | None, outcome: str, event: str, identifier: str) -> None:
    """Go the whole way, from an empty window to scores."""
    source = _data(tour, path, outcome, event, identifier)
    _train(tour)
    try_around(tour)
    judge(tour)
    _score(tour, source)


def _data(tour: Tour, path: Path | None, outcome: str, event: str, identifier: str) -> Path:
    tour.picture("data-empty")
    session = tour.session
    if path is None:
        session.open_example()
        tour.rest()
        tour.picture("data-columns")
        tour.window.data.show_tab(1)
        tour.picture("data-table")
        tour.window.data.show_tab(0)
        return EXAMPLES["readmission"].path
    session.open_file(path)
    tour.rest()
    tour.picture("data-opened")
    _choose(tour, outcome, event, identifier)
    tour.picture("data-columns")
    return path


def _choose(tour: Tour, outcome: str, event: str, identifier: str) -> None:
    session, table = tour.session, tour.session.study.table
    assert table is not None
    for name, role in ((identifier, Role.ID), (outcome, Role.OUTCOME)):
        if name and name not in table.names:
            raise DataRefused(f"There is no column {name}.", "Check the name.", "NO_SUCH_COLUMN")
        if name:
            session.set_role(table.names.index(name), role)
            tour.rest()
    if event:
        session.set_event((event,))
        tour.rest()
    _answer(tour)


def _answer(tour: Tour) -> None:
    """Take the proposed answer of every question."""
    for _ in range(50):
        study = tour.session.study
        assert study.table is not None and study.roles is not None
        waiting = open_questions(study.table, study.roles, study.screening)
        if not waiting:
            return
        for finding in waiting:
            key = finding.proposed or finding.options[0].key
            tour.session.answer(finding.code, finding.column, key)
        tour.rest()


def _train(tour: Tour) -> None:
    session = tour.session
    tour.window.show_step("model")
    if not session.study.ready_to_train:
        raise DataRefused("With these roles no model can be trained.", "See the Data page.")
    tour.picture("model")
    tour.window.show_step("training")
    tour.picture("training-empty")
    session.start_training()
    tour.wait(lambda: _steps(session) >= 150 or not session.training)
    session.pause()
    tour.picture("training-running")
    session.resume()
    tour.end()
    tour.window.show_step("training")
    tour.picture("training-done")


def _steps(session: Session) -> int:
    return next((r.step for r in reversed(records(session)) if isinstance(r, Step)), 0)


def _score(tour: Tour, source: Path) -> None:
    tour.window.show_step("score")
    tour.picture("score-empty")
    tour.session.score_file(source)
    tour.rest()
    tour.picture("score")
