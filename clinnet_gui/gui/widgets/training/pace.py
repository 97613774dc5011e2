"""How fast training goes, and so how long it may still take."""

from collections import deque

WINDOW = 20.0
"""Seconds over which the pace is measured."""

LEAST = 1.0


class Pace:
    """Steps done at moments (seconds of a monotonic clock); a pause makes it begin anew."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def pause(self) -> None:
        """Forget what was seen: time that passes now says nothing about the pace."""
        self._seen.clear()

    def at(self, moment: float, step: int) -> None:
        """Note how many steps were done at a moment."""
        self._seen.append((moment, step))
        while self._seen[-1][0] - self._seen[0][0] > WINDOW:
            self._seen.popleft()

    @property
    def steps_per_second(self) -> float | None:
        """The pace; None until it was seen for a second."""
        if not self._seen:
            return None
        (first, before), (last, after) = self._seen[0], self._seen[-1]
        return (after - before) / (last - first) if last - first >= LEAST and after > before else None

    def left(self, steps: int) -> float | None:
        """Return the seconds that so many further steps take, None where that is not known."""
        pace = self.steps_per_second
        return None if pace is None else steps / pace


def clock(seconds: float) -> str:
    """Return a duration as minutes and seconds, from an hour on as hours and minutes.

    >>> clock(41.2), clock(3720)
    ('0:41', '1 h 02 min')
    """
    whole = round(seconds)
    if whole >= 3600:
        return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
    return f"{whole // 60}:{whole % 60:02d}"


def spent(seconds: float) -> str:
    """Return a time of computing, with a decimal while it is less than a minute.

    >>> spent(0.41), spent(75)
    ('0.4 s', '1:15')
    """
    return f"{seconds:.1f} s" if seconds < 60 else clock(seconds)
