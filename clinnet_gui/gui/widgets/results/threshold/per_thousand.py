"""What a threshold means for 1,000 patients: one dot a patient, and the same in words."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinnet_gui.core.evaluation.operating import PerThousand
from clinnet_gui.gui.style import theme
from clinnet_gui.gui.widgets.plots.painted import Painted
from clinnet_gui.gui.widgets.plots.plot_export import Values

COLUMNS, ROWS = 50, 20
GAP = 0.32
"""Share of a cell that stays empty around its dot."""

GROUPS = ("flagged, event", "missed, event", "flagged, no event", "not flagged, no event")
KEY = "Filled: flagged. Vermillion: event."


def in_words(per: PerThousand) -> str:
    """Return the counts as a sentence.

    >>> in_words(PerThousand(61, 82, 19, 838))
    'Of 1,000 patients 143 are flagged: 61 with the event, 82 without. 19 events are missed.'
    """
    return (
        f"Of 1,000 patients {per.flagged} are flagged: {per.found} with the event, "
        f"{per.false_alarms} without. {per.missed} events are missed."
    )


def table(per: PerThousand | None) -> Values:
    """Return the counts as a table, empty while nothing is drawn."""
    if per is None:
        return Values(("group", "patients"), ((), ()))
    counts = np.array([per.found, per.missed, per.false_alarms, per.cleared], dtype=np.float64)
    return Values(("group", "patients"), (GROUPS, counts), ("", "of 1,000"))


class ThousandDots(Painted):
    """An array of 1,000 dots: filled where flagged, vermillion where the event happens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("1,000 patients by flag and outcome", parent)
        self._counts: PerThousand | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_values(lambda: table(self._counts))

    def show_counts(self, per: PerThousand | None) -> None:
        """Draw these 1,000 patients, or an empty field."""
        if per != self._counts:
            self._counts = per
            self.set_summary(in_words(per) if per else "")
            self.update()

    @property
    def counts(self) -> PerThousand | None:
        """What is drawn."""
        return self._counts

    def sizeHint(self) -> QSize:
        """Fifty columns of dots and twenty rows."""
        return QSize(250, 100)

    def minimumSizeHint(self) -> QSize:
        """Dots stay apart at this size."""
        return QSize(200, 80)

    def paint(self, painter: QPainter, size: QSize) -> None:
        """Draw the dots group by group, beside the button of the ways out."""
        if self._counts is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        room = size.width() - self.more.sizeHint().width()
        dots = _dots(min(room / COLUMNS, size.height() / ROWS))
        start = 0
        for amount, pen, fill in self._groups():
            painter.setPen(QPen(QColor(pen), 1))
            painter.setBrush(QBrush(QColor(fill)) if fill else QBrush())
            painter.drawRects(dots[start : start + amount])
            start += amount

    def _groups(self) -> tuple[tuple[int, str, str], ...]:
        """Count, outline and filling of each group, in the order of the dots."""
        assert self._counts is not None
        colours, per = theme(), self._counts
        return (
            (per.found, colours.event, colours.event),
            (per.missed, colours.event, ""),
            (per.false_alarms, colours.nonevent, colours.nonevent),
            (per.cleared, colours.border, ""),
        )


@lru_cache(maxsize=8)
def _dots(size: float) -> list[QRectF]:
    """The dots' squares, column by column from the top; made once for each size of the field."""
    side = max(1, round(size * (1 - GAP)) - 1)  # the outline adds a pixel
    cells = (divmod(i, ROWS) for i in range(COLUMNS * ROWS))
    return [QRectF(round(column * size), round(row * size), side, side) for column, row in cells]
