"""A column on an axis: its name, and its levels' names, as long as there is room for; and the place of what
was not measured."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QWidget

from clinnet_gui.gui.widgets.plots.plot_style import text_size
from clinnet_gui.gui.widgets.results.patients.round_ticks import Ticks

ABSENT, BRIEF = "not measured", "n. m."

BESIDE = 70
"""Pixels of a plot's width that are not its axis."""


def level_ticks(plot: QWidget, levels: tuple[str, ...], absent: float | None) -> Ticks:
    """Return the levels' names at 0, 1, 2, ..., and where not measured stands (None: nowhere)."""
    metrics = _metrics(plot)
    names = levels if absent is None else (*levels, ABSENT)
    room = int((plot.width() - BESIDE) / max(len(names), 1)) - 8
    shown = [metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room) for name in levels]
    ticks = [(float(i), name) for i, name in enumerate(shown)]
    return ticks if absent is None else [*ticks, (absent, _absent(metrics, room))]


def axis_name(plot: QWidget, name: str, unit: str) -> str:
    """Return what an axis is called: the column's name, shortened in its middle, and its unit."""
    text = f"{name} ({unit})" if unit else name
    return _metrics(plot).elidedText(text, Qt.TextElideMode.ElideMiddle, plot.width() - BESIDE)


def absent_tick(plot: QWidget, at: float, share: float) -> tuple[float, str]:
    """Return the place of what was not measured, beside numbers; ``share`` of the axis is free for it."""
    return at, _absent(_metrics(plot), int(share * (plot.width() - BESIDE)))


def _absent(metrics: QFontMetrics, room: int) -> str:
    return ABSENT if metrics.horizontalAdvance(ABSENT) <= room else BRIEF


def _metrics(plot: QWidget) -> QFontMetrics:
    font = QFont(plot.font())
    font.setPointSizeF(text_size())
    return QFontMetrics(font)
