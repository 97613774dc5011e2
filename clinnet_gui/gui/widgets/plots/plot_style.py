"""Colours for pyqtgraph, which follows neither the palette nor a change of theme by itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from clinnet_gui.gui.style import Theme, theme, themes

Paint = Callable[[Theme], None]
"""Draws one item anew in a theme's colours."""

TEXT_SIZE = 9
"""Points of ticks and axis labels in a picture, and in the window at its usual size."""

MARGIN = 8
"""Pixels left free around a picture."""


def apply_theme(area: pg.PlotWidget, wanted: Theme | None = None) -> None:
    """Draw background and axes of a plot in the theme in force (or in the wanted one), and their texts in
    the size in force."""
    colours, font = wanted or theme(), QFont(area.font())
    font.setPointSizeF(text_size())
    area.setBackground(colours.bg)
    for name in ("left", "bottom", "top"):
        axis = area.getPlotItem().getAxis(name)
        axis.setStyle(tickFont=font)
        axis.labelStyle.update(label_size())  # the pen of the texts has the label drawn anew
        axis.setPen(pen(colours.border))
        axis.setTextPen(pg.mkPen(colours.muted))


def text_size() -> float:
    """Return the points of ticks and axis labels: they grow with the window's texts, a picture's do not."""
    return TEXT_SIZE if _strokes.of_picture else TEXT_SIZE * themes.percent / 100


def label_size() -> dict[str, str]:
    """Return the size of an axis label as pyqtgraph wants it."""
    return {"font-size": f"{text_size():.4g}pt"}


def pen(colour: str, width: int = 1, dashed: bool = False) -> object:
    """Return an opaque pen. Wider than 1 is only for smooth curves of at most some hundred
    points: a noisy wide line costs a hundred times more."""
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    return pg.mkPen(colour, width=width * _strokes.scale, style=style)


class _Strokes:
    """How much wider than on the screen pens are just now, and whether a picture is being painted."""

    scale = 1.0
    of_picture = False


_strokes = _Strokes()


@contextmanager
def thickened(scale: float) -> Iterator[None]:
    """Make the pens of a picture wider: pyqtgraph's are counted in dots, and dots for print are fine."""
    _strokes.scale, _strokes.of_picture = scale, True
    try:
        yield
    finally:
        _strokes.scale, _strokes.of_picture = 1.0, False
