"""The Overview's panels: Table 1 and the participant flow follow the fit, and cover its test rows."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sklearn.metrics import average_precision_score

from clinnet_gui.core.data.characteristics import By
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.gui import dialogs
from clinnet_gui.gui.operations import results
from clinnet_gui.gui.pages.characteristics_panel import CharacteristicsPanel
from clinnet_gui.gui.pages.flow_panel import FlowPanel, flow_of
from clinnet_gui.gui.pages.performance_panel import PerformancePanel
from clinnet_gui.gui.session import Session
from tests.builders import Patients, study
from tests.gui.results_study import crossed, evaluated, refused


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> Iterator[CharacteristicsPanel]:
    session.study = evaluated()
    made = CharacteristicsPanel(session)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    arrive(made, qtbot)
    yield made


def arrive(panel: CharacteristicsPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(panel.copy.isEnabled, timeout=20_000)


def headings(panel: CharacteristicsPanel) -> list[str]:
    model = panel.table.lines
    return [str(model.headerData(i, Qt.Orientation.Horizontal)) for i in range(model.columnCount())]


def cells(panel: CharacteristicsPanel, begins: str) -> list[str]:
    model = panel.table.lines
    row = next(r for r in range(model.rowCount()) if str(model.index(r, 0).data()).startswith(begins))
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_by_outcome_the_open_rows_are_described(panel: CharacteristicsPanel, session: Session) -> None:
    trained = session.study.trained
    assert trained is not None
    split = trained.split
    rows = trained.dataset.n - split.counts[Part.TEST]
    events = trained.dataset.events - split.events[Part.TEST]
    shown = [heading.splitlines() for heading in headings(panel)]
    assert shown[1] == ["all", f"n = {rows:,}"] and shown[3] == ["event", f"n = {events:,}"]
    age = trained.dataset.table.column("age").values[split.parts != Part.TEST]
    assert cells(panel, "age (years), mean (SD)")[1] == f"{age.mean():.1f} ({age.std(ddof=1):.1f})"
    assert "to" in cells(panel, "age")[4], "a difference with its interval"
    assert "covered" in panel.note.text()


@pytest.mark.parametrize("test", [False, True])
def test_parts_are_compared_where_there_are_several(session: Session, qtbot: QtBot, test: bool) -> None:
    session.study = crossed(test=test)
    made = CharacteristicsPanel(session)
    qtbot.addWidget(made)
    made.show()
    arrive(made, qtbot)
    assert made.by.isVisible() is test and headings(made)[1].startswith("all")


def test_by_part_only_the_size_of_a_covered_test_is_told(
    panel: CharacteristicsPanel, session: Session, qtbot: QtBot
) -> None:
    panel.by.setCurrentIndex(panel.by.findData(By.PART))
    arrive(panel, qtbot)
    trained = session.study.trained
    assert trained is not None
    assert headings(panel)[4].splitlines() == ["test", f"n = {trained.split.counts[Part.TEST]:,}"]
    assert cells(panel, "sex")[4] == "covered"
    session.study = session.study.with_decision(replace(session.study.decision, opened="2026-01-01T00:00:00"))
    session.study_changed.emit()
    arrive(panel, qtbot)
    assert "%" in cells(panel, "sex")[4]
    assert "covered" not in panel.note.text()


def test_what_is_hidden_is_not_computed(session: Session, qtbot: QtBot) -> None:
    session.study = evaluated()
    made = CharacteristicsPanel(session)
    qtbot.addWidget(made)
    session.study_changed.emit()
    assert session.activity is None and session.characteristics is None


def test_a_failure_is_shown_in_place_and_can_be_tried_again(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.study = evaluated()
    made = CharacteristicsPanel(session)
    qtbot.addWidget(made)
    works = results.describing
    monkeypatch.setattr(results, "describing", refused)
    made.show()
    qtbot.waitUntil(made.state.button.isVisible)
    assert made.state.sentence.text() == "It could not be done. [NO_ROWS]"
    assert made.state.hint.text() == "Choose something else."
    monkeypatch.setattr(results, "describing", works)
    made.state.button.click()
    arrive(made, qtbot)
    assert cells(made, "age")[1]


def test_the_table_is_copied_and_saved(
    panel: CharacteristicsPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.copy.click()
    head, first, *_ = QGuiApplication.clipboard().text().splitlines()
    assert head.startswith("characteristic\tall n = ") and first.startswith("age (years), mean (SD)\t")
    monkeypatch.setattr(dialogs, "file_to_write", lambda *_: tmp_path / "one.csv")
    panel.save.click()
    lines = (tmp_path / "one.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("characteristic,") and len(lines) == panel.table.lines.rowCount() + 1
    assert not any("P000" in line for line in lines), "no patient is named"


def test_the_flow_is_drawn_for_the_fit_and_its_test_stays_covered(session: Session, qtbot: QtBot) -> None:
    session.study = evaluated()
    panel = FlowPanel(session)
    qtbot.addWidget(panel)
    panel.resize(1000, 500)
    panel.show()
    trained = session.study.trained
    assert trained is not None
    flow = flow_of(trained, opened=False)
    assert f"{flow.parts[-1].rows:,} test" in panel.sentence.text()
    values = panel.picture.values()
    assert values is not None
    places = values.columns[0]
    assert isinstance(places, tuple) and places[-1] == "test"
    assert values.cell(values.length - 1, 1) == str(flow.parts[-1].rows)
    assert values.cell(values.length - 1, 3) == "", "its events are not told"
    svg = panel.picture.svg().decode("utf-8")
    assert "events covered" in svg and f"n = {flow.read:,}" in svg
    session.study = session.study.with_decision(replace(session.study.decision, opened="2026-01-01T00:00:00"))
    session.study_changed.emit()
    assert "events covered" not in panel.picture.svg().decode("utf-8")


def test_the_flow_counts_patients_where_they_have_several_rows(session: Session, qtbot: QtBot) -> None:
    session.study = study(Patients(visits=3))
    panel = FlowPanel(session)
    qtbot.addWidget(panel)
    assert "200 patients" in panel.picture.svg().decode("utf-8")


@pytest.mark.parametrize("events", [9, 10])
def test_of_a_handful_of_events_no_curve_is_drawn(session: Session, qtbot: QtBot, events: int) -> None:
    judged = evaluated()
    evaluation = judged.evaluation
    assert evaluation is not None
    y = np.zeros(evaluation.y.size, np.int8)
    y[:events] = 1
    session.study = replace(judged, evaluation=replace(evaluation, y=y, curve=curve_of(y, evaluation.risks)))
    made = PerformancePanel(session)
    qtbot.addWidget(made)
    hidden = [plot.isHidden() for plot in (made.roc, made.reliability, made.benefit)]
    assert hidden == [events < 10] * 3 and not made.risks.isHidden()


def test_average_precision_stands_behind_the_networks_auroc(session: Session, qtbot: QtBot) -> None:
    session.study = evaluated()
    evaluation = session.study.evaluation
    assert evaluation is not None
    expected = average_precision_score(evaluation.y, evaluation.honest)
    assert evaluation.precision.value == pytest.approx(expected)
    panel = PerformancePanel(session)
    qtbot.addWidget(panel)
    said = [part.toolTip() for part in panel.models.findChildren(QWidget) if "average" in part.toolTip()]
    assert said and all(f"average precision {expected:.3f} (" in text for text in said)
    assert all(f"that tell nothing {evaluation.y.mean():.3f}" in text for text in said)
