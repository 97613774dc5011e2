"""The plot that all plots of the window are made of: titled, themed, described in words.

pyqtgraph reads titles and labels as HTML, keeps its own colours and autoranges at every point;
here its legend, menu and buttons are off, text is escaped, colours follow the theme, and ranges
stand still until they are set.
"""

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.gui.messages import label, plain
from clinnet_gui.gui.style import LIGHT, Theme, themes
from clinnet_gui.gui.widgets.plots.area import Area
from clinnet_gui.gui.widgets.plots.exportable import Exportable
from clinnet_gui.gui.widgets.plots.heading import draw_heading, heading_height
from clinnet_gui.gui.widgets.plots.inks import Ink
from clinnet_gui.gui.widgets.plots.legend import Entry, Legend, Mark
from clinnet_gui.gui.widgets.plots.plot_export import reading
from clinnet_gui.gui.widgets.plots.plot_style import TEXT_SIZE, Paint, apply_theme, label_size, pen

BESIDE_MORE = 4
"""Pixels between the head and the button of the ways out."""


class Plot(Exportable):
    """A plot with title, legend, readout under the pointer, caption while empty, and ways out.

    ``area`` is where it is drawn, within ``body``; ``head`` is the row of title and legend, to whose
    end controls may be added. Items are made by ``line``, ``marks`` and ``rule``, or
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
        super().__init__(title, parent)
        self._read: Callable[[float, float], str] = self.read
        self.area = Area(axes)
        self.legend = Legend()
        self.title = label(title, "heading")
        self.title.setWordWrap(False)
        self.readout = label("", "muted")
        self.readout.setWordWrap(False)
        self.caption = label("", "muted")
        self._build(x_label, y_label)
        self.hovered.connect(lambda x, y: self.readout.setText(self._read(x, y)))

    def _build(self, x_label: str, y_label: str) -> None:
        self.head = QHBoxLayout()
        self.head.setSpacing(16)
        self.head.addWidget(self.title)
        self.head.addWidget(self.legend, 100)
        self.head.addStretch(1)
        titled = QHBoxLayout()
        titled.setSpacing(BESIDE_MORE)
        titled.addLayout(self.head, 1)
        titled.addWidget(self.more)
        self.body = body = QGridLayout()
        body.addWidget(self.area, 0, 0)
        corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        body.addWidget(self.readout, 0, 0, corner)
        self.readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.readout.setAutoFillBackground(True)
        body.addWidget(self.caption, 0, 0, Qt.AlignmentFlag.AlignCenter)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.caption.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.caption.hide()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(titled)
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
            if text:
                axis.setLabel(plain(text), **label_size())
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

    def set_reading(self, read: Callable[[float, float], str]) -> None:
        """Show beside the pointer what ``read`` says of its place (plot coordinates), in place of the
        nearest line of the plot's table."""
        self._read = read

    def read(self, x: float, _y: float) -> str:
        """Return the line of the plot's table nearest to the pointer."""
        values = self.values()
        return "" if values is None else reading(values, x)

    def depict(self, painter: QPainter, size: QSize) -> None:
        """Paint title, legend and drawing area in the light theme."""
        with themes.lent(LIGHT):
            font = _small(self.font())
            words = self.legend.height_of(size.width(), font) if self.legend.entries else 0
            top = heading_height(self.font()) + words
            self.area.draw(painter, QRect(0, top, size.width(), size.height() - top))
            draw_heading(painter, self.accessibleName(), size.width(), self.font())
            painter.translate(0, top - words)
            self.legend.draw(painter, size.width(), font)
            painter.translate(0, words - top)
        self.area.retheme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the legend beside the title where it fits, else below it."""
        super().resizeEvent(event)
        self._place_legend()

    def _place_legend(self) -> None:
        items = map(self.head.itemAt, range(self.head.count()))
        widgets = [widget for item in items if item is not None and (widget := item.widget()) is not None]
        gap = self.head.spacing()
        others = sum(w.sizeHint().width() + gap for w in widgets if w is not self.legend)
        room = self.width() - others - gap - self.more.sizeHint().width() - BESIDE_MORE
        beside = self.legend.sizeHint().width() <= room or not self.legend.entries
        if beside is (self.head.indexOf(self.legend) >= 0):
            return
        if beside:
            self._column.removeWidget(self.legend)
            self.head.insertWidget(1, self.legend, 100)
        else:
            self.head.removeWidget(self.legend)
            self._column.insertWidget(1, self.legend)

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
