"""The plot that all plots of the window are made of: titled, themed, described in words.

pyqtgraph reads titles and labels as HTML, keeps its own colours and autoranges at every point;
here its legend, menu and buttons are off, text is escaped, colours follow the theme, and ranges
stand still until they are set.
"""

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.gui.messages import label, plain
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots.area import Area
from clinnet_gui.gui.widgets.plots.legend import Entry, Legend, Mark
from clinnet_gui.gui.widgets.plots.plot_export import Values, ask_and_save, copy_picture, copy_values
from clinnet_gui.gui.widgets.plots.plot_style import Ink, Paint, apply_theme, pen

TEXT_SIZE = 9
"""Points of ticks and axis labels."""


class Plot(QWidget):
    """A plot with title, legend, readout under the pointer, caption while empty.

    ``area`` is where it is drawn; ``head`` is the row of title and legend, to whose end
    controls may be added. Items are made by ``line``, ``marks`` and ``rule``, or
    added to ``area`` by hand and registered with ``painted``, so that they follow the theme.
    """

    hovered = Signal(float, float)  # the pointer's place in the plot's coordinates

    def __init__(
        self,
        title: str,
        x_label: str,
        y_label: str,
        parent: QWidget | None = None,
        axes: dict[str, pg.AxisItem] | None = None,
    ) -> None:
        super().__init__(parent)
        self._values: Callable[[], Values] | None = None
        self.area = Area(axes)
        self.legend = Legend()
        self.title = label(title, "heading")
        self.title.setWordWrap(False)
        self.readout = label("", "muted")
        self.readout.setWordWrap(False)
        self.caption = label("", "muted")
        self.setAccessibleName(title)
        self._build(x_label, y_label)
        self._offer_exports()

    def _build(self, x_label: str, y_label: str) -> None:
        self.head = QHBoxLayout()
        self.head.setSpacing(16)
        self.head.addWidget(self.title)
        self.head.addWidget(self.legend, 1)
        body = QGridLayout()
        body.addWidget(self.area, 0, 0)
        corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        body.addWidget(self.readout, 0, 0, corner)
        self.readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.readout.setAutoFillBackground(True)
        body.addWidget(self.caption, 0, 0, Qt.AlignmentFlag.AlignCenter)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.caption.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.caption.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.head)
        column.addLayout(body, 1)
        self._settle(x_label, y_label)

    def _settle(self, x_label: str, y_label: str) -> None:
        item = self.area.getPlotItem()
        item.hideButtons()
        item.setMenuEnabled(False)
        item.disableAutoRange()
        item.setContentsMargins(0, 6, 0, 0)  # room for the upper half of the topmost tick
        for name, text in (("bottom", x_label), ("left", y_label)):
            axis = item.getAxis(name)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickFont=_small(self.font()))
            if text:
                axis.setLabel(plain(text), **{"font-size": f"{TEXT_SIZE}pt"})
        self.area.setMouseEnabled(x=False, y=False)
        self.area.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.area.scene().sigMouseMoved.connect(self._moved)
        apply_theme(self.area)

    def painted(self, paint: Paint) -> None:
        """Call ``paint`` with the theme now and at every change of it."""
        self.area.painted(paint)

    def line(self, ink: Ink, name: str = "", width: int = 1, dashed: bool = False) -> pg.PlotCurveItem:
        """Add a curve (finite values only) and its legend entry, where it has a name."""
        curve = pg.PlotCurveItem(antialias=False)
        self.area.addItem(curve)
        self.painted(lambda colours: curve.setPen(pen(ink(colours), width, dashed)))
        self._name(name, Mark.DASHED if dashed else Mark.LINE, ink)
        return curve

    def marks(
        self, ink: Ink, mark: Mark, name: str = "", size: int = 9, hollow: bool = False
    ) -> pg.ScatterPlotItem:
        """Add points that share one symbol; hundreds, not thousands."""
        hollow = hollow or mark is Mark.RING
        points = pg.ScatterPlotItem(symbol=mark.symbol, size=size, pxMode=True)
        self.area.addItem(points)

        def paint(colours: Theme) -> None:
            points.setPen(pen(ink(colours), 2 if mark in (Mark.CROSS, Mark.RING) else 1))
            points.setBrush(pg.mkBrush(None if hollow else ink(colours)))

        self.painted(paint)
        self._name(name, mark, ink)
        return points

    def rule(self, ink: Ink, name: str = "", angle: int = 0, dashed: bool = True) -> pg.InfiniteLine:
        """Add a straight line across the plot: ``angle`` 0 across, 90 upright."""
        line = pg.InfiniteLine(angle=angle, movable=False)
        self.area.addItem(line, ignoreBounds=True)
        self.painted(lambda colours: line.setPen(pen(ink(colours), 1, dashed)))
        self._name(name, Mark.DASHED if dashed else Mark.LINE, ink)
        return line

    def _name(self, name: str, mark: Mark, ink: Ink) -> None:
        if name:
            self.legend.add(Entry(name, mark, ink))

    def leaveEvent(self, event: QEvent) -> None:
        """Take the readout away with the pointer."""
        self.readout.setText("")
        super().leaveEvent(event)

    def set_caption(self, text: str) -> None:
        """Say in the middle of the plot what will appear there; empty takes the words away."""
        self.caption.setText(text)
        self.caption.setVisible(bool(text))

    def set_summary(self, sentence: str) -> None:
        """Say in one sentence what the plot shows, for those who do not see it."""
        self.setAccessibleDescription(sentence)

    def describe(self) -> str:
        """Return the plot's name and what it shows, in words."""
        return f"{self.accessibleName()}. {self.accessibleDescription()}".strip()

    def set_values(self, values: Callable[[], Values]) -> None:
        """Say where the plot's numbers come from when the analyst copies them as a table."""
        self._values = values

    def values(self) -> Values | None:
        """Return the plot's numbers as a table, None where it has none."""
        return self._values() if self._values is not None else None

    def _offer_exports(self) -> None:
        """Give the plot its context menu."""
        for text, slot in (
            ("Copy picture", lambda: copy_picture(self.area)),
            ("Copy values", self._copy_values),
            ("Save picture…", self._save_picture),
        ):
            action = QAction(text, self)
            action.triggered.connect(slot)
            self.addAction(action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _copy_values(self) -> None:
        values = self.values()
        if values is not None:
            copy_values(values)

    def _save_picture(self) -> None:
        try:
            ask_and_save(self.area, self.accessibleName())
        except OSError as error:
            self.readout.setText(str(error))

    def _moved(self, position: QPointF) -> None:
        box = self.area.getPlotItem().getViewBox()
        if not box.sceneBoundingRect().contains(position):
            self.readout.setText("")
        else:
            point = box.mapSceneToView(position)
            self.hovered.emit(point.x(), point.y())


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSize(TEXT_SIZE)
    return made
