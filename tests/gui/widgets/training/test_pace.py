"""The time left follows the pace of the last seconds and knows nothing across a pause."""

from clinnet_gui.gui.widgets.training.pace import Pace, clock


def test_the_time_left_is_steps_over_pace() -> None:
    pace = Pace()
    assert pace.left(100) is None
    for second in range(4):
        pace.at(float(second), 50 * second)
    assert pace.left(100) == 2.0


def test_only_the_last_seconds_count() -> None:
    pace = Pace()
    for second in range(200):
        pace.at(float(second), second if second < 100 else 100 + 10 * (second - 100))
    assert pace.steps_per_second == 10.0


def test_a_pause_is_not_taken_for_slowness() -> None:
    pace = Pace()
    pace.at(0.0, 0)
    pace.at(2.0, 100)
    pace.pause()
    pace.at(600.0, 100)
    assert pace.left(50) is None
    pace.at(601.0, 150)
    assert pace.left(50) == 1.0


def test_durations_read_as_a_clock() -> None:
    assert [clock(s) for s in (0.4, 59.6, 3599, 7260)] == ["0:00", "1:00", "59:59", "2 h 01 min"]
