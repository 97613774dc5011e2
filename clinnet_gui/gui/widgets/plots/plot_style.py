"""Colours for pyqtgraph, which follows neither the palette nor a change of theme by itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyqtgraph as pg
from PySide6.QtCore import Qt

from clinnet_gui.gui.style import Theme, theme

Ink = Callable[[Theme], str]
"""Which of a theme's colours an item is drawn in."""

Paint = Callable[[Theme], None]
"""Draws one item anew in a theme's colours."""

MARGIN = 8
"""Pixels left free around a picture."""


def apply_theme(area: pg.PlotWidget, wanted: Theme | None = None) -> None:
    """Draw background and axes of a plot in the theme in force (or in the wanted one)."""
    colours = wanted or theme()
    area.setBackground(colours.bg)
    for name in ("left", "bottom"):
        axis = area.getPlotItem().getAxis(name)
        axis.setPen(pen(colours.border))
        axis.setTextPen(pg.mkPen(colours.muted))


def pen(colour: str, width: int = 1, dashed: bool = False) -> object:
    """Return an opaque pen. Wider than 1 is only for smooth curves of at most some hundred
    points: a noisy wide line costs a hundred times more."""
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    return pg.mkPen(colour, width=width * _strokes.scale, style=style)


class _Strokes:
    """How much wider than on the screen pens are just now."""

    scale = 1.0


_strokes = _Strokes()


@contextmanager
def thickened(scale: float) -> Iterator[None]:
    """Make the pens of a picture wider: pyqtgraph's are counted in dots, and dots for print are fine."""
    _strokes.scale = scale
    try:
        yield
    finally:
        _strokes.scale = 1.0


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
