"""The Subgroups panel: it asks for a column, draws what was found, and says when that is out of date."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.deciding import with_threshold
from clinnet_gui.core.evaluation.groups import differences as comparing
from clinnet_gui.gui.pages.subgroups_panel import SubgroupsPanel
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.plots.forest import Sign
from clinnet_gui.gui.widgets.results.groups.column_choice import WRONG
from clinnet_gui.gui.widgets.results.groups.level_forests import NO_THRESHOLD
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


def names_in(panel: SubgroupsPanel) -> list[str]:
    return [line.name for line in panel.forests.risks.plots[0].lines]


def test_a_column_is_chosen_and_its_groups_are_drawn(panel: SubgroupsPanel, rest: Rest) -> None:
    assert not panel.forests.isVisible()
    choose(panel, "ward")
    rest()
    assert names_in(panel) == ["burns", "intensive", "medical", "surgical", "all out-of-fold rows"]
    auroc, ratio, _ = panel.forests.risks.plots
    assert auroc.lines[-1].sign is Sign.WHOLE and auroc.lines[0].instead == "too few events"
    assert [line.n for line in auroc.lines[:4]] == [line.n for line in ratio.lines[:4]]
    assert sum(line.n for line in auroc.lines[:4]) == auroc.lines[-1].n, "n and events beside each group"
    assert panel.sentence.text() and panel.forests.heading.text() == NO_THRESHOLD
    assert not any(plots.isVisible() for plots in panel.forests.at_threshold)
    assert [row[0] for row in panel.differences.texts()] == ["AUROC", "O:E, ratio", "prevalence"]


def test_at_the_threshold_rates_and_benefit_stand_with_their_intervals(
    panel: SubgroupsPanel, rest: Rest, session: Session
) -> None:
    session._set(replace(session.study, decision=with_threshold(session.study.decision, 0.3)))
    choose(panel, "ward")
    rest()
    assert panel.forests.heading.text() == "At the threshold of 30.0 %"
    rates, more = panel.forests.at_threshold
    names = [plot.accessibleName() for plots in (rates, more) for plot in plots.plots]
    assert names == [
        "sensitivity",
        "specificity",
        "positive predictive value",
        "share flagged",
        "net benefit",
        "prevalence",
    ]
    for plot in (*rates.plots, *more.plots):
        medical = plot.lines[2].measure
        assert plot.isVisible() and medical.low < medical.value < medical.high
    assert len(panel.differences.texts()) == 7


def test_groups_keep_the_name_of_their_column_when_the_choice_moves_on(
    panel: SubgroupsPanel, rest: Rest
) -> None:
    choose(panel, "ward")
    rest()
    panel.choice.columns.setCurrentIndex((panel.choice.columns.currentIndex() + 1) % 3)
    assert panel.choice.column is not None and panel.choice.column.name != "ward"
    assert panel.sentence.text().startswith("Groups by “ward”. ")


def test_cuts_are_taken_or_refused(panel: SubgroupsPanel, rest: Rest, session: Session) -> None:
    choose(panel, "age", "old")
    assert panel.choice.fault.text() == WRONG and session.activity is None
    choose(panel, "age", "60; 70")
    rest()
    assert names_in(panel)[:3] == ["up to 60 years", "over 60 to 70 years", "over 70 years"]


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
