"""Each spike is a line: what, how far from usual, which rows, why."""

import math

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinnet_gui.core.training.records import Spike, SpikeKind
from clinnet_gui.gui.widgets.training.event_list import EventList
from clinnet_gui.gui.widgets.training.event_table import EventTable, words


def spike(step: int, cause: str = "", kind: SpikeKind = SpikeKind.GRADIENT) -> Spike:
    return Spike(step, 2, kind, 38.2, 4.2, 9.0, (3, 9), cause)


def test_a_line_says_it_all() -> None:
    said = words(spike(1241, "A cell of “crp” lies far."), lambda position: f"#{position}")
    assert said == ("2", "1,241", "▲ gradient norm", "38.2", "4.2", "#3, #9", "A cell of “crp” lies far.")


def test_what_is_not_finite_has_a_sign_of_its_own() -> None:
    broken = Spike(5, 1, SpikeKind.NON_FINITE_LOSS, math.nan, 0.5, math.nan, (), skipped=True)
    assert words(broken)[2:5] == ("✖ non-finite loss, step skipped", "NaN", "0.5")


def test_new_spikes_are_added_and_another_course_starts_anew(qtbot: QtBot) -> None:
    table = EventTable()
    table.show_spikes([spike(1)])
    with qtbot.waitSignal(table.rowsInserted):
        table.show_spikes([spike(1), spike(2)])
    with qtbot.waitSignal(table.modelReset):
        table.show_spikes([spike(9)])
    assert table.rowCount() == 1
    assert table.data(table.index(0, 1), Qt.ItemDataRole.DisplayRole) == "9"


def test_a_files_text_in_a_cause_is_shown_literally(qtbot: QtBot) -> None:
    table = EventTable()
    table.show_spikes([spike(1, "<b>eGFR <60</b>")])
    assert "&lt;b&gt;" in str(table.data(table.index(0, 6), Qt.ItemDataRole.ToolTipRole))


def test_the_chosen_events_rows_are_asked_for(qtbot: QtBot) -> None:
    events = EventList()
    qtbot.addWidget(events)
    events.show_spikes([spike(1), spike(2)])
    assert not events.show_rows.isEnabled()
    events.table.selectRow(1)
    with qtbot.waitSignal(events.rows_wanted) as asked:
        events.show_rows.click()
    assert asked.args == [(3, 9)]
