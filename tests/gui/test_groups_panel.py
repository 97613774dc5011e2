"""The Groups panel: it asks the session, and draws groups, mean and what a new group may show."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.data.table import Column
from clinnet_gui.core.evaluation.deciding import with_threshold
from clinnet_gui.core.evaluation.groups import transporting
from clinnet_gui.core.evaluation.groups.pooling import Summary
from clinnet_gui.core.evaluation.groups.rounds import Rounds, Skipped
from clinnet_gui.core.evaluation.groups.subgroups import NOT_SHOWN, Level
from clinnet_gui.core.evaluation.groups.transported import LeftOut, Transported, chosen_for
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.validation.procedure import Networks
from clinnet_gui.core.statistics.reliance import Reliance
from clinnet_gui.core.work import Progress, Work, drain
from clinnet_gui.gui.operations import groups
from clinnet_gui.gui.pages.groups_panel import IN_TURN, OVER_TIME, GroupsPanel
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.page_frame import scrolled
from clinnet_gui.gui.widgets.plots.forest import Sign
from clinnet_gui.gui.widgets.results.groups.column_choice import ColumnChoice
from tests.builders import category, number
from tests.gui.results_study import crossed


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[GroupsPanel]:
    session.study = crossed()
    made = GroupsPanel(session)
    area = scrolled(made)
    qtbot.addWidget(area)
    area.resize(1060, 640)
    area.show()
    yield made


def level(name: str, value: float) -> Level:
    of = Measure(value, value - 0.1, value + 0.1, "as drawn", 300, 40)
    return Level(name, 300, 40, Reliance.UNSTABLE, of, of, of, of)


def found(session: Session, planned: int = 3) -> Transported:
    nothing = Level("west", 0, 0, Reliance.SUPPRESSED, NOT_SHOWN)
    groups = (
        LeftOut("n" * 60, 500, level("n" * 60, 0.8), Measure(0.7)),
        LeftOut("south", 500, level("south", 0.7), Measure(0.7)),
        LeftOut("west", 0, nothing, NOT_SHOWN, "Training failed."),
    )
    pooled = Summary("AUROC", Measure(0.75, 0.7, 0.8), Measure(0.75, math.nan, math.nan), 0.1, 2)
    return Transported(
        "site",
        False,
        groups,
        (Skipped("east", 40, 3, "too few"), Skipped("isle", 4, 1, "too few")),
        (pooled, pooled, pooled),
        pooled,
        planned,
        "",
        "The sentence.",
        chosen_for(session.study.decision),
    )


def test_groups_mean_and_a_new_group_are_drawn(panel: GroupsPanel, session: Session) -> None:
    assert not panel.forests.isVisible() and "costs about one training" in panel.sentence.text()
    session._transported(found(session, planned=5))
    lines = panel.forests.risks.plots[0].lines
    assert [line.sign for line in lines[3:]] == [Sign.WHOLE, Sign.RANGE]
    assert lines[2].instead == "training failed" and lines[4].instead == "needs three groups"
    assert panel.forests.isVisible()
    assert panel.sentence.text() == "The sentence. (3 of 5 groups)"
    assert panel.skipped.text() == "Not judged (events / rows): east (3 / 40), isle (1 / 4): too few."
    assert not panel.grab().isNull()


def test_where_there_is_no_room_each_plot_names_the_groups(
    qtbot: QtBot, panel: GroupsPanel, session: Session
) -> None:
    session._transported(found(session))
    wide = panel.forests.risks.plots[1].minimumSizeHint().width()
    first, second, _ = panel.forests.risks.plots
    panel.window().resize(700, 640)
    qtbot.waitUntil(lambda: second.y() > first.y())
    assert second.minimumSizeHint().width() > wide
    panel.window().resize(1060, 640)
    qtbot.waitUntil(lambda: second.y() == first.y())
    assert second.minimumSizeHint().width() == wide
    assert b"needs three groups" in panel.forests.risks.plots[1].svg()


def test_thirty_groups_with_long_names_are_told_apart_and_stand_in_lines_of_their_own(
    qtbot: QtBot, panel: GroupsPanel, session: Session
) -> None:
    names = [f"Regional hospital of the county of Somewhere, ward {i:02d}, unit" for i in range(30)]
    groups = tuple(LeftOut(name, 500, level(name, 0.7), Measure(0.7)) for name in names)
    session._transported(replace(found(session, planned=30), groups=groups))
    first, second, _ = panel.forests.risks.plots
    assert len(set(first._names)) == len(first.lines) == 32 and max(map(len, first._names)) < 40
    qtbot.waitUntil(lambda: first.height() == second.height() > 32 * 20)  # the page scrolls, not the plot
    assert [line.n for line in first.lines[:30]] == [300] * 30 and not panel.grab().isNull()
    lead = first.lead(first.width()) + 24 + first._figures_width()
    axes = first.width() - lead, second.width() - 24 - second._figures_width()
    assert axes[0] > 0.8 * axes[1], "the axis beside the names is about as long as the others"


@pytest.mark.parametrize(
    "case",
    [
        (category("site", ["north"] * 600), False, "fewer than two groups"),
        (category("site", ["north"] * 595 + [""] * 5), False, "fewer than two groups"),
        (category("site", [f"{i // 10}" if i < 290 else "" for i in range(600)]), False, "enough events"),
        (number("day", np.full(600, 19_000.0)), True, "nothing is earlier or later"),
        (number("day", np.full(600, math.nan)), True, "nothing is earlier or later"),
    ],
    ids=["one group", "one group and none", "too small", "one day", "no day"],
)
def test_a_column_that_cannot_be_left_out_is_said_in_the_panel(
    qtbot: QtBot, panel: GroupsPanel, session: Session, case: tuple[Column, bool, str]
) -> None:
    column, by_date, said = case
    session.transport(column, by_date=by_date)
    qtbot.waitUntil(lambda: session.activity is None, timeout=30_000)
    assert panel.state.isVisible() and said in panel.state.sentence.text()
    assert session.transported is None and panel.choice.isEnabled() and not panel.forests.isVisible()


def test_by_date_is_offered_for_numbers_alone(panel: GroupsPanel) -> None:
    box = panel.choice.columns
    names = [box.itemText(i).split("  ")[0] for i in range(box.count())]
    box.setCurrentIndex(names.index("ward"))
    assert not panel.way.isVisible() and panel.way.currentText() == IN_TURN
    box.setCurrentIndex(names.index("age"))
    assert panel.way.isVisible() and panel.choice.cuts.isVisible()
    panel.way.setCurrentText(OVER_TIME)
    assert not panel.choice.cuts.isVisible()


def test_the_button_asks_for_the_column_and_the_way(
    panel: GroupsPanel, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, tuple[float, ...], bool]] = []
    monkeypatch.setattr(session, "transport", lambda c, cuts, by_date: asked.append((c.name, cuts, by_date)))
    box = panel.choice.columns
    box.setCurrentIndex(next(i for i in range(box.count()) if box.itemText(i).startswith("age")))
    panel.choice.cuts.setText("60")
    panel.choice.start.click()
    panel.way.setCurrentText(OVER_TIME)
    panel.choice.start.click()
    assert asked == [("age", (60.0,), False), ("age", (60.0,), True)]


def test_another_threshold_makes_it_out_of_date_and_another_network_takes_it_away(
    panel: GroupsPanel, session: Session
) -> None:
    session._transported(found(session))
    assert not panel.stale.isVisible()
    session._set(replace(session.study, decision=with_threshold(session.study.decision, 0.3)))
    assert panel.stale.isVisible()
    session._set(replace(session.study, trained=None, evaluation=None))
    assert session.transported is None and not panel.forests.isVisible()


@pytest.mark.parametrize(("values", "expected"), [(47, 3), (12, 12)])
def test_a_number_makes_a_group_a_value_only_where_each_has_rows(
    values: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty-seven ages are no sites; twelve numbers of wards may be."""
    asked = list[Rounds]()

    def noted(*given: object) -> Work[None]:
        asked.append(cast(Rounds, given[2]))
        yield Progress("")

    monkeypatch.setattr(transporting, "transport", noted)
    study = crossed(test=True)
    assert study.trained is not None
    n = study.trained.dataset.n
    column = number("site", np.arange(n) % values)
    drain(groups.transporting(study.trained, study.decision, column, (), False))
    (rounds,) = asked
    assert len(rounds.rounds) + len(rounds.skipped) == expected


@pytest.mark.parametrize("opened", ["", "2026-01-01T00:00:00Z"])
def test_covered_test_rows_take_no_part(opened: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Rounds, Networks]] = []

    def noted(
        trained: object, decision: object, rounds: Rounds, procedure: Networks, crew: object
    ) -> Work[None]:
        asked.append((rounds, procedure))
        yield Progress("")

    monkeypatch.setattr(transporting, "transport", noted)
    study = crossed(test=True)
    assert study.trained is not None
    decision, column = replace(study.decision, opened=opened), study.trained.dataset.table.column("ward")
    drain(groups.transporting(study.trained, decision, column, (), False))
    ((rounds, procedure),) = asked
    used = np.unique(np.concatenate([np.concatenate([one.train, one.judge]) for one in rounds.rounds]))
    test = study.trained.split.rows(Part.TEST)
    assert np.isin(test, used).all() if opened else not np.isin(test, used).any()
    assert procedure.of == (study.trained.dataset.n if opened else study.trained.dataset.n - test.size)


def test_the_row_of_choices_breaks_where_it_is_too_narrow(qtbot: QtBot) -> None:
    choice, way = ColumnChoice("Leave out in turn", "values, or thirds"), QComboBox()
    way.addItems(["each group in turn", "earlier to later"])
    choice.add(way)
    qtbot.addWidget(choice)
    choice.offer_cuts(True)
    choice.show()
    least = choice.minimumSizeHint().width()
    for width, below in ((2 * least, False), (least + 20, True)):
        choice.resize(width, 80)
        qtbot.waitUntil(lambda below=below: (choice.start.mapTo(choice, QPoint()).y() > 30) is below)
    assert choice.width() == least + 20, "no wider than it was made"
