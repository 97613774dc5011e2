"""The calibration plot whose groups can be picked, and entered: who are these patients?"""

from functools import partial

from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clinnet_gui.core.evaluation.evaluation import Bin, Calibration
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.legend import Mark
from clinnet_gui.gui.widgets.results.calibration.plot import CalibrationPlot
from clinnet_gui.gui.widgets.results.calibration.view import View

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class GroupPlot(CalibrationPlot):
    """A group of the coloured set is picked by a click above or below it, or by the arrow keys, and ringed.

    ``picked`` where ``group`` may be another one; ``entered`` carries the group (Bin) whose point was
    clicked, and whether it is of the grey set.
    """

    picked = Signal()
    entered = Signal(object, bool)

    def __init__(self, names: tuple[str, str] = ("before", "after"), parent: QWidget | None = None) -> None:
        super().__init__(names, parent)
        self._ring = self.marks(inks.text, Mark.RING, size=17)
        self._at: int | None = None
        for groups, raw in zip(self.groups, (True, False), strict=True):
            groups.on_click(partial(self._enter, raw))
        self.area.scene().sigMouseClicked.connect(self._clicked)

    @property
    def group(self) -> Bin | None:
        """The group that was picked; before any was, that of the highest risk."""
        held = self.bins[1]
        return held[-1 if self._at is None else self._at] if held else None

    def show_calibration(self, before: Calibration | None, after: Calibration, view: View) -> None:
        """Draw both (or the second alone) as the view asks; no group is picked."""
        super().show_calibration(before, after, view)
        self._pick(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pick the next group with the arrow keys, first that of the highest risk."""
        step, last = STEPS.get(Qt.Key(event.key())), len(self.bins[1]) - 1
        if step is None or last < 0:
            super().keyPressEvent(event)
        else:
            self._pick(last if self._at is None else min(max(self._at + step, 0), last))

    def _pick(self, at: int | None) -> None:
        self._at = at
        group = None if at is None else self.bins[1][at]
        self._ring.setData(*([], []) if group is None else ([group.predicted], [group.observed.value]))
        self.picked.emit()

    def _clicked(self, event: MouseClickEvent) -> None:
        """A click beside the points; one on a point was taken by it."""
        if event.button() != Qt.MouseButton.LeftButton or event.isAccepted():
            return
        box, at = self.area.getPlotItem().getViewBox(), event.scenePos()
        under = self.under(box.mapSceneToView(at).x()) if box.sceneBoundingRect().contains(at) else None
        if under is not None:
            self._pick(self.bins[1].index(under))

    def _enter(self, raw: bool, group: Bin) -> None:
        if not raw:
            self._pick(self.bins[1].index(group))
        self.entered.emit(group, raw)
