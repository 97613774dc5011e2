"""A second axis over thresholds: the number of needless work-ups that one case found is worth."""

import pyqtgraph as pg

ROUND = (1, 2, 3, 4, 5, 7, 9, 12, 15, 19, 24, 32, 49, 65, 99, 199, 499, 999)
"""Work-ups a case at which a tick may stand; a threshold t is worth (1 - t) / t of them."""
APART = 34
"""Pixels between two ticks at least."""


def work_ups(low: float, high: float, pixels: float) -> list[int]:
    """Return the work-ups a case whose thresholds lie between two risks and far enough apart.

    >>> work_ups(0.0, 0.5, 500)
    [1, 2, 3, 4, 7, 12, 24]
    """
    room = APART / max(pixels, 1.0) * (high - low)
    chosen: list[int] = []
    last = high + room
    for harm in ROUND:
        place = 1 / (1 + harm)
        if low + room / 2 <= place <= min(high, last - room):
            chosen.append(harm)
            last = place
    return chosen


class HarmAxis(pg.AxisItem):  # type: ignore[misc]
    """The axis at the top of a plot whose lower axis shows thresholds (0..1)."""

    def __init__(self) -> None:
        super().__init__("top")
        self.enableAutoSIPrefix(False)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Return the positions of the ticks."""
        return [(1.0, [1 / (1 + harm) for harm in work_ups(minVal, maxVal, size)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the words at the ticks."""
        return [f"{(1 - value) / value:.0f}" for value in values]
