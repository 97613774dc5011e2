"""The demonstration: the window does the main job on the example by itself, page by page.

Before each step it looks whether the analyst went to another page, changed the plan or ended what
ran. Then it steps back and the window is hers; so it does when "Take over" is pressed.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clinnet_gui.core.model.spec import Choice
from clinnet_gui.core.study import Study
from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.messages import label

DWELL = 2_500
"""Milliseconds for which a page is shown before the next step."""

Then = Callable[[], None]


class Demonstration(QObject):
    """Reads the example, trains and ends on the results; a line in the status bar says where it is."""

    def __init__(self, window: MainWindow, dwell: int = DWELL) -> None:
        super().__init__(window)
        self.running = False
        self._window, self._session, self._dwell = window, window.session, dwell
        self._choice: Choice | None = None
        self._reached: Callable[[Study], bool] = lambda _: False
        self._then: Then | None = None  # what follows once ``_reached`` holds
        self._line = label()
        self._line.setWordWrap(False)
        self._bar = self._built()
        self._bar.hide()

    def start(self) -> None:
        """Begin with the example."""
        self.running = True
        self._window.statusBar().insertWidget(0, self._bar)
        self._bar.show()
        for signal in (self._session.study_changed, self._session.busy_changed):
            signal.connect(self._look_soon)
        self._say("reading the example")
        self._await(lambda study: study.ready_to_train, self._show_data)
        self._session.open_example()

    def end(self) -> None:
        """Leave the window to the analyst; what runs goes on."""
        if self.running:
            self.running = False
            for signal in (self._session.study_changed, self._session.busy_changed):
                signal.disconnect(self._look_soon)
            self._window.statusBar().removeWidget(self._bar)

    # ---- the way --------------------------------------------------------------------------

    def _show_data(self) -> None:
        self._choice = self._session.study.choice
        self._say("what each column is for")
        self._later("data", self._show_model)

    def _show_model(self) -> None:
        self._session.go_to("model")
        self._say("the suggested network")
        self._later("model", self._train)

    def _train(self) -> None:
        self._say("the network learns")
        self._await(lambda study: study.evaluation is not None, self._show_results)
        self._session.start_training()

    def _show_results(self) -> None:
        if self._is_untouched("training"):
            self._session.go_to("results")
            self._session.notified.emit("The demonstration is over: the window is yours.")
        self.end()

    # ---- waiting --------------------------------------------------------------------------

    def _later(self, page: str, then: Then) -> None:
        """Go on after a while, where the analyst is still on ``page`` and kept the plan."""
        QTimer.singleShot(self._dwell, self, lambda: then() if self._is_untouched(page) else self.end())

    def _await(self, reached: Callable[[Study], bool], then: Then) -> None:
        self._reached, self._then = reached, then

    def _look_soon(self) -> None:
        """Look when the session has come to rest: it says that work ended before it has the result."""
        QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        then = self._then
        if not self.running or then is None:
            return
        if self._reached(self._session.study):
            self._then = None
            then()
        elif self._session.activity is None:
            self.end()

    def _is_untouched(self, page: str) -> bool:
        study = self._session.study
        return self.running and self._window.step == page and study.choice is self._choice

    def _say(self, text: str) -> None:
        self._line.setText(f"Demonstration: {text}")

    def _built(self) -> QWidget:
        bar = QWidget(self._window)
        button = QPushButton("Take over")
        button.setToolTip("End the demonstration; what runs goes on.")
        button.clicked.connect(self.end)
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 2, 0, 2)
        row.addWidget(self._line)
        row.addWidget(button)
        return bar
