"""The calibration plot with what belongs to it: its controls, and a group of patients in words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.evaluation import Bin, Calibration
from clinnet_gui.core.evaluation.wording import told_sentence
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.widgets.data.kinds import at_least
from clinnet_gui.gui.widgets.results.calibration_plot import CalibrationPlot
from clinnet_gui.gui.widgets.results.calibration_view import ViewControls


class CalibrationPanel(QWidget):
    """Plot, sentence and controls, one under the other."""

    def __init__(self, names: tuple[str, str] = ("before", "after"), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Calibration | None, Calibration] | None = None
        self.plot, self.controls = CalibrationPlot(names), ViewControls()
        self.told = label("")
        at_least(self.plot, 300)
        self.told.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 2)  # else the plot would jump
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.plot, 1)
        box.addWidget(self.told)
        box.addWidget(self.controls)
        self.controls.changed.connect(self._redraw)
        self.plot.pointed.connect(self._tell)

    def show_calibration(self, before: Calibration | None, after: Calibration) -> None:
        """Draw both, or the second alone."""
        self._shown = (before, after)
        self.controls.show_reason(after)
        self._redraw()

    def _redraw(self) -> None:
        if self._shown is not None:
            self.plot.show_calibration(*self._shown, self.controls.view)
            self._tell(None)

    def _tell(self, group: Bin | None) -> None:
        """Say in words what the group under the pointer shows, else that of the highest risk."""
        told = group or next(reversed(self.plot.bins[1]), None)
        self.told.setText("" if told is None else told_sentence(told))
