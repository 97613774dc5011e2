"""The calibration plot with what belongs to it: its controls, and a group of patients in words."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.evaluation import Bin, Calibration
from clinnet_gui.core.evaluation.risk_group import RiskGroup
from clinnet_gui.core.evaluation.wording import told_sentence
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.kinds import at_least
from clinnet_gui.gui.widgets.results.calibration.group_plot import GroupPlot
from clinnet_gui.gui.widgets.results.calibration.view import ViewControls
from clinnet_gui.gui.widgets.results.measure_text import count, span_text

PICKING = "Click a point to see its patients. The arrow keys, in the plot, pick another group."

LOWEST = 290
"""Height that the plot keeps, in pixels at the usual size of texts."""


class CalibrationPanel(QWidget):
    """The plot with its controls beside it (below, where there is more height), and a group in words.

    With ``patients`` (there is a table of them) a group can be asked for: ``wanted`` carries its RiskGroup.
    """

    wanted = Signal(object)

    def __init__(
        self,
        names: tuple[str, str] = ("before", "after"),
        patients: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown: tuple[Calibration | None, Calibration] | None = None
        self.plot, self.controls = GroupPlot(names), ViewControls()
        self.told, self.patients = label(""), QPushButton()
        at_least(self.plot, LOWEST)
        self.told.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 2)  # else the plot would jump
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sides, box = QBoxLayout(QBoxLayout.Direction.LeftToRight), QVBoxLayout(self)
        self._sides.setSpacing(8)
        self._sides.addWidget(self.plot, 1)
        self._sides.addWidget(self.controls)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._sides, 1)
        box.addSpacing(8)
        box.addWidget(self.told)
        box.addWidget(self.patients, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.controls.reason)
        self.controls.changed.connect(self._redraw)
        self.plot.pointed.connect(self._tell)
        self.plot.picked.connect(self._name_group)
        self.patients.setVisible(patients)
        if patients:
            self._lead_to_patients()

    def show_calibration(self, before: Calibration | None, after: Calibration) -> None:
        """Draw both, or the second alone."""
        self._shown = (before, after)
        self.controls.show_reason(after)
        self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the controls where they leave the larger square."""
        super().resizeEvent(event)
        self._place_controls()

    def event(self, event: QEvent) -> bool:
        """The same where the parts ask for other room: in texts of another size, or with other words."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place_controls()
        return done

    def _place_controls(self) -> None:
        words = sum(
            part.height() for part in (self.told, self.patients, self.controls.reason) if part.isVisible()
        )
        across, up = self.width(), self.height() - words
        beside, below = self.controls.size_of(upright=True), self.controls.size_of(upright=False)
        upright = min(across - beside.width(), up) >= min(across, up - below.height())
        wanted = QBoxLayout.Direction.LeftToRight if upright else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != wanted:
            self.controls.stand(upright)
            self._sides.setDirection(wanted)

    def _lead_to_patients(self) -> None:
        self.patients.setProperty("kind", "link")
        self.patients.setToolTip(tip(PICKING))
        self.patients.setAccessibleDescription(PICKING)
        self.plot.entered.connect(lambda group, raw: self.wanted.emit(RiskGroup.of(group, raw)))
        self.patients.clicked.connect(self._want)

    def _name_group(self) -> None:
        group = self.plot.group
        if group is not None:
            span = span_text(group.low, group.high)
            self.patients.setText(f"Show the {count(group.observed.n)} {self._called} with risks of {span}")
        self._tell(None)

    def _want(self) -> None:
        if self.plot.group is not None:
            self.wanted.emit(RiskGroup.of(self.plot.group))

    def _redraw(self) -> None:
        if self._shown is not None:
            self.plot.show_calibration(*self._shown, self.controls.view)

    def _tell(self, group: Bin | None) -> None:
        """Say in words what the group under the pointer shows, else the one picked."""
        told = group or self.plot.group
        self.told.setText("" if told is None else told_sentence(told, self._called))

    @property
    def _called(self) -> str:
        """What a group counts."""
        several = self._shown is not None and self._shown[1].curve.owned is not None
        return "rows" if several else "patients"
