"""How far figures can be relied on: the rarer outcome decides, at ten and at a hundred."""

import pytest

from clinnet_gui.core.statistics.reliance import Reliance, rarer, reliance_of, too_few


@pytest.mark.parametrize(
    ("fewer", "expected"), [(0, "too few"), (9, "too few"), (10, "unstable"), (100, "sound")]
)
def test_events_and_patients_without_them_count_alike(fewer: int, expected: str) -> None:
    for events in (fewer, 1000 - fewer):
        assert rarer(1000, events) == fewer
        assert reliance_of(1000, events) == expected
        assert too_few(1000, events) is (reliance_of(1000, events) is Reliance.SUPPRESSED)


def test_of_no_rows_nothing_is_shown() -> None:
    assert too_few(0, 0)
