"""The Data page draws the session's table, and asks the session for every change."""

import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.findings import Finding, Level, Option
from clinnet_gui.core.data.table import Kind
from clinnet_gui.gui.pages.data_page import DataPage, counts
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.data.column_facts import missing_text, range_text
from clinnet_gui.gui.widgets.data.column_table import NAME, NOTE, ROLE, TYPE, ColumnModel
from clinnet_gui.gui.widgets.data.data_table import DataModel, DataTable
from clinnet_gui.gui.widgets.data.findings_list import FindingsList, grouped
from tests import builders
from tests.gui.patients import HEADER, rows

HOSTILE = "eGFR <60 <img src='x'>"


@pytest.fixture
def page(qtbot: QtBot, session: Session, tmp_path: Path):
    made = DataPage(session)
    qtbot.addWidget(made)
    path = tmp_path / "patients.csv"
    path.write_text("\n".join([HEADER.replace("crp", HOSTILE), *rows()]) + "\nP9999,1\n")
    made.resize(1100, 600)
    made.show()

    def open_it() -> DataPage:
        session.open_file(path)
        qtbot.waitUntil(lambda: session.activity is None)
        return made

    return open_it, session


def settle(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: session.activity is None, timeout=20_000)


def test_it_starts_with_a_place_to_drop_a_file(page, qtbot: QtBot) -> None:
    _, session = page
    start = DataPage(session)
    qtbot.addWidget(start)
    assert start.currentWidget() is start.start
    with qtbot.waitSignal(start.open_wanted):
        next(b for b in start.start.findChildren(QPushButton) if b.text() == "Open data…").click()


def test_a_file_is_shown_with_every_row_accounted_for(page) -> None:
    open_it, session = page
    data = open_it()
    assert data.currentWidget() is data.frame
    table = session.study.table
    assert "401 rows read = 400 usable + 1 set aside" in counts(table)
    assert data.aside.model().rowCount() == 1
    assert data.columns.model().rowCount() == 5
    assert not data.frame.primary.isEnabled()
    assert "Choose the outcome" in data.frame.status.text()


def test_outcome_and_event_are_chosen_and_the_way_is_free(page, qtbot: QtBot) -> None:
    open_it, session = page
    data = open_it()
    data.form.outcome.setCurrentIndex(5)
    data.form.outcome.activated.emit(5)
    settle(qtbot, session)
    assert session.study.ready_to_train
    assert session.study.roles.event == ("yes",)
    assert data.frame.primary.isEnabled()
    other = next(a for a in data.form.levels.menu().actions() if a.data() == "no")
    yes = next(a for a in data.form.levels.menu().actions() if a.data() == "yes")
    assert yes.isChecked() and not other.isChecked()
    yes.setChecked(False)
    other.trigger()
    settle(qtbot, session)
    assert session.study.roles.event == ("no",)
    with qtbot.waitSignal(session.navigated) as gone:
        data.frame.primary.click()
    assert gone.args == ["model"]


def test_roles_and_types_are_chosen_in_the_table(page, qtbot: QtBot) -> None:
    open_it, session = page
    data = open_it()
    model = data.columns.model()
    age = next(r for r in range(model.rowCount()) if model.index(r, NAME).data() == "age")
    model.setData(model.index(age, ROLE), "ignore")
    settle(qtbot, session)
    assert model.index(age, ROLE).data() == "ignore"
    model.setData(model.index(age, TYPE), "category")
    settle(qtbot, session)
    assert model.index(age, TYPE).data() == "category"
    assert session.study.table.column("age").kind is Kind.CATEGORY


def test_a_column_is_found_by_a_part_of_its_name(page, qtbot: QtBot) -> None:
    open_it, _ = page
    data = open_it()
    data.columns.narrow("WAR")
    assert data.columns.model().rowCount() == 1
    data.columns.narrow("")
    assert data.columns.model().rowCount() == 5


def test_the_files_text_is_never_markup(page) -> None:
    open_it, _ = page
    data = open_it()
    for label in data.findChildren(QLabel):
        if "<" in label.text():
            assert label.textFormat() is Qt.TextFormat.PlainText
    header = data.table.model().headerData(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "&lt;60" in header
    assert data.columns.model().index(2, NAME).data() == HOSTILE


def test_a_question_has_its_answers_beside_it(qtbot: QtBot) -> None:
    question = Finding(
        "SENTINEL",
        Level.ASK,
        "-999 occurs 23 times.",
        column="crp",
        options=(Option("missing", "read as missing"), Option("keep", "keep as a value")),
        proposed="missing",
    )
    made = FindingsList()
    qtbot.addWidget(made)
    made.show_findings((Finding("N", Level.NOTE, "Noted."), question))
    combo = made.findChild(QComboBox)
    assert [combo.itemData(i) for i in range(combo.count())] == [None, "missing", "keep"]
    combo.setCurrentIndex(1)
    with qtbot.waitSignal(made.answered) as told:
        combo.activated.emit(1)
    assert told.args == ["SENTINEL", "crp", "missing"]


def test_findings_come_by_urgency_and_together_by_kind() -> None:
    notes = [Finding("A", Level.NOTE, "n", column=c) for c in "xyz"]
    refusal = Finding("Z", Level.REFUSE, "r")
    ask = Finding("Q", Level.ASK, "q", options=(Option("k", "t"),))
    settled = Finding("S", Level.ASK, "s", options=(Option("k", "t"),), answer="k")
    groups = grouped((*notes, settled, ask, refusal, Finding("O", Level.OK, "fine")))
    assert [group[0].code for group in groups] == ["Z", "Q", "S", "A"]
    assert len(groups[-1]) == 3


def test_facts_of_a_column() -> None:
    age = builders.number("age", [20.0, float("nan"), 81.5], "years")
    ward = builders.category("ward", ["A", "A", "B", "C", "C", "C", "D", ""])
    assert range_text(age) == "20 – 81.5 years"
    assert missing_text(age) == "1 (33 %)"
    assert range_text(ward) == "4 levels: C (3), A (2), B (1), …"
    assert missing_text(ward) == "1 (12 %)"


def test_the_note_of_a_column_is_its_gravest_finding(qtbot: QtBot) -> None:
    table = builders.table(builders.number("age", [1.0, 2.0]))
    model = ColumnModel()
    found = (
        Finding("A", Level.NOTE, "only a note", column="age"),
        Finding("B", Level.WARN, "a warning", column="age"),
    )
    model.show_columns(table, None, found)
    assert model.index(0, NOTE).data() == "a warning"
    assert "only a note" in model.data(model.index(0, NOTE), Qt.ItemDataRole.ToolTipRole)


def test_two_hundred_thousand_rows_scroll_as_fast_as_ten(qtbot: QtBot) -> None:
    rng = np.random.default_rng(1)
    one = builders.number("lab", rng.integers(0, 500, 200_000).astype(float))
    table = builders.table(*[one] * 50)
    view = DataTable()
    qtbot.addWidget(view)
    view.resize(1100, 600)
    view.show_table(table.raw)
    view.show()
    qtbot.waitExposed(view)
    assert view.model().rowCount(QModelIndex()) == 200_000
    spent = []
    for row in rng.integers(0, 200_000, 30):
        start = time.process_time()
        view.scrollTo(view.model().index(int(row), 0))
        view.grab()
        spent.append(time.process_time() - start)
    assert sorted(spent)[15] < 0.05
    view.show_rows((5, 199_999))
    assert {i.row() for i in view.selectionModel().selectedRows()} == {5, 199_999}


def test_a_cell_of_a_huge_text_stays_one_line(qtbot: QtBot) -> None:
    raw = builders.table(builders.category("note", ["x" * 300_000, "b"])).raw
    model = DataModel()
    model.show_table(raw)
    assert len(model.data(model.index(0, 0))) <= 60
    assert len(model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)) < 1_100
