"""Inks: what an item of a plot is drawn in, chosen from the theme in force each time it is painted."""

from collections.abc import Callable
from functools import cache

from clinnet_gui.gui.style import Theme

Ink = Callable[[Theme], str]
"""Which of a theme's colours an item is drawn in."""


def text(colours: Theme) -> str:
    """Return the colour of texts."""
    return colours.text


def muted(colours: Theme) -> str:
    """Return the colour of what only guides the eye."""
    return colours.muted


def border(colours: Theme) -> str:
    """Return the colour of edges."""
    return colours.border


def accent(colours: Theme) -> str:
    """Return the colour of what is chosen."""
    return colours.accent


def error(colours: Theme) -> str:
    """Return the colour of what went wrong."""
    return colours.error


def ok(colours: Theme) -> str:
    """Return the colour of what was put right."""
    return colours.ok


def event(colours: Theme) -> str:
    """Return the colour of patients with the event."""
    return colours.event


def nonevent(colours: Theme) -> str:
    """Return the colour of patients without the event."""
    return colours.nonevent


@cache
def series(number: int) -> Ink:
    """Return the ink of a series, numbered from 0; the same one each time."""
    return lambda colours: colours.series[number]


@cache
def faint(share: float) -> Ink:
    """Return the ink of the first series with only ``share`` of its strength, opaque: for clouds of points
    and bundles of lines."""
    return lambda colours: blend(colours.series[0], colours.bg, share)


def blend(colour: str, ground: str, share: float) -> str:
    """Return an opaque mix, ``share`` of it ``colour``: transparency would leave the fast path.

    >>> blend("#ffffff", "#000000", 0.5)
    '#808080'
    """
    mixed = (
        round(share * int(colour[i : i + 2], 16) + (1 - share) * int(ground[i : i + 2], 16))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)
