"""What the structure of a file of new patients asks is put to the analyst, then it is scored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.gui import dialogs
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.new_patients import NOT_NOW
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings
from tests.gui.results_study import MANY, evaluated

FIRST = "The first column has no name (R writes tables so)"


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(Session(), Settings(), Crashes())
    made.session.study = evaluated(MANY, 0.3)
    made.show()
    yield made
    made.session.shut_down()
    made.session.unsaved = False
    made.close()
    made.deleteLater()


@pytest.fixture
def one_name_too_few(tmp_path: Path) -> Path:
    path = tmp_path / "new.csv"
    rows = [f"{i},P{i},medical,1.4,f,{50 + i % 30},1.2" for i in range(1, 31)]
    path.write_text("\n".join(["patient_id,ward,lactate,sex,age,creatinine", *rows]) + "\n")
    return path


def _answer(monkeypatch: pytest.MonkeyPatch, reply: str) -> list[tuple[str, ...]]:
    asked: list[tuple[str, ...]] = []

    def ask(_: object, text: str, hint: str, answers: tuple[str, ...]) -> str:
        assert text and hint
        asked.append(answers)
        return reply

    monkeypatch.setattr(dialogs, "ask", ask)
    return asked


def _score(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.session.score_file(path)
    qtbot.waitUntil(lambda: window.session.activity is None, timeout=60_000)


def test_the_answer_is_asked_for_and_the_file_scored(
    qtbot: QtBot, window: MainWindow, one_name_too_few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _answer(monkeypatch, FIRST)
    _score(qtbot, window, one_name_too_few)
    qtbot.waitUntil(lambda: window.session.scores is not None, timeout=60_000)
    assert [answers[0] for answers in asked] == [FIRST], "the proposed choice comes first"
    assert window.session.scores is not None
    assert window.session.scores.labels[:2] == ("P1", "P2")
    assert window.banner.isHidden()


def test_the_analyst_may_rather_not(
    qtbot: QtBot, window: MainWindow, one_name_too_few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _answer(monkeypatch, NOT_NOW)
    _score(qtbot, window, one_name_too_few)
    assert len(asked) == 1 and asked[0][-1] == NOT_NOW
    assert window.session.scores is None
    assert not window.banner.isHidden()
