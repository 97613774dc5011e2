"""Every predictor before and now: mean or share, standardised difference, missing, beyond training."""

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.transport.shift import LARGE, Shift
from clinnet_gui.gui.messages import elided, quantity, tip
from clinnet_gui.gui.widgets.headed import LEFT, RIGHT, Headed, Index, quieten, spoken
from clinnet_gui.gui.widgets.plots.forest import Ground, Line
from clinnet_gui.gui.widgets.results.measure_text import percent

HEADINGS = ("predictor", "study", "here", "difference", "missing", "beyond range")
Role = Qt.ItemDataRole


def difference_text(value: float) -> str:
    """Return a standardised difference as it reads.

    >>> difference_text(-0.314), difference_text(math.inf)
    ('−0.31', 'entire')
    """
    if math.isnan(value):
        return "not estimable"
    return "entire" if math.isinf(value) else f"{value:+.2f}".replace("-", "−")


GROUND = Ground("standardised difference", 0.0, (-3.0, 3.0), difference_text)


def love_lines(shifts: tuple[Shift, ...], most: int) -> tuple[Line, ...]:
    """Return the largest differences as lines of a plot."""
    return tuple(Line(elided(one.name, 40), one.difference) for one in shifts[:most])


def _told(measure: Measure, text: Callable[[float], str]) -> str:
    """A figure with interval, method and how many it was found on."""
    if not measure.estimable:
        return f"{measure.method}: not estimable"
    interval = f" ({text(measure.low)} to {text(measure.high)})" if measure.low <= measure.high else ""
    return f"{text(measure.value)}{interval}: {measure.method}; n = {measure.n:,}"


def _whose(shift: Shift, rows: str) -> str:
    """What a cell before or now is a figure of."""
    what = "mean (standard deviation)" if not shift.of_shares else f"share of “{elided(shift.what, 40)}”"
    return f"{rows}: {what} of the values that are known"


HINTS: dict[int, Callable[[Shift], str]] = {
    1: lambda shift: _whose(shift, "All rows of the study"),
    2: lambda shift: _whose(shift, "The new rows"),
    3: lambda shift: _told(shift.difference, difference_text),
    4: lambda shift: f"Study {_told(shift.missing_before, _share)}. Here {_told(shift.missing_now, _share)}.",
    5: lambda shift: _told(shift.outside, _share),
}
"""What stands in the tooltip of a cell, by its column."""


class ShiftModel(Headed):
    """The cells of the table, the largest difference on top."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(HEADINGS, parent)
        self._shifts: tuple[Shift, ...] = ()

    def show_shifts(self, shifts: tuple[Shift, ...]) -> None:
        """Show these predictors."""
        self.beginResetModel()
        self._shifts = shifts
        self.endResetModel()

    def length(self) -> int:
        """Return the number of predictors."""
        return len(self._shifts)

    def headerData(self, section: int, side: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        """Return a heading, above the numbers of its column."""
        if role == Role.TextAlignmentRole and side == Qt.Orientation.Horizontal and section:
            return RIGHT
        return super().headerData(section, side, role)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return a cell; a large difference stands in bold."""
        shift = self._shifts[index.row()]
        if role == Role.TextAlignmentRole:
            return RIGHT if index.column() else LEFT
        if role == Role.FontRole and index.column() == 3 and shift.size > LARGE:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Role.ToolTipRole and index.column() in HINTS:
            return tip(HINTS[index.column()](shift))
        return spoken(cells(shift)[index.column()], role)


class ShiftTable(QTableView):
    """Scrolls by itself where there are many predictors."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shifts = ShiftModel(self)
        self.setModel(self.shifts)
        self.setAccessibleName("Predictors of the study's patients and of these")
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        quieten(self, (132, 122, 122, 78, 104, 100))
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)


def cells(shift: Shift) -> tuple[str, ...]:
    """Return the texts of one predictor's row."""
    unit = f" ({shift.unit})" if shift.unit else ""
    level = f" “{elided(shift.what, 20)}”" if shift.of_shares and shift.what else ""
    before, now = (
        (_number(shift.before, shift.spread_before), _number(shift.now, shift.spread_now))
        if not shift.of_shares
        else (_share(shift.before), _share(shift.now))
    )
    missing = f"{_share(shift.missing_before.value)[:-2]} → {_share(shift.missing_now.value)}"
    if not (shift.missing_before.estimable and shift.missing_now.estimable):
        missing = "–"
    return (
        f"{shift.name}{unit}{level}",
        before,
        now,
        difference_text(shift.difference.value),
        missing,
        _share(shift.outside.value),
    )


def _number(mean: float, spread: float) -> str:
    """A mean with its standard deviation, as Table 1 writes them.

    >>> _number(262756.0, 87335.0), _number(1.374, 0.97), _number(5.0, math.nan)
    ('263,000 (87,300)', '1.37 (0.97)', '5')
    """
    if math.isnan(mean):
        return "–"
    return f"{_rounded(mean)} ({_rounded(spread)})" if spread >= 0 else _rounded(mean)


def _rounded(value: float) -> str:
    short = float(f"{value:.3g}")
    return f"{short:,.0f}" if abs(short) >= 1e4 else quantity(short)


def _share(value: float) -> str:
    return "–" if math.isnan(value) else percent(value)
