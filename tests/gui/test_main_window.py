"""The window: pages, menus, messages, dropped files, and closing without loss."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QKeySequence
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.dataset import Role
from clinnet_gui.core.errors import FileRefused
from clinnet_gui.core.evaluation.validation.refits import Refits
from clinnet_gui.core.study import Stage
from clinnet_gui.core.work import Finish, Progress, Work
from clinnet_gui.gui import dialogs
from clinnet_gui.gui.actions import ACTIONS
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.farewell import BACK, DROP, KEEP, LEAVE, SAVE, SOME, STAY
from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings
from clinnet_gui.gui.stages import stages
from clinnet_gui.gui.widgets.step_rail import STEPS
from tests.builders import refits
from tests.gui.dragging import drop
from tests.gui.results_study import crossed


@pytest.fixture
def crashes() -> Crashes:
    return Crashes()


@pytest.fixture
def window(qtbot: QtBot, crashes: Crashes) -> Iterator[MainWindow]:
    made = MainWindow(Session(), Settings(), crashes)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.session.shut_down()
    made.session.unsaved = False
    made.close()
    made.deleteLater()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Answer every question so, and note what was asked."""

    def answer(reply: str) -> list[str]:
        texts: list[str] = []

        def ask(_: object, text: str, hint: str, answers: tuple[str, ...]) -> str:
            texts.append(text)
            assert reply in answers
            return reply

        monkeypatch.setattr(dialogs, "ask", ask)
        return texts

    return answer


def rest(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.session.activity is None, timeout=60_000)


def plan(qtbot: QtBot, window: MainWindow, csv: Path) -> None:
    window.session.open_file(csv)
    rest(qtbot, window)
    window.session.set_role(4, Role.OUTCOME)
    rest(qtbot, window)


def action(window: MainWindow, text: str) -> QAction:
    return next(a for a in window.findChildren(QAction) if a.text().replace("&", "").startswith(text))


def test_predictions_are_evaluated_in_a_window_of_their_own(
    qtbot: QtBot, window: MainWindow, csv: Path
) -> None:
    action(window, "Evaluate predictions").trigger()
    predictions = window.commands.predictions
    assert predictions is not None and predictions.isVisible() and predictions.isWindow()
    predictions.desk.open_file(csv)
    window.data.start.predictions_wanted.emit()
    assert window.commands.predictions is predictions
    assert window.session.study.table is None and window.session.activity is None
    window.close()
    assert predictions.desk.activity is None


def test_every_step_has_its_page_and_its_shortcut(window: MainWindow) -> None:
    for step in STEPS:
        window.session.go_to(step.key)
        assert window.step == step.key
    shortcuts = [a.shortcut for a in ACTIONS if a.shortcut]
    assert len(shortcuts) == len(set(shortcuts))
    assert all(not QKeySequence(s).isEmpty() for s in shortcuts)


def test_actions_can_be_done_when_they_make_sense(window: MainWindow, csv: Path, qtbot: QtBot) -> None:
    assert not action(window, "Train").isEnabled()
    assert not action(window, "Save study").isEnabled()
    assert not action(window, "Undo").isEnabled()
    plan(qtbot, window, csv)
    assert action(window, "Train").isEnabled()
    assert action(window, "Undo change of role").isEnabled()
    action(window, "Undo").trigger()
    rest(qtbot, window)
    assert action(window, "Redo change of role").isEnabled()
    assert not action(window, "Train").isEnabled()


def test_the_rail_says_how_far_each_step_has_come(window: MainWindow, csv: Path, qtbot: QtBot) -> None:
    assert set(stages(window.session).values()) == {Stage.EMPTY}
    plan(qtbot, window, csv)
    assert stages(window.session)["data"] is Stage.DONE
    assert stages(window.session)["model"] is Stage.DONE
    assert stages(window.session)["training"] is Stage.EMPTY


def test_an_error_is_told_in_the_banner_with_its_cause_and_remedy(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "not_a_table.csv"
    path.write_bytes(b"%PDF-1.4 x")
    with qtbot.waitSignal(window.session.failed) as failed:
        window.session.open_file(path)
    assert isinstance(failed.args[0], FileRefused)
    assert window.banner.isVisible()
    assert failed.args[0].message in window.banner.text


def test_an_error_goes_when_another_file_was_read(
    window: MainWindow, tmp_path: Path, csv: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "not_a_table.csv"
    path.write_bytes(b"%PDF-1.4 x")
    with qtbot.waitSignal(window.session.failed):
        window.session.open_file(path)
    rest(qtbot, window)
    assert window.banner.isVisible()
    window.session.open_file(csv)
    rest(qtbot, window)
    assert not window.banner.isVisible()


def test_news_never_lie_over_what_runs(window: MainWindow, csv: Path, qtbot: QtBot) -> None:
    window.session.open_file(csv)
    assert window.session.activity is not None
    window.session.notified.emit("It was written.")
    assert window.statusBar().currentMessage() == ""
    rest(qtbot, window)
    assert window.statusBar().currentMessage() == "It was written."


def test_the_status_bar_is_as_high_whatever_runs(window: MainWindow) -> None:
    bar = window.activity
    bar.show_activity(Activity("Reading"))
    high = bar.sizeHint().height()
    bar.show_activity(Activity("Explaining", can_cancel=False))
    assert bar.sizeHint().height() == high


def test_what_is_dropped_is_opened(window: MainWindow, csv: Path, qtbot: QtBot) -> None:
    assert not drop(window, "https://example.org/a.csv") and not drop(window, csv, csv)
    assert drop(window, csv)
    rest(qtbot, window)
    assert window.session.study.table is not None
    assert Settings().recent == (csv,)


def test_an_unsaved_study_is_asked_about_once(
    window: MainWindow, csv: Path, qtbot: QtBot, asked: Callable[[str], list[str]]
) -> None:
    plan(qtbot, window, csv)
    texts = asked(BACK)
    assert not window.close()
    assert window.isVisible() and len(texts) == 1
    asked(LEAVE)
    assert window.close()


def test_save_on_closing_saves_and_then_closes(
    window: MainWindow,
    csv: Path,
    qtbot: QtBot,
    asked: Callable[[str], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan(qtbot, window, csv)
    target = csv.with_suffix(".clinnet")
    monkeypatch.setattr(dialogs, "file_to_write", lambda *_: target)
    asked(SAVE)
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert target.is_file()


def begin(qtbot: QtBot, window: MainWindow, csv: Path) -> None:
    plan(qtbot, window, csv)
    choice = window.session.study.choice
    assert choice is not None
    window.session.set_spec(replace(choice.spec, epochs=2_000, patience=2_000))
    with qtbot.waitSignal(window.session.recorded, timeout=30_000):
        window.session.start_training()


def test_closing_while_training_keeps_training_when_so_chosen(
    window: MainWindow, csv: Path, qtbot: QtBot, asked: Callable[[str], list[str]]
) -> None:
    begin(qtbot, window, csv)
    asked(STAY)
    assert not window.close()
    assert window.session.training


def test_closing_while_training_may_discard_it(
    window: MainWindow, csv: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(qtbot, window, csv)
    monkeypatch.setattr(dialogs, "ask", lambda *a: DROP if DROP in a[-1] else LEAVE)
    assert window.close()
    assert not window.session.training and window.session.study.trained is None


def test_closing_while_training_may_keep_the_best(
    window: MainWindow, csv: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(qtbot, window, csv)
    monkeypatch.setattr(dialogs, "ask", lambda *a: KEEP if KEEP in a[-1] else LEAVE)
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=60_000)
    assert window.session.study.trained is not None


@pytest.mark.parametrize(("answer", "kept"), [(DROP, 0), (SOME, 40)])
def test_closing_while_refitting_asks_what_becomes_of_the_refits(
    answer: str, kept: int, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.session
    session.study = crossed()
    assert session.study.trained is not None
    made = refits(session.study.trained)

    def until_stopped(*_: object) -> Work[Refits]:
        try:
            while True:
                yield Progress("Refitting", 0.1)
        except Finish:
            return made

    monkeypatch.setattr("clinnet_gui.gui.operations.validation.refitting", until_stopped)
    session.refit(50)
    qtbot.waitSignal(session.progressed, timeout=10_000).wait()
    monkeypatch.setattr(dialogs, "ask", lambda *a: answer if answer in a[-1] else LEAVE)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=60_000)
    assert session.refitting is None
    assert (0 if session.study.refits is None else session.study.refits.tried) == kept


def test_a_bug_is_told_once_with_an_id_and_without_values(
    window: MainWindow,
    crashes: Crashes,
    monkeypatch: pytest.MonkeyPatch,
    log_warnings: list[logging.LogRecord],
) -> None:
    told: list[str] = []
    monkeypatch.setattr(dialogs, "tell", lambda _, __, text: told.append(text))
    for _ in range(2):
        window.session.crashed.emit(ValueError("could not convert 'Jane Doe'"))
    assert len(told) == 1
    assert "Jane" not in told[0]
    assert [record.getMessage() for record in log_warnings] == ["ValueError", "ValueError"]
    log_warnings.clear()


def test_an_exception_in_a_slot_or_a_thread_reaches_the_dialog(
    crashes: Crashes, qtbot: QtBot, log_warnings: list[logging.LogRecord]
) -> None:
    with qtbot.waitSignal(crashes.reported):
        crashes._hook(ValueError, ValueError("x"), None)
    assert [record.getMessage() for record in log_warnings] == ["ValueError"]
    log_warnings.clear()


def test_zoom_and_theme_are_remembered(window: MainWindow) -> None:
    window.commands.zoom_in()
    assert Settings().zoom == 110
    window.commands.zoom_reset()
    assert Settings().zoom == 100


@pytest.mark.parametrize("text", ["Research use; not a medical device", "Nothing is sent anywhere"])
def test_about_says_what_this_is_not(window: MainWindow, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    told: list[str] = []
    monkeypatch.setattr(dialogs, "tell", lambda _, __, said: told.append(said))
    window.commands.about()
    assert text in told[0]
