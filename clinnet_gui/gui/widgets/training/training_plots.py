"""Both live plots over one axis of epochs, and what steers their view."""

from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.gui.widgets.training.fold_chooser import FoldChooser
from clinnet_gui.gui.widgets.training.folds import Folds
from clinnet_gui.gui.widgets.training.gradient_plot import GradientPlot
from clinnet_gui.gui.widgets.training.loss_plot import LossPlot

EMPTY_LOSS = "Here the loss of each step appears, and after each look the loss on the early-stop rows."
EMPTY_NORM = "Here the length of the gradient appears; steps that stand out are marked."


class TrainingPlots(QWidget):
    """Loss above gradient norm, one fold before the others; a zoom by hand ends following."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folds = Folds()
        self.loss, self.norm = LossPlot(), GradientPlot()
        self.chooser = FoldChooser()
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
        self.show_folds(Folds())

    def _build(self) -> None:
        self.loss.setMinimumHeight(150)
        self.norm.setMinimumHeight(140)
        self.loss.head.addWidget(self.chooser)
        for widget in (self.logarithmic, self.follow, self.fit_all):
            self.norm.head.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.loss, 6)
        box.addWidget(self.norm, 5)

    def _connect(self) -> None:
        self.chooser.turned.connect(self._turn)
        self.follow.toggled.connect(self._follow)
        self.logarithmic.toggled.connect(self.loss.set_logarithmic)
        self.fit_all.clicked.connect(self._fit_all)
        for plot in (self.loss, self.norm):
            plot.user_zoomed.connect(lambda: self.follow.setChecked(False))

    def show_folds(self, folds: Folds, clip_norm: float = float("nan"), running: bool = True) -> None:
        """Draw another training from its beginning, and follow it."""
        self.folds = folds
        self.norm.set_clip_norm(clip_norm)
        self.follow.setChecked(True)
        self.chooser.begin()
        self._offer(running)

    def refresh(self, at_once: bool = False) -> None:
        """Draw what the training has gained; ``at_once`` settles the ranges too, as nothing follows."""
        if len(self.folds.courses) != self._offered:
            self._offer(running=True)
        elif self.loss.caption.text() and not self.folds.empty:
            self._caption()
        for plot in (self.loss, self.norm):
            plot.refresh(at_once)

    def _offer(self, running: bool) -> None:
        """Another fold is there to be drawn."""
        self._offered = len(self.folds.courses)
        self.chooser.offer(self._offered, running)
        self._turn()

    def _turn(self) -> None:
        """Draw the chosen fold before the others, or all alike."""
        courses, front = self.folds.courses, self.chooser.front
        course = courses[-1].blank() if front is None else courses[front]
        behind = tuple(one for one in courses if one is not course)
        self._caption()
        for plot in (self.loss, self.norm):
            plot.show_course(course, behind)
        if not self.follow.isChecked():
            self._follow(False)

    def _caption(self) -> None:
        self.loss.set_caption(EMPTY_LOSS if self.folds.empty else "")
        self.norm.set_caption(EMPTY_NORM if self.folds.empty else "")

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
