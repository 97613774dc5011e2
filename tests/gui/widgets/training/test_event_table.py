"""Each event is a line and, when chosen, a story: cause, evidence, proof, damage, remedy."""

import math
from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinnet_gui.core.training.records import (
    Begun,
    Cause,
    Damage,
    Diagnosis,
    Evidence,
    Remedy,
    Repaired,
    Spike,
    SpikeKind,
)
from clinnet_gui.gui.widgets.training.event_detail import story
from clinnet_gui.gui.widgets.training.event_list import EventList
from clinnet_gui.gui.widgets.training.event_table import ROWS, STEP, EventTable, words
from clinnet_gui.gui.widgets.training.folds import Folds
from clinnet_gui.gui.widgets.training.offers import Moment, offer


def diagnosis(remedy: Remedy = Remedy.SKIP_ROWS, cause: Cause = Cause.BAD_BATCH) -> Diagnosis:
    evidence = (Evidence(cause, "A cell of <b>“crp”</b> lies far."),)
    return Diagnosis((cause,), evidence, (), "Replayed without it: gone.", ("crp",), Damage.LASTING, remedy)


def spike(step: int, found: Diagnosis | None = None, fold: int = 1) -> Spike:
    return Spike(step, 2, SpikeKind.GRADIENT, 38.2, 4.2, 9.0, (3, 9), fold=fold, diagnosis=found)


def folds(*events: Spike | Repaired) -> Folds:
    made = Folds()
    made.extend([Begun(100, 10, 10, 0.6, 1), *events])
    return made


def test_a_line_says_it_all() -> None:
    said = words(spike(1241, diagnosis()), lambda position: f"#{position}")
    assert said == (
        "1",
        "1,241",
        "■ bad batch",
        "gradient norm 38.2, usually 4.2",
        "#3, #9",
        "lasting damage",
    )
    assert words(Repaired(1300, 2, 1241, Remedy.LOWER_RATE, ()))[:4] == (
        "2",
        "1,300",
        "✚ repaired",
        "lower the learning rate, for step 1,241",
    )


def test_each_cause_has_a_shape_of_its_own() -> None:
    signs = {words(spike(1, diagnosis(cause=cause)))[2][0] for cause in Cause}
    assert len(signs) == len(Cause) == 5


def test_what_is_not_finite_has_a_sign_of_its_own() -> None:
    broken = Spike(5, 1, SpikeKind.NON_FINITE_LOSS, math.nan, math.nan, math.nan, (), skipped=True)
    assert words(broken)[2:4] == ("○ unknown", "✖ non-finite loss NaN, step skipped")


def test_new_events_are_added_and_another_course_starts_anew(qtbot: QtBot) -> None:
    table = EventTable()
    table.show_events([spike(1)])
    with qtbot.waitSignal(table.rowsInserted):
        table.show_events([spike(1), Repaired(2, 1, 1, Remedy.RESTORE, ())])
    with qtbot.waitSignal(table.modelReset):
        table.show_events([spike(9)])
    assert table.rowCount() == 1
    assert table.data(table.index(0, STEP), Qt.ItemDataRole.DisplayRole) == "9"


def test_a_files_text_is_shown_literally(qtbot: QtBot) -> None:
    table = EventTable()
    table.row_name = lambda _: "<b>"
    table.show_events([spike(1)])
    assert "&lt;b&gt;" in str(table.data(table.index(0, ROWS), Qt.ItemDataRole.ToolTipRole))
    events = EventList()
    qtbot.addWidget(events)
    qtbot.addWidget(events.detail)
    events.show_folds(folds(spike(1, diagnosis())), Moment())
    assert events.detail.text.textFormat() is Qt.TextFormat.PlainText
    assert events.detail.text.text() == "A cell of <b>“crp”</b> lies far. Replayed without it: gone."
    assert events.detail.cause.text() == "■ Bad batch · lasting damage"


def test_the_chosen_events_rows_and_remedy_are_asked_for(qtbot: QtBot) -> None:
    events, second = EventList(), spike(2, diagnosis())
    qtbot.addWidget(events)
    qtbot.addWidget(events.detail)
    events.detail.show()
    events.show_folds(folds(spike(1), second), Moment(fold=1))
    assert not events.detail.rows.isVisible() and not events.detail.remedy.isVisible()
    events.table.selectRow(1)
    with qtbot.waitSignal(events.rows_wanted) as asked:
        events.detail.rows.click()
    assert asked.args == [(3, 9)]
    with qtbot.waitSignal(events.remedy_wanted) as asked:
        events.detail.remedy.click()
    assert asked.args == [second]


def test_what_is_offered_depends_on_what_is_going_on() -> None:
    one = spike(7, diagnosis(), fold=2)
    assert offer(one, Moment(fold=2), []).button == "Leave the rows out, go on"
    assert not offer(one, Moment(fold=3), []).possible
    assert offer(one, Moment(fold=2, repairing=7), []).button == "Repairing…"
    assert offer(one, Moment(), []).button == "Leave the rows out, train again"
    assert not offer(one, Moment(free=False), []).possible
    assert offer(one, Moment(), [Repaired(9, 2, 7, Remedy.SKIP_ROWS, (3, 9))]).note == "This was repaired."
    assert offer(replace(one, rows=()), Moment(), []).button == ""
    assert offer(spike(1), Moment(), []).button == ""
    for remedy in Remedy:
        within = offer(spike(1, diagnosis(remedy)), Moment(fold=1), [])
        assert bool(within.button) is (remedy is not Remedy.NONE)
        assert offer(spike(1, diagnosis(remedy)), Moment(), []).note


def test_rows_repaired_in_a_fold_say_where_and_can_be_left_out_of_all_afterwards() -> None:
    one, done = spike(7, diagnosis(), fold=2), Repaired(9, 2, 7, Remedy.SKIP_ROWS, (3, 9), 5)
    assert story(done).startswith("In this fold and those still to come: leave the rows out of training. ")
    assert story(replace(done, folds=1)) == "From here on: leave the rows out of training."
    assert offer(one, Moment(fold=3), [done]).button == ""
    after = offer(one, Moment(), [done])
    assert after.button == "Leave the rows out, train again" and after.possible and "fold 2" in after.note
    assert offer(one, Moment(), [replace(done, folds=1)]).note == "This was repaired."
