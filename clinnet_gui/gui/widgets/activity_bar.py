"""The activity bar: what runs, how far it is, and how to hold or end it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.messages import elided, label


class ActivityBar(QWidget):
    """Hidden while nothing runs."""

    held = Signal(bool)  # True: pause, False: go on
    finished = Signal()  # stop and keep the best
    discarded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Activity")
        self._text = label()
        self._text.setWordWrap(False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._hold = QPushButton("Pause")
        self._finish = QPushButton("Stop")
        self._cancel = QPushButton("Cancel")
        self._activity: Activity | None = None
        self._build()
        self.show_activity(None)

    def show_activity(self, activity: Activity | None) -> None:
        """Show a piece of running work, or nothing."""
        self._activity = activity
        self.setVisible(activity is not None)
        if activity is None:
            return
        self._hold.setVisible(activity.pausable)
        self._hold.setText("Resume" if activity.paused else "Pause")
        self._hold.setEnabled(not activity.stopping)
        self._finish.setText(f"Stop && keep {activity.keeps}")
        self._finish.setVisible(activity.can_finish)
        self._finish.setEnabled(not activity.stopping)
        self._cancel.setText("Discard" if activity.can_finish else "Cancel")
        self._cancel.setVisible(activity.can_cancel)
        self.show_progress(activity)

    def show_progress(self, activity: Activity) -> None:
        """Show how far the work is. Few calls: each waits for a worker that computes in Python."""
        text = f"{activity.title}: {activity.text}" if activity.text else activity.title
        self._text.setText(elided("Paused. " + text if activity.paused else text, 60))
        if activity.done is None:
            self._bar.setMaximum(0)
        else:
            self._bar.setMaximum(1000)
            self._bar.setValue(round(1000 * activity.done))

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        policy = self._cancel.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # else the page would jump with every short piece of work
        self._cancel.setSizePolicy(policy)
        for widget in (self._text, self._bar, self._hold, self._finish, self._cancel):
            row.addWidget(widget)
        row.addStretch(1)
        self._hold.clicked.connect(self._toggle)
        self._finish.clicked.connect(self.finished)
        self._cancel.clicked.connect(self.discarded)

    def _toggle(self) -> None:
        if self._activity is not None:
            self.held.emit(not self._activity.paused)
