"""The Subgroups panel: it asks for a column, draws what was found, and says when that is out of date."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.deciding import with_threshold
from clinnet_gui.core.evaluation.groups import differences as comparing
from clinnet_gui.gui.pages.subgroups_panel import NO_THRESHOLD, SubgroupsPanel
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.plots.forest import Sign
from clinnet_gui.gui.widgets.results.groups.column_choice import WRONG
from tests.gui.conftest import Rest
from tests.gui.results_study import crossed


@pytest.fixture
def panel(qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch) -> SubgroupsPanel:
    monkeypatch.setattr(comparing, "TIMES", 120)
    session.study = crossed()
    made = SubgroupsPanel(session)
    qtbot.addWidget(made)
    made.resize(1040, 640)
    made.show()
    return made


def choose(panel: SubgroupsPanel, name: str, cuts: str = "") -> None:
    box = panel.choice.columns
    box.setCurrentIndex(next(i for i in range(box.count()) if box.itemText(i).split("  ")[0] == name))
    panel.choice.cuts.setText(cuts)
    panel.choice.start.click()


def test_a_column_is_chosen_and_its_groups_are_drawn(panel: SubgroupsPanel, rest: Rest) -> None:
    assert not panel.table.isVisible()
    choose(panel, "ward")
    rest()
    names = [line.name for line in panel.forest.lines]
    assert names == ["burns", "intensive", "medical", "surgical", "all out-of-fold rows"]
    assert panel.forest.lines[-1].sign is Sign.WHOLE
    assert panel.table.isVisible() and panel.table.levels.rowCount() == 5
    assert panel.sentence.text() and NO_THRESHOLD in panel.note.text()
    assert panel.table.levels.index(1, 4).data() != "–"
    panel.figure.setCurrentIndex(1)
    assert panel.forest.lines[1].measure.value == panel.table.levels.levels[1].o_to_e.value


def test_groups_keep_the_name_of_their_column_when_the_choice_moves_on(
    panel: SubgroupsPanel, rest: Rest
) -> None:
    choose(panel, "ward")
    rest()
    panel.choice.columns.setCurrentIndex((panel.choice.columns.currentIndex() + 1) % 3)
    assert panel.choice.column is not None and panel.choice.column.name != "ward"
    assert panel.sentence.text().startswith("Groups by “ward”. ")
    assert panel.table.levels.headerData(0, Qt.Orientation.Horizontal) == "ward"


def test_cuts_are_taken_or_refused(panel: SubgroupsPanel, rest: Rest, session: Session) -> None:
    choose(panel, "age", "old")
    assert panel.choice.fault.text() == WRONG and session.activity is None
    choose(panel, "age", "60; 70")
    rest()
    names = [line.name for line in panel.forest.lines]
    assert names[:3] == ["up to 60 years", "over 60 to 70 years", "over 70 years"]


def test_another_threshold_makes_the_groups_out_of_date(
    panel: SubgroupsPanel, rest: Rest, session: Session
) -> None:
    choose(panel, "sex")
    rest()
    assert not panel.stale.isVisible()
    decision = with_threshold(session.study.decision, 0.3)
    session._set(replace(session.study, decision=decision))
    assert panel.stale.isVisible()
    choose(panel, "sex")
    rest()
    assert not panel.stale.isVisible()
    assert session.divided is not None and session.divided.found.levels[0].point is not None
