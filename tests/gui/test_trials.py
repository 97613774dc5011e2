"""Runs, other networks, other learning rates: tried in the window, taken or undone."""

import math
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.statistics.paired import Interval
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.ablation.values import Ablation, Cell
from clinnet_gui.core.training.runs import KEPT, result_of, with_run
from clinnet_gui.core.work import drain
from clinnet_gui.gui.operations import trials
from clinnet_gui.gui.pages.training_page import TABS, TrainingPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.training.cell_table import DIFFERENCE, NETWORK, words
from clinnet_gui.gui.widgets.training.run_table import LOSS, NOTE, SETTINGS, RunTable, differing
from tests import builders
from tests.gui.conftest import Rest, quickly

WHEN = "2026-01-01T00:00:00+00:00"


def several(count: int = 2) -> Study:
    """A study with so many runs of one training, whose rates differ."""
    study, trained = builders.study(), builders.trained()
    result, runs = drain(result_of(trained)), study.runs
    for i in range(count):
        changed = replace(result, spec=replace(result.spec, learning_rate=0.01 / (i + 1)))
        runs = with_run(runs, changed, trained if i == count - 1 else replace(trained), WHEN)
    return replace(study, runs=runs)


def shown(qtbot: QtBot, session: Session) -> TrainingPage:
    page = TrainingPage(session)
    qtbot.addWidget(page)
    page.resize(1040, 640)
    page.show()
    return page


def text(table: object, row: int, column: int) -> str:
    return str(table.data(table.index(row, column)))  # type: ignore[attr-defined]


# ---- runs -------------------------------------------------------------------------------


LAYERS = " – ".join(map(str, builders.small().hidden))


def test_runs_are_told_apart_by_the_settings_that_differ() -> None:
    runs = several(3).runs
    assert differing(runs) == ["rate 0.01", "rate 0.005", "rate 0.00333333"]
    assert differing(runs[:1]) == [LAYERS]
    other = replace(runs[0], result=replace(runs[0].result, dataset="another"))
    assert differing((other, runs[0])) == ["other data", LAYERS]
    layers = replace(runs[0], result=replace(runs[0].result, spec=replace(builders.small(), hidden=())))
    assert differing((layers, runs[0]))[0].startswith("no hidden layer")


def test_each_run_is_a_line_and_takes_a_note(qtbot: QtBot) -> None:
    runs, table = several().runs, RunTable()
    table.show_runs(runs, runs[1])
    assert text(table, 1, 0) == "● 2" and text(table, 0, SETTINGS) == "rate 0.01"
    assert text(table, 0, LOSS).startswith(f"{runs[0].result.log_loss.value:.4f} (")
    with qtbot.waitSignal(table.noted) as noted:
        assert table.setData(table.index(0, NOTE), "too fast")
    assert noted.args == [1, "too fast"]
    assert not table.setData(table.index(0, LOSS), "0.1")


def test_two_chosen_runs_are_compared_and_drawn_over_each_other(
    qtbot: QtBot, session: Session, rest: Rest
) -> None:
    session.study = several()
    page = shown(qtbot, session)
    page.tabs.setCurrentIndex(TABS.index("Runs"))
    runs = page.runs
    runs.table.selectRow(0)
    assert runs.back.isEnabled() and "Run 1: log-loss" in runs.sentence.text()
    runs.table.selectAll()
    rest()
    assert session.compared is not None
    assert runs.sentence.text() == session.compared.comparison.sentence
    assert "cannot be told apart" in runs.sentence.text(), "they are the same network"
    assert [entry.name for entry in runs.curves.legend.entries] == ["run 1", "run 2"]
    assert not runs.back.isEnabled()


def test_a_note_is_kept_in_the_study_and_leaves_the_choice(qtbot: QtBot, session: Session) -> None:
    session.study = several()
    page = shown(qtbot, session)
    page.runs.table.selectRow(0)
    page.runs.model.noted.emit(1, "<b>first</b>")
    assert session.study.runs[0].note == "<b>first</b>" and session.unsaved
    assert [run.number for run in page.runs.chosen()] == [1]


def test_of_old_runs_only_the_numbers_are_left(qtbot: QtBot, session: Session) -> None:
    session.study = several(KEPT + 1)
    page = shown(qtbot, session)
    page.runs.table.selectRow(0)
    assert not page.runs.back.isEnabled() and "Only its numbers were kept." in page.runs.sentence.text()
    assert text(page.runs.model, 0, NOTE) == "numbers only"


def test_each_training_is_noted_and_an_earlier_one_returns_and_goes_again(
    trained: Session, rest: Rest
) -> None:
    first, spec = trained.study.trained, trained.study.choice.spec
    trained.set_spec(replace(spec, learning_rate=3e-3))
    quickly(trained, rest)
    second = trained.study.trained
    assert [run.number for run in trained.study.runs] == [1, 2] and second is not first
    trained.return_to_run(1)
    rest()
    study = trained.study
    assert study.trained is first and study.choice.spec == spec and not study.fit_is_stale
    assert study.evaluation is not None and len(study.runs) == 2
    assert trained.steps.next_undo == "Return to run 1"
    trained.undo()
    rest()
    assert trained.study.trained is second and trained.study.evaluation is not None
    assert trained.study.choice.spec.learning_rate == 3e-3
    trained.redo()
    rest()
    assert trained.study.trained is first
    quickly(trained, rest)
    third = trained.study.trained
    while trained.steps.next_undo:
        trained.undo()
        rest()
    assert trained.study.trained is third, "a training is never undone"


def test_a_test_part_whose_rows_another_split_showed_is_said_to_be_so() -> None:
    """First without a test part, then with one: the network that returns has a test that was shown."""
    study, first, second = builders.study(), builders.crossed(), builders.trained()
    for made in (first, second):
        study = replace(study, runs=with_run(study.runs, drain(result_of(made)), made, WHEN))
    decision = drain(trials.returning(study.runs[1], study))
    assert decision.shown_before == second.split.rows(Part.TEST).size
    assert drain(trials.returning(study.runs[0], study)).shown_before == 0


# ---- networks ---------------------------------------------------------------------------


def ablation(study: Study, done: int = 4) -> Ablation:
    from clinnet_gui.core.training.ablation.values import made_from

    cells = (
        Cell((), 10, 0.6, Interval(0.1, 0.05, 0.15), 1.0),
        Cell((8,), 90, 0.51, Interval(0.01, -0.01, 0.03), 1.0),
        Cell((16, 8), 300, 0.5, Interval(0.0, 0.0, 0.0), 2.0),
        Cell((32, 16), 900, math.nan, Interval(math.nan, math.nan, math.nan), 2.0, "It diverged."),
    )
    plan = made_from(study.dataset, study.split, study.choice.spec)
    return Ablation(cells[:done], (16, 8), (8,), 10, (1,), 60, 60, "early-stop rows", "Keep 8.", plan)


def test_a_comparison_grows_while_it_runs_and_is_kept_when_stopped(
    qtbot: QtBot, session: Session, rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinnet_gui.core.training.executor.processors", lambda: 1)
    session.study = builders.study()
    choice = session.study.choice
    session.study = session.study.with_choice(replace(choice, spec=replace(choice.spec, epochs=60)))
    page = shown(qtbot, session)
    session.compare_networks()
    assert page.tabs.currentWidget() is page.networks and not page.networks.start.isEnabled()
    qtbot.waitUntil(lambda: session.ablation is not None and len(session.ablation.cells) >= 2, timeout=60_000)
    session.stop_and_keep()
    rest()
    found = session.ablation
    assert found is not None and found.reference == (16, 8)
    assert page.networks.model.rowCount() == len(found.cells) < found.planned
    assert f"{len(found.cells)} of {found.planned} networks" in page.networks.sentence.text()
    assert not page.networks.stale.isVisible() and page.networks.start.isEnabled()


def test_the_recommended_network_or_the_chosen_one_is_taken_and_given_back(
    qtbot: QtBot, session: Session
) -> None:
    session.study = builders.study()
    session.ablation = ablation(session.study)
    page = shown(qtbot, session)
    page.tabs.setCurrentIndex(TABS.index("Networks"))
    tab = page.networks
    assert tab.use.text() == "Use 8" and tab.chosen() == (8,)
    tab.use.click()
    assert session.study.choice.spec.hidden == (8,) and session.steps.next_undo == "Choice of the network"
    assert not tab.use.isEnabled() and not tab.stale.isVisible(), "only the layers changed"
    session.undo()
    assert session.study.choice.spec.hidden == (16, 8)
    tab.table.selectRow(0)
    assert tab.use.text() == "Use no hidden layer"
    session.set_spec(replace(session.study.choice.spec, dropout=0.5))
    assert tab.stale.isVisible()


def test_the_forest_names_every_network_and_a_failed_one_stands_in_the_table(
    qtbot: QtBot, session: Session
) -> None:
    session.study = builders.study()
    session.ablation = found = ablation(session.study)
    page = shown(qtbot, session)
    plot = page.networks.plot
    names = [name for level in plot.area.getPlotItem().getAxis("left")._tickLevels for _, name in level]
    assert names == ["no hidden layer", "8", "16 – 8"]
    assert plot._recommended.getData()[0].tolist() == [0.01]
    assert [c.isVisible() for c in plot._intervals.curves] == [True, True]
    assert plot.describe() == "Log-loss difference. Keep 8."
    assert text(page.networks.model, 1, NETWORK) == "★ 8"
    assert text(page.networks.model, 1, DIFFERENCE) == "+0.0100 (−0.0100 to +0.0300)"
    assert words(found.cells[3], found)[DIFFERENCE] == "training failed"
    assert np.isfinite(plot.area.viewRange()).all()


# ---- learning rates ---------------------------------------------------------------------


def test_rates_are_tested_drawn_and_taken(qtbot: QtBot, session: Session, rest: Rest) -> None:
    session.study = before = builders.study()
    page = shown(qtbot, session)
    session.test_rates()
    assert page.tabs.currentWidget() is page.rates
    rest()
    assert session.study is before, "nothing of the study changes"
    found, tab = session.rates, page.rates
    assert found is not None and found.test.suggested is not None
    assert tab.sentence.text() == found.test.sentence and not tab.stale.isVisible()
    assert tab.plot._suggested.value() == pytest.approx(math.log10(found.test.suggested))
    tab.plot.hovered.emit(-3.0, 0.0)
    assert tab.plot.readout.text().startswith("rate 0.00096 · loss")
    tab.use.click()
    assert session.study.choice.spec.learning_rate == found.test.suggested
    assert not tab.stale.isVisible() and not tab.use.isEnabled()
    session.undo()
    assert session.study.choice.spec.learning_rate == before.choice.spec.learning_rate
    session.set_spec(replace(before.choice.spec, batch=64))
    assert tab.stale.isVisible()
