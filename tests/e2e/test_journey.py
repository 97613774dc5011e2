"""The journey: from a file to scored patients through the real window, by its buttons."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.files import resource
from clinnet_gui.core.training.records import Step
from clinnet_gui.gui.app import application, window_of
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.garbage import Garbage
from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings

LONG = 120_000
SAMPLE = resource("samples/readmission_synthetic.csv")

IN_ANOTHER_PROCESS = """
import json, sys
from pathlib import Path
from clinnet_gui.core.study_file import load
from clinnet_gui.core.work import drain
study = drain(load(Path(sys.argv[1])))
trained, decision = study.trained, study.decision
print(json.dumps({
    "risks": decision.calibrator.risk(trained.fit.logits).tolist(),
    "threshold": decision.threshold,
    "opened": decision.opened,
    "best": trained.fit.folds[0].history.best_step,
}))
"""


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    app = application()
    window = window_of(Settings(), Crashes(app))
    window.resize(1280, 720)
    window.show()
    yield window
    window.session.unsaved = False
    window.close()
    window.deleteLater()
    for collector in app.findChildren(Garbage):
        collector.end()


def _page(window: MainWindow, key: str) -> Any:  # noqa: ANN401 - the test knows which page it is
    """The page of a step; pages are made when they are needed."""
    return window.book.page(key)


def _click(qtbot: QtBot, button: object) -> None:
    assert button.isVisible() and button.isEnabled()  # type: ignore[attr-defined]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def _rest(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.session.activity is None, timeout=LONG)


def test_from_a_file_to_scores(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    session = window.session
    failures: list[object] = []
    session.failed.connect(failures.append)
    session.crashed.connect(failures.append)

    _open_and_choose(qtbot, window)
    _train_with_a_pause_and_a_stop(qtbot, window)
    _recalibrate_and_choose_a_threshold(qtbot, window)
    _look_at_a_patient(qtbot, window)
    _open_the_test(qtbot, window)
    study = tmp_path / "journey.clinnet"
    _save_and_reopen(qtbot, window, study)
    _score(qtbot, window, tmp_path)
    assert failures == []


def _open_and_choose(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    window.commands.open_path(SAMPLE)
    _rest(qtbot, window)
    assert session.study.table is not None
    assert session.study.table.row_count == 6_677
    form = window.data.form
    form.identifier.setCurrentText("patient_id")
    form.identifier.activated.emit(form.identifier.currentIndex())
    _rest(qtbot, window)
    form.outcome.setCurrentText("readmitted_30d")
    form.outcome.activated.emit(form.outcome.currentIndex())
    _rest(qtbot, window)
    assert session.study.dataset is not None
    assert session.study.dataset.events == 1_202
    assert session.study.ready_to_train
    _click(qtbot, window.data.frame.primary)
    assert window.step == "model"


def _steps(session: Session) -> int:
    """How many steps of the training are known; before the first there is nothing to keep."""
    return sum(isinstance(record, Step) for record in session.live.records) if session.live else 0


def _train_with_a_pause_and_a_stop(qtbot: QtBot, window: MainWindow) -> None:
    session, page = window.session, _page(window, "training")
    _click(qtbot, _page(window, "model").frame.primary)
    assert window.step == "training"
    qtbot.waitUntil(lambda: _steps(session) > 20, timeout=LONG)
    _click(qtbot, page.hold)
    qtbot.waitUntil(lambda: page.hold.text() == "Resume")
    assert session.training
    _click(qtbot, page.hold)
    with qtbot.waitSignal(session.recorded, timeout=LONG):
        pass
    _click(qtbot, page.frame.primary)  # stop and keep the best
    _rest(qtbot, window)
    assert session.study.trained is not None
    assert session.study.evaluation is not None
    assert session.study.evaluation.part is Part.CALIBRATE


def _recalibrate_and_choose_a_threshold(qtbot: QtBot, window: MainWindow) -> None:
    session, results = window.session, _page(window, "results")
    _click(qtbot, _page(window, "training").frame.primary)
    assert window.step == "results"
    results.tabs.setCurrentWidget(results.tabs.widget(1))
    button = results.calibration.choice.buttons[Method.PLATT]
    _click(qtbot, button)
    _rest(qtbot, window)
    assert session.study.decision.calibrator.method is Method.PLATT
    results.tabs.setCurrentIndex(2)
    control = results.threshold.control
    control.spin.setFocus()
    control.spin.setValue(25.0)
    _rest(qtbot, window)
    qtbot.waitUntil(lambda: session.threshold is not None and abs(session.threshold - 0.25) < 1e-9)
    results.threshold.suggestions.work_ups.ratio.setValue(4.0)
    _click(qtbot, results.threshold.suggestions.use)
    assert session.study.decision.threshold == pytest.approx(0.2)


def _look_at_a_patient(qtbot: QtBot, window: MainWindow) -> None:
    session, results = window.session, _page(window, "results")
    results.tabs.setCurrentIndex(3)
    evaluation = session.study.evaluation
    assert evaluation is not None
    position = int(evaluation.rows[int(np.argmax(evaluation.risks))])
    session.choose_patient(position)
    qtbot.waitUntil(lambda: session.explanation is not None, timeout=LONG)
    _rest(qtbot, window)
    explanation = session.explanation
    assert explanation is not None
    assert float(explanation.completeness_error.max()) < 1e-3


def _open_the_test(qtbot: QtBot, window: MainWindow) -> None:
    session, strip = window.session, _page(window, "results").strip
    _click(qtbot, strip.open_button)
    _click(qtbot, strip.confirm)
    _rest(qtbot, window)
    evaluation = session.study.evaluation
    assert evaluation is not None
    assert evaluation.part is Part.TEST
    assert session.study.decision.opened
    while session.steps.next_undo:
        session.undo()
    _rest(qtbot, window)
    assert session.study.decision.opened, "the opening of the test is never undone"
    while session.steps.next_redo:
        session.redo()
    _rest(qtbot, window)


def _save_and_reopen(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    session = window.session
    session.save(path)
    _rest(qtbot, window)
    trained, decision = session.study.trained, session.study.decision
    assert trained is not None
    done = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    other = json.loads(done.stdout)
    np.testing.assert_allclose(other["risks"], decision.calibrator.risk(trained.fit.logits), atol=1e-6)
    assert other["threshold"] == decision.threshold
    assert other["opened"] == decision.opened
    session.open_file(path)
    _rest(qtbot, window)
    assert session.study.trained is not None
    np.testing.assert_allclose(session.study.trained.fit.logits, trained.fit.logits, atol=1e-6)
    assert session.study.evaluation is not None


def _score(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    session = window.session
    new = folder / "new.csv"
    with SAMPLE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:40]
    names = [name for name in rows[0] if name != "readmitted_30d"]
    names.reverse()
    with new.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    window.show_step("score")
    _page(window, "score").score(new)
    _rest(qtbot, window)
    assert session.scores is not None
    out = folder / "scores.csv"
    _page(window, "score").save(out)
    _rest(qtbot, window)
    with out.open(newline="", encoding="utf-8-sig") as file:
        written = list(csv.DictReader(file))
    assert [row["patient_id"] for row in written] == [row["patient_id"] for row in rows]
    trained, decision = session.study.trained, session.study.decision
    assert trained is not None
    expected = decision.calibrator.risk(trained.fit.logits[:40])
    np.testing.assert_allclose([float(row["risk"]) for row in written], expected, atol=1e-6)


def test_the_window_is_shown_before_the_heavy_libraries_are_loaded() -> None:
    code = """
import sys
from clinnet_gui.gui.app import application, window_of
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.settings import Settings
app = application()
window = window_of(Settings(), Crashes(app))
window.show()
window.repaint()
heavy = [name for name in ("torch", "pandas", "shap", "sklearn", "scipy") if name in sys.modules]
print(heavy)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
