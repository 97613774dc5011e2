"""The Training page: live, late, paused, stopped, lost, and reopened."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from clinnet_gui.core.study import Study
from clinnet_gui.core.training.records import (
    Begun,
    Cause,
    Damage,
    Diagnosis,
    Evidence,
    Remedy,
    Repaired,
    Replay,
    Spike,
    SpikeKind,
    Step,
    Validated,
)
from clinnet_gui.gui.activity import LiveRun
from clinnet_gui.gui.pages.training_page import TrainingPage
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.training.event_table import ROWS
from tests import builders

LONG = {"epochs": 2000, "patience": 2000}


@pytest.fixture
def session(session: Session) -> Session:
    session.study = planned()
    return session


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> TrainingPage:
    return shown(qtbot, session)


def planned(**settings: int) -> Study:
    study = builders.study()
    assert study.choice is not None
    choice = replace(study.choice, spec=replace(study.choice.spec, **settings))
    return replace(study, trained=None, choice=choice)


def shown(qtbot: QtBot, session: Session) -> TrainingPage:
    page = TrainingPage(session)
    qtbot.addWidget(page)
    page.resize(1040, 640)
    page.show()
    return page


def curve(page: TrainingPage) -> np.ndarray:
    return page.course.plots.loss._envelope.getData()[1]


BAD_BATCH = Diagnosis(
    causes=(Cause.BAD_BATCH,),
    evidence=(Evidence(Cause.BAD_BATCH, "A cell of “creatinine” lies far."),),
    replays=(Replay("without the row", Cause.BAD_BATCH, 12.2, 0.8, True),),
    proof="Replayed without the row: the spike is gone, z 12.2 to 0.8.",
    columns=("creatinine",),
    damage=Damage.LASTING,
    remedy=Remedy.SKIP_ROWS,
)
RECORDS = (
    Begun(100, 10, 10, 0.6, 1234),
    *(Step(i, 1 + (i - 1) // 10, 0.5 + i / 1000, 1.0, 1e-3) for i in range(1, 21)),
    Step(21, 3, math.nan, math.nan, 1e-3),
    Spike(21, 3, SpikeKind.NON_FINITE_LOSS, math.nan, 0.5, math.nan, (4, 2), skipped=True),
    Step(22, 3, 0.9, 60.0, 1e-3),
    Spike(22, 3, SpikeKind.GRADIENT, 60.0, 1.0, 12.0, (7,), diagnosis=BAD_BATCH),
    Validated(22, 3, 0.5, 0.55, 22, 3, 0.55),
)


def live(session: Session, records: tuple[object, ...] = RECORDS) -> LiveRun:
    run = LiveRun(session.study.dataset)
    run.add(records)
    session.live = run
    return run


def folds(count: int, of: int = 5, steps: int = 20) -> tuple[object, ...]:
    """The records of so many folds; the best loss of the k-th is 0.5 + k / 100."""
    records: list[object] = []
    for fold in range(1, count + 1):
        best = 0.5 + fold / 100
        records.append(Begun(steps, 10, 2, 0.6, 1234, fold, of))
        records += [Step(i, 1 + (i - 1) // 10, 0.6 + fold / 10, 1.0, 1e-3) for i in range(1, steps + 1)]
        records.append(Validated(steps, 2, 0.5, best, steps - fold, 2, best))
    return tuple(records)


def test_before_any_training_the_axes_say_what_will_appear(page: TrainingPage) -> None:
    assert page.course.plots.loss.caption.isVisible() and "loss" in page.course.plots.loss.caption.text()
    assert not page.course._verdict.isVisible()
    assert page.frame.primary.text() == "Train" and page.frame.primary.isEnabled()


def test_a_page_made_late_draws_what_came_before(qtbot: QtBot, session: Session) -> None:
    live(session)
    page = shown(qtbot, session)
    assert curve(page).size == 21 and not page.course.plots.loss.caption.isVisible()
    assert page.course.status.facts.text("Epoch") == "3 of 10"
    assert page.course.status.facts.text("Step") == "22 of 100"
    assert page.course.status.facts.text("Best validation loss") == "0.5500 · epoch 3"
    assert page.course.events.model.rowCount() == 2
    assert page.course.events.summary.text() == "2"


def test_spikes_are_flagged_on_both_plots_and_what_is_not_finite_stands_at_the_top(
    qtbot: QtBot, session: Session
) -> None:
    live(session)
    page = shown(qtbot, session)
    for plot, value in ((page.course.plots.loss, 0.9), (page.course.plots.norm, 60.0)):
        steps, drawn = plot.flags.shapes[Cause.BAD_BATCH].getData()
        assert steps.tolist() == [22] and np.allclose(10**drawn, value)
        assert plot.flags.shapes[Cause.UNKNOWN].getData()[0].tolist() == [21], "the one not finite"
        assert [word.textItem.toPlainText() for word in plot.flags.words if word.isVisible()] == ["bad batch"]
        steps, drawn = plot.flags.broken.getData()
        low, high = plot.area.getPlotItem().getViewBox().viewRange()[1]
        assert steps.tolist() == [21] and low < drawn[0] < high and drawn[0] > high - 0.1 * (high - low)
        assert np.isfinite(plot._envelope.getData()[1]).all()
        plot.area.setYRange(-3, 3, padding=0)
        assert 2.0 < plot.flags.broken.getData()[1][0] < 3.0, (
            "the cross stays at the edge when the view moves"
        )


def test_a_training_that_ends_or_rests_is_shown_whole_at_once(qtbot: QtBot, session: Session) -> None:
    page = shown(qtbot, session)
    run = live(session, RECORDS[:3])
    session.recorded.emit(RECORDS[:3])
    run.add(RECORDS[3:])
    session.recorded.emit(RECORDS[3:])
    run.running = False
    session.busy_changed.emit()
    (left, right), (low, high) = page.course.plots.norm.area.viewRange()
    assert left <= 1 and right >= 22
    assert low < 0 and high > math.log10(60), "the norms 1 and 60, as logarithms"


def test_records_arrive_once_whether_the_page_is_shown_or_not(qtbot: QtBot, session: Session) -> None:
    page = shown(qtbot, session)
    run = live(session, RECORDS[:11])
    session.recorded.emit(RECORDS[:11])
    assert curve(page).size == 10
    page.hide()
    run.add(RECORDS[11:])
    session.recorded.emit(RECORDS[11:])
    assert curve(page).size == 10, "nothing is drawn while hidden"
    page.show()
    assert curve(page).size == 21


def test_a_zoom_by_hand_ends_following_until_fit_all(qtbot: QtBot, session: Session) -> None:
    run = live(session)
    page = shown(qtbot, session)
    box = page.course.plots.loss.area.getPlotItem().getViewBox()
    box.scaleBy((0.5, 0.5))
    box.sigRangeChangedManually.emit(box.state["mouseEnabled"])
    assert not page.course.plots.follow.isChecked()
    before = page.course.plots.loss.area.viewRange()
    more = tuple(Step(i, 5, 30.0, 1.0, 1e-3) for i in range(23, 60))
    run.add(more)
    session.recorded.emit(more)
    assert page.course.plots.loss.area.viewRange() == before
    page.course.plots.fit_all.click()
    (left, right), (low, high) = page.course.plots.loss.area.viewRange()
    assert left <= 1 and right >= 59 and 10**low < 0.501 and 10**high > 30
    linked = page.course.plots.norm.area.viewRange()[0]
    assert math.isclose(linked[0], left, abs_tol=1) and math.isclose(linked[1], right, abs_tol=1)


def test_a_linear_axis_shows_the_losses_themselves(qtbot: QtBot, session: Session) -> None:
    live(session)
    page = shown(qtbot, session)
    page.course.plots.logarithmic.setChecked(False)
    assert math.isclose(curve(page).max(), 0.9)
    page.course.plots.logarithmic.setChecked(True)
    assert math.isclose(curve(page).max(), math.log10(0.9))


def test_the_readout_names_epoch_step_and_value(qtbot: QtBot, session: Session) -> None:
    live(session)
    page = shown(qtbot, session)
    page.course.plots.loss.hovered.emit(12.2, 0.0)
    assert (
        page.course.plots.loss.readout.text() == "epoch 2 · step 12 · loss 0.512 · validation 0.550 (step 22)"
    )
    page.course.plots.norm.hovered.emit(22.0, 0.0)
    assert page.course.plots.norm.readout.text() == "step 22 · norm 60 · bad batch"
    page.course.plots.norm.hovered.emit(99.0, 0.0)
    assert page.course.plots.norm.readout.text() == ""


def test_many_flags_are_capped_and_the_rest_is_counted(qtbot: QtBot, session: Session) -> None:
    many = [Begun(1000, 10, 100, 0.6, 1)]
    for i in range(1, 813):
        many += [Step(i, 1, 0.5, 1.0, 1e-3), Spike(i, 1, SpikeKind.LOSS, 0.5, 0.1, 9.0, ())]
    live(session, tuple(many))
    page = shown(qtbot, session)
    assert page.course.plots.loss.flags.shapes[Cause.UNKNOWN].getData()[0].size == 500
    assert page.course.events.summary.text() == "812, the plots mark the newest 500"


def test_the_chosen_events_rows_are_asked_of_the_session(qtbot: QtBot, session: Session) -> None:
    live(session)
    page = shown(qtbot, session)
    page.course.events.table.selectRow(1)
    with qtbot.waitSignal(session.rows_requested) as asked:
        page.course.events.detail.rows.click()
    assert asked.args == [(7,)]


def test_rows_are_those_of_the_table_that_was_trained_on(qtbot: QtBot, session: Session) -> None:
    dataset = session.study.dataset
    fewer = replace(dataset, rows=dataset.rows[100:])
    session.study = replace(session.study, dataset=fewer)
    live(session)
    session.study = replace(session.study, dataset=dataset)
    page = shown(qtbot, session)
    page.course.events.table.selectRow(1)
    assert page.course.events.model.data(page.course.events.model.index(1, ROWS)) == "108"
    with qtbot.waitSignal(session.rows_requested) as asked:
        page.course.events.detail.rows.click()
    assert asked.args == [(107,)]
    session.study = replace(session.study, table=replace(dataset.table))
    with qtbot.waitSignal(session.notified):
        page.course.events.detail.rows.click()


def test_train_pause_resume_stop_and_keep_the_best(
    qtbot: QtBot, page: TrainingPage, session: Session
) -> None:
    session.study = planned(**LONG)
    session.study_changed.emit()
    page.frame.primary.click()
    qtbot.waitUntil(lambda: page.course._folds.steps > 50, timeout=30_000)
    assert page.frame.primary.text() == "Stop && keep best" and page.discard.isVisible()
    page.hold.click()
    qtbot.waitUntil(lambda: page.hold.text() == "Resume", timeout=5_000)
    assert page.course.status.headline.text().startswith("Paused")
    page.hold.click()
    step = page.course._folds.steps
    qtbot.waitUntil(lambda: page.course._folds.steps > step, timeout=10_000)
    page.frame.primary.click()
    qtbot.waitUntil(lambda: session.study.trained is not None, timeout=30_000)
    assert session.study.trained is not None
    fit = session.study.trained.fit
    assert page.course.status.headline.text() == "Stopped by you."
    assert page.course._verdict.isVisible() and page.course.verdict.sentence.text() == fit.verdict.sentence
    assert curve(page).size == page.course.plots.loss.trace.buckets.envelope()[0].size
    assert page.frame.primary.text() == "See results"
    qtbot.waitUntil(lambda: session.study.evaluation is not None, timeout=30_000)
    assert "calibrate rows" in page.course.verdict.caption.text()


def test_a_discarded_training_leaves_its_curves_and_no_network(
    qtbot: QtBot, page: TrainingPage, session: Session
) -> None:
    session.study = planned(**LONG)
    session.study_changed.emit()
    page.frame.primary.click()
    qtbot.waitUntil(lambda: page.course._folds.steps > 20, timeout=30_000)
    page.discard.click()
    qtbot.waitUntil(lambda: not session.training, timeout=10_000)
    assert session.study.trained is None and not page.course._verdict.isVisible()
    assert page.course.status.headline.text() == "This training kept no network."
    assert curve(page).size > 0 and page.frame.primary.text() == "Train"


def test_a_reopened_study_shows_its_training(qtbot: QtBot, session: Session) -> None:
    study = builders.study()
    session.study = study
    page = shown(qtbot, session)
    assert study.trained is not None
    history = study.trained.fit.folds[0].history
    assert page.course._folds.steps == history.loss.size
    assert page.course.status.note.text() == f"The weights are those of epoch {history.best_epoch}."
    best, _ = page.course.plots.loss._best.getData()
    assert best.tolist() == [history.best_step]
    assert "best validation loss" in page.course.plots.loss.describe()
    assert page.course.plots.loss.values() is not None


def test_the_running_fold_stands_in_front_of_the_earlier_ones(qtbot: QtBot, session: Session) -> None:
    live(session, folds(2))
    page = shown(qtbot, session)
    plot = page.course.plots.loss
    assert page.course.plots.chooser.currentText() == "Fold 2" and page.course.plots.chooser.isVisible()
    assert np.allclose(10 ** curve(page), 0.8)
    behind = [c for c in plot._ghosts.curves if c.isVisible()]
    assert len(behind) == 1 and np.allclose(10 ** behind[0].getData()[1], 0.7)
    assert plot._best.getData()[0].tolist() == [18] and plot._other_bests.getData()[0].tolist() == [19]
    assert page.course.status.facts.text("Fold") == "2 of 5"


def test_a_new_fold_comes_to_the_front_unless_another_was_chosen(qtbot: QtBot, session: Session) -> None:
    records = folds(3)
    live(session, records[:22])
    page = shown(qtbot, session)
    assert not page.course.plots.chooser.isVisible(), "there is one fold so far"
    session.live.add(records[22:44])
    session.recorded.emit(records[22:44])
    assert page.course.plots.chooser.front == 1
    page.course.plots.chooser.setCurrentIndex(1)
    page.course.plots.chooser.activated.emit(1)
    assert np.allclose(10 ** curve(page), 0.7)
    session.live.add(records[44:])
    session.recorded.emit(records[44:])
    assert page.course.plots.chooser.front == 0 and page.course.plots.chooser.count() == 4
    assert np.allclose(10 ** curve(page), 0.7)


def test_all_folds_alike_show_every_best_and_the_range_of_the_looks(qtbot: QtBot, session: Session) -> None:
    live(session, folds(3))
    page = shown(qtbot, session)
    page.course.plots.chooser.setCurrentIndex(0)
    page.course.plots.chooser.activated.emit(0)
    plot = page.course.plots.loss
    assert curve(page).size == 0 and plot._best.getData()[0].size == 0
    assert sorted(plot._other_bests.getData()[0].tolist()) == [17, 18, 19]
    assert plot.describe() == "Loss. 3 folds; their best validation losses are 0.510, 0.520, 0.530."
    plot.hovered.emit(12.0, 0.0)
    assert plot.readout.text() == "step 12 · validation 0.510 to 0.530 in 3 folds"


def test_a_repair_is_marked_and_listed_and_the_steps_go_on(qtbot: QtBot, session: Session) -> None:
    again = (
        Repaired(22, 1, 21, Remedy.NONE, ()),
        Repaired(22, 1, 22, Remedy.SKIP_ROWS, (7,)),
        *(Step(i, 3, 0.4, 1.0, 1e-3) for i in range(23, 26)),
    )
    live(session, RECORDS + again)
    page = shown(qtbot, session)
    assert page.course._folds.steps == 25
    assert page.course.plots.loss.flags.repaired.getData()[0].tolist() == [22]
    assert page.course.events.model.rowCount() == 3, "what came too late is no event"
    page.course.events.table.selectRow(2)
    assert page.course.events.detail.cause.text() == "✚ Repaired at step 22"
    page.course.events.table.selectRow(1)
    assert page.course.events.detail.note.text() == "This was repaired."
    assert [e.name for e in page.course.events.legend.entries] == [
        "bad batch",
        "unknown",
        "not finite",
        "repaired",
    ]


def test_the_guided_path_makes_room_while_training_and_for_events(qtbot: QtBot, session: Session) -> None:
    page = shown(qtbot, session)
    sentence = page.path.cells[0].sentence
    assert sentence.isVisible()
    run = live(session, RECORDS[:5])
    session.busy_changed.emit()
    assert not sentence.isVisible(), "while a network is trained"
    run.running = False
    session.busy_changed.emit()
    assert sentence.isVisible(), "nothing stood out"
    live(session).running = False
    session.study_changed.emit()
    page.course._draw(session.live)
    session.busy_changed.emit()
    assert page.course.has_events and not sentence.isVisible()


@pytest.mark.parametrize("folded", [True, False])
def test_a_choice_to_fold_the_path_goes_before_that(qtbot: QtBot, session: Session, folded: bool) -> None:
    page = shown(qtbot, session)
    session.fold_path(folded)
    live(session)
    session.busy_changed.emit()
    assert page.path.cells[0].sentence.isVisible() is not folded
    session.live.running = False
    session.live = None
    session.busy_changed.emit()
    assert page.path.cells[0].sentence.isVisible() is not folded


def test_the_page_of_a_small_window_needs_no_scrolling(qtbot: QtBot, session: Session) -> None:
    page = shown(qtbot, session)
    page.resize(1120, 654)  # what a window of 1280 x 720 leaves
    area = page.findChild(QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    qtbot.waitUntil(lambda: 0 <= page.path.height() - page.path.sizeHint().height() < 20)
    assert page.path.cells[0].sentence.isVisible() and area.verticalScrollBar().maximum() == 0
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    page.tabs.setCurrentIndex(0)
    live(session)
    session.busy_changed.emit()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    course = page.course
    qtbot.waitUntil(lambda: course.plots.height() >= page.path.height() + course.events.height())


def test_a_chosen_event_comes_into_sight_with_its_button(qtbot: QtBot, session: Session) -> None:
    long = replace(BAD_BATCH, evidence=BAD_BATCH.evidence * 8)
    live(session, (*RECORDS[:-2], replace(RECORDS[-2], diagnosis=long)))
    page = shown(qtbot, session)
    page.resize(1120, 480)
    side, button = page.course._state, page.course.events.detail.remedy
    assert side.verticalScrollBar().value() == 0
    page.course.events.table.selectRow(1)
    qtbot.waitUntil(lambda: side.verticalScrollBar().value() > 0)
    below = button.mapTo(side.viewport(), button.rect().bottomLeft()).y()
    assert 0 < below <= side.viewport().height()


def test_a_word_at_the_edge_of_a_plot_is_not_cut(qtbot: QtBot, session: Session) -> None:
    steps = [Step(i, 1, 0.5, 1.0, 1e-3) for i in range(1, 101)]
    spikes = [replace(RECORDS[-2], step=step) for step in (1, 50, 100)]
    live(session, (Begun(100, 10, 10, 0.6, 1), *steps, *spikes))
    page = shown(qtbot, session)
    page.course.plots.loss.fit_all()
    words = page.course.plots.loss.flags.words
    anchors = {round(word.pos().x()): word.anchor.x() for word in words if word.isVisible()}
    assert anchors == {1: 0.0, 50: 0.5, 100: 1.0}
