"""How many refits to make, how far they are, and the end of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from clinnet_gui.core.evaluation.validation.refits import QUICK, REPORT, Refits, most_refits, seconds_for
from clinnet_gui.core.training.executor import processors
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import duration
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.messages import label, tip


class RefitBar(QWidget):
    """Two buttons, or a bar with its end; ``asked`` for so many refits in all, ``stopped``."""

    asked = Signal(int)
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quick, self.report = QPushButton(), QPushButton()
        self.stop = QPushButton("Stop and keep")
        self.stop.setToolTip("From 20 refits on they are kept, and can be gone on with.")
        self.bar, self.text = QProgressBar(), label("", "muted")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(200)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        for part in (self.bar, self.stop, self.quick, self.report):
            row.addWidget(part)
        self.wanted = QUICK  # what was asked for last
        self.quick.clicked.connect(lambda: self._ask(QUICK))
        self.report.clicked.connect(lambda: self._ask(REPORT))
        self.stop.clicked.connect(self.stopped)

    def offer(self, trained: Trained, refits: Refits | None, free: bool) -> None:
        """Offer refits, and say how long they take on this computer."""
        there = 0 if refits is None else refits.tried
        for button, times in ((self.quick, QUICK), (self.report, REPORT)):
            takes = duration(seconds_for(trained, refits, times, processors()))
            button.setText(f"Go on to {times} refits" if there else f"Refit {times} times")
            button.setToolTip(tip(f"Takes {takes} on this computer."))
            button.setVisible(there < times <= most_refits(trained))
            button.setEnabled(free)
        self.bar.hide()
        self.stop.hide()
        self.text.setText("" if there else _costs(trained))

    def say(self, text: str) -> None:
        """Say what the refits that are there were made of."""
        self.text.setText(text)

    def show_working(self, activity: Activity) -> None:
        """Say how far they are, and offer to end them."""
        for button in (self.quick, self.report):
            button.hide()
        self.text.setText(activity.text)
        self.bar.show()
        self.bar.setMaximum(0 if activity.done is None else 1_000)
        self.bar.setValue(0 if activity.done is None else round(1_000 * activity.done))
        self.stop.show()
        self.stop.setEnabled(not activity.stopping)

    def _ask(self, times: int) -> None:
        self.wanted = times
        self.asked.emit(times)


def _costs(trained: Trained) -> str:
    """How long it takes, or that the table is too large for it."""
    most, processes = most_refits(trained), processors()
    if most < QUICK:
        return "This table is too large to keep as many refits in memory. Its test part tells the same."
    quick, report = (duration(seconds_for(trained, None, times, processes)) for times in (QUICK, REPORT))
    if most < REPORT:
        return f"{QUICK} refits take {quick} on this computer."
    return f"{QUICK} refits take {quick} on this computer, {REPORT} refits {report}; a report needs {REPORT}."
