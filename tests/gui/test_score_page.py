"""The Score page: every row of the file gets its line, and the file written says the same."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.scoring import Status
from clinnet_gui.gui.messages import NOTICE
from clinnet_gui.gui.pages.score_page import ScorePage, remarks
from clinnet_gui.gui.session import Session
from tests.gui.dragging import drop
from tests.gui.results_study import MANY, evaluated

HEADER = "patient_id,ward,lactate,sex,age,creatinine"
ROWS = (
    "00417,medical,1.4,f,81,1.2",
    "P2,surgical,2.0,m,55,",
    "P3,<b>orbit</b>,1.1,m,60,0.9",
    "P4,,,,,",
)


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session()
    made.study = evaluated(MANY, 0.3)
    yield made
    made.shut_down()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ScorePage:
    made = ScorePage(session)
    qtbot.addWidget(made)
    made.resize(1040, 600)
    made.show()
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "new_patients.csv"
    path.write_text("\n".join((HEADER, *ROWS)) + "\n", encoding="utf-8")
    return path


def _scored(page: ScorePage, session: Session, file: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.scored, timeout=20_000):
        page.score(file)


def test_without_a_model_there_is_nothing_to_score(qtbot: QtBot) -> None:
    session = Session()
    page = ScorePage(session)
    qtbot.addWidget(page)
    page.show()
    assert page.nothing.isVisible()
    assert not page.save_button.isVisible()
    with qtbot.waitSignal(session.navigated) as went:
        page.nothing.button.click()
    assert went.args == ["training"]
    session.shut_down()


def test_the_notice_stands_on_the_page(page: ScorePage) -> None:
    assert page.notice == NOTICE
    assert page.invite.isVisible()


def test_every_row_of_the_file_has_its_line(
    page: ScorePage, session: Session, file: Path, qtbot: QtBot
) -> None:
    _scored(page, session, file, qtbot)
    scores = session.scores
    assert scores is not None
    assert page.model.rowCount() == len(ROWS)
    ids = [page.model.index(row, 0).data() for row in range(len(ROWS))]
    assert ids == ["00417", "P2", "P3", "P4"]
    assert page.model.index(0, 1).data() == f"{100 * float(scores.risk[0]):.1f} %"
    statuses = [page.model.index(row, 3).data() for row in range(len(ROWS))]
    assert statuses == [Status(int(s)).text for s in scores.status]
    assert statuses[3] == "not scored"
    assert page.model.index(3, 1).data() == "–"
    assert "creatinine" in page.model.index(1, 4).data()
    assert page.counts.text().startswith(f"{len(ROWS)} rows in the file: ")


def test_the_saved_file_says_what_the_table_says(
    page: ScorePage, session: Session, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    _scored(page, session, file, qtbot)
    target = tmp_path / "scores.csv"
    with qtbot.waitSignal(session.notified, timeout=20_000):
        page.save(target)
    qtbot.waitUntil(lambda: session.activity is None)
    text = target.read_text(encoding="utf-8-sig")
    written = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
    assert session.scores is not None
    risks = [row[1] for row in written[1 : len(ROWS) + 1]]
    assert np.allclose([float(r) for r in risks if r], session.scores.risk[~np.isnan(session.scores.risk)])
    assert [row[0].lstrip("'") for row in written[1 : len(ROWS) + 1]] == ["00417", "P2", "P3", "P4"]


def test_a_file_that_lacks_a_column_is_refused(
    page: ScorePage, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "short.csv"
    path.write_text("patient_id,age\n1,50\n2,60\n", encoding="utf-8")
    with qtbot.waitSignal(session.failed, timeout=20_000) as failed:
        page.score(path)
    assert "lactate" in failed.args[0].message + failed.args[0].hint
    assert session.scores is None
    assert page.invite.isVisible()


def test_a_dropped_file_is_scored(page: ScorePage, session: Session, file: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.scored, timeout=20_000):
        assert drop(page, file)
    assert page.model.rowCount() == len(ROWS)


def test_moving_the_threshold_flags_anew(page: ScorePage, session: Session, file: Path, qtbot: QtBot) -> None:
    _scored(page, session, file, qtbot)
    session.set_threshold(0.0001)
    assert page.model.index(0, 2).data() == "▲ flagged"
    session.set_threshold(0.9999)
    assert page.model.index(0, 2).data() == ""


def test_scores_of_another_calibrator_are_marked(
    page: ScorePage, session: Session, file: Path, qtbot: QtBot
) -> None:
    _scored(page, session, file, qtbot)
    assert not page.caution.isVisible()
    decision = replace(session.study.decision, calibrator=Calibrator(Method.PLATT, 0.3, 0.8))
    session.study = session.study.with_decision(decision)
    session.study_changed.emit()
    assert "score the file again" in page.caution.text()
    assert page.caution.isVisible()


def test_what_holds_for_many_columns_is_told_once() -> None:
    alike = [
        Finding("SPELLING", Level.NOTE, f"“{name}” is spelled otherwise.", column=name) for name in "abcdefg"
    ]
    of_the_file = [Finding("EXTRA", Level.NOTE, text) for text in ("One.", "Two.")]
    assert remarks((*alike, *of_the_file)) == [
        "“a” is spelled otherwise. Likewise “b”, “c”, “d”, “e” and 2 more.",
        "One.",
        "Two.",
    ]
