"""Training, Learning rate: the range test, and its suggestion."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.kinds import at_least
from clinnet_gui.gui.widgets.training.rate_plot import RatePlot

PURPOSE = (
    "Lets the learning rate rise from step to step on a network of its own and reads the loss: where it "
    "falls the network learns, where it rises the rate is too high. Nothing of the study changes."
)
STALE = "Data, split or settings have changed since this test."


class RateTab(QWidget):
    """The plot, what it says, and how to take the suggestion."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.plot = RatePlot()
        self.sentence, self.stale = label(PURPOSE), label(STALE, "warn")
        self.start, self.use = QPushButton("Test learning rates"), QPushButton()
        self.use.setToolTip("Takes this learning rate into the settings; undo takes it back.")
        self._drawn: object = None
        self._build()
        self.start.clicked.connect(session.test_rates)
        self.use.clicked.connect(self._use)
        for signal in (session.study_changed, session.busy_changed, session.explored):
            signal.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        at_least(self.plot, 240)
        head = QHBoxLayout()
        head.addWidget(self.sentence, 1)
        head.addWidget(self.start)
        head.addWidget(self.use)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self.stale)
        box.addWidget(self.plot, 1)

    def refresh(self) -> None:
        """Draw the test, and what can be taken from it."""
        session, choice = self._session, self._session.study.choice
        test = session.rates.test if session.rates is not None else None
        present = choice.spec.learning_rate if choice is not None else float("nan")
        if self._drawn != (session.rates, present):
            self._drawn = session.rates, present
            self.plot.show_test(test, present)
        self.sentence.setText(test.sentence if test is not None else PURPOSE)
        self.stale.setVisible(session.rates_are_stale)
        free = session.activity is None and session.study.ready_to_train
        self.start.setEnabled(free)
        suggested = test.suggested if test is not None else None
        self.use.setVisible(suggested is not None)
        if suggested is not None:
            self.use.setText(f"Use {suggested:g}")
            self.use.setEnabled(free and suggested != present)

    def _use(self) -> None:
        rates = self._session.rates
        if rates is not None and rates.test.suggested is not None:
            self._session.use_rate(rates.test.suggested)
