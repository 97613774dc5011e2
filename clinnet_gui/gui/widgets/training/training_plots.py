"""Both live plots over one axis of epochs, and what steers their view."""

from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.gui.widgets.training.course import Course
from clinnet_gui.gui.widgets.training.gradient_plot import GradientPlot
from clinnet_gui.gui.widgets.training.loss_plot import LossPlot

EMPTY_LOSS = "Here the loss of each step appears, and after each look the loss on the early-stop rows."
EMPTY_NORM = "Here the length of the gradient appears; steps that stand out are marked."


class TrainingPlots(QWidget):
    """Loss above gradient norm; a zoom by hand stops the plots from following."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss, self.norm = LossPlot(), GradientPlot()
        self.norm.area.setXLink(self.loss.area)
        self.follow = QCheckBox("Follow")
        self.follow.setChecked(True)
        self.follow.setToolTip("The view goes with the newest steps; a zoom by hand ends that.")
        self.logarithmic = QCheckBox("Log loss axis")
        self.logarithmic.setChecked(True)
        self.fit_all = QPushButton("Fit all")
        self.fit_all.setToolTip("Shows every step, the hidden ones too.")
        self._build()
        self._connect()
        self.show_course(Course())

    def _build(self) -> None:
        self.loss.setMinimumHeight(190)
        self.norm.setMinimumHeight(180)
        for widget in (self.logarithmic, self.follow, self.fit_all):
            self.norm.head.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.loss, 6)
        box.addWidget(self.norm, 5)

    def _connect(self) -> None:
        self.follow.toggled.connect(self._follow)
        self.logarithmic.toggled.connect(self.loss.set_logarithmic)
        self.fit_all.clicked.connect(self._fit_all)
        for plot in (self.loss, self.norm):
            plot.user_zoomed.connect(lambda: self.follow.setChecked(False))

    def show_course(self, course: Course, clip_norm: float = float("nan")) -> None:
        """Draw another course from its beginning, and follow it."""
        self.loss.set_caption(EMPTY_LOSS if course.empty else "")
        self.norm.set_caption(EMPTY_NORM if course.empty else "")
        self.norm.set_clip_norm(clip_norm)
        self.follow.setChecked(True)
        for plot in (self.loss, self.norm):
            plot.show_course(course)

    def refresh(self, at_once: bool = False) -> None:
        """Draw what the course has gained; ``at_once`` settles the ranges too, as nothing follows."""
        if self.loss.caption.text() and not self.loss.course.empty:
            self.loss.set_caption("")
            self.norm.set_caption("")
        for plot in (self.loss, self.norm):
            plot.refresh(at_once)

    def settle(self) -> None:
        """The course has ended: show all of it, unless the analyst has zoomed."""
        if self.follow.isChecked():
            self._fit_all()

    def _follow(self, on: bool) -> None:
        for plot in (self.loss, self.norm):
            plot.follow(on)

    def _fit_all(self) -> None:
        for plot in (self.loss, self.norm):
            plot.fit_all()
