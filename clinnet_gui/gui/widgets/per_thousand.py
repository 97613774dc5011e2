"""What a threshold means for 1,000 patients: one dot a patient, and the same in words."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinnet_gui.core.evaluation.curves import Confusion
from clinnet_gui.gui.style import theme, themes

COLUMNS, ROWS = 50, 20
GAP = 0.32
"""Share of a cell that stays empty around its dot."""


@dataclass(frozen=True, slots=True)
class Thousand:
    """1,000 patients by flag and outcome; the four counts add up to 1,000 exactly."""

    found: int
    false_alarms: int
    missed: int
    cleared: int


def thousand(at: Confusion) -> Thousand:
    """Scale counts to 1,000 patients by largest remainders, so that they still add up.

    >>> thousand(Confusion(0.2, 1, 1, 1, 0))
    Thousand(found=334, false_alarms=333, missed=333, cleared=0)
    """
    counts = (at.tp, at.fp, at.fn, at.tn)
    n = sum(counts)
    if n == 0:
        return Thousand(0, 0, 0, 0)
    shares = [divmod(1000 * c, n) for c in counts]
    left = 1000 - sum(whole for whole, _ in shares)
    by_remainder = sorted(range(4), key=lambda i: -shares[i][1])[:left]
    return Thousand(*(whole + (i in by_remainder) for i, (whole, _) in enumerate(shares)))


def in_words(per: Thousand) -> str:
    """Return the counts as a sentence.

    >>> in_words(Thousand(61, 82, 19, 838))
    'Of 1,000 patients 143 are flagged: 61 with the event, 82 without. 19 events are missed.'
    """
    flagged = per.found + per.false_alarms
    return (
        f"Of 1,000 patients {flagged} are flagged: {per.found} with the event, "
        f"{per.false_alarms} without. {per.missed} events are missed."
    )


class PerThousand(QWidget):
    """An array of 1,000 dots: filled where flagged, vermillion where the event happens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Thousand | None = None
        self.setAccessibleName("1,000 patients by flag and outcome")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_counts(self, per: Thousand | None) -> None:
        """Draw these 1,000 patients, or an empty field."""
        if per != self._counts:
            self._counts = per
            self.setAccessibleDescription(in_words(per) if per else "")
            self.update()

    def sizeHint(self) -> QSize:
        """Fifty columns of dots and twenty rows."""
        return QSize(350, 132)

    def minimumSizeHint(self) -> QSize:
        """Dots stay apart at this size."""
        return QSize(250, 132)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the dots group by group."""
        if self._counts is None:
            return
        painter = QPainter(self)
        size = min(self.width() / COLUMNS, self.height() / ROWS)
        start = 0
        for amount, pen, fill in self._groups():
            painter.setPen(QPen(QColor(pen), 1))
            painter.setBrush(QBrush(QColor(fill)) if fill else QBrush())
            painter.drawRects([_dot(i, size) for i in range(start, start + amount)])
            start += amount
        painter.end()

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


def _dot(index: int, size: float) -> QRectF:
    """The dot's square; columns fill from the top."""
    column, row = divmod(index, ROWS)
    side = round(size * (1 - GAP))
    return QRectF(round(column * size), round(row * size), side, side)
