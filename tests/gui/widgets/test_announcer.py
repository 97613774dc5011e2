"""A screen reader hears progress every ten seconds at most, and the end at once."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.gui.widgets.announcer import Announcer


def test_progress_is_told_now_and_then_and_the_end_at_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    widget, clock, heard = QWidget(), [0.0], list[str]()
    qtbot.addWidget(widget)
    announcer = Announcer(widget, now=lambda: clock[0])
    monkeypatch.setattr(announcer, "speak", heard.append)
    for second in range(25):
        clock[0] = float(second)
        announcer.progress(f"epoch {second}")
    announcer.say("Training has ended.")
    assert heard == ["epoch 0", "epoch 10", "epoch 20", "Training has ended."]


def test_without_a_listener_nothing_happens(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    Announcer(widget).say("Training has ended.")
