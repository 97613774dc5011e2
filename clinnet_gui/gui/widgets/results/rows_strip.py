"""The strip above the tabs: which rows the numbers come from, what the others serve, the test's key."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.data.split import IN_ORDER, Part, Split
from clinnet_gui.core.data.splitting import PART_NAMES
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.data.kinds import line, set_kind
from clinnet_gui.gui.widgets.results.measure_text import count, percent

ASK = (
    "The test rows answer once how good this network is on patients that played no part in any choice. "
    "Opening them is stamped and cannot be undone; what you change afterwards is marked as chosen "
    "after the test was seen."
)
NO_TEST = (
    "Every row has a risk from a network that never learned from it: these rows judge the network. For a "
    "test on rows that played no part in any choice, set a test part aside on the Model page and train again."
)


INTERNAL = (
    "Internal validation: these rows come from the same file, but the network did not learn from them. "
    "Figures of rows that it learned from are called apparent; of other patients, external (Validation tab)."
)
FEWEST = 10
"""Events, or non-events, below which figures say nothing."""


class RowsStrip(QWidget):
    """``opened`` is emitted when the analyst has confirmed that the test rows shall be opened."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._badge = line(), line("", "badge")
        self._roles, self._doing = label("", "small"), line("", "small")
        self._roles.setToolTip(tip(INTERNAL))
        self.few = label("", "warn")
        self.open_button = QPushButton("&Lock and open the test…")
        self.open_button.clicked.connect(lambda: self._question.setVisible(True))
        self.confirm = QPushButton("Open the test rows now")
        self.keep = QPushButton("Keep them covered")
        self.confirm.clicked.connect(self._confirmed)
        self.question = label(ASK)
        self._question: QFrame = self._made_question()
        self._question.hide()
        self._build()

    def _build(self) -> None:
        first, second, texts, row = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        for part in (self._badge, self._rows):
            first.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        second.addWidget(self._roles, 1)
        second.addWidget(self._doing)
        texts.setSpacing(4)
        texts.addLayout(first)
        texts.addLayout(second)
        row.addLayout(texts, 1)
        row.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(row)
        box.addWidget(self._question)
        box.addWidget(self.few)

    def show_rows(self, evaluation: Evaluation, decision: Decision, split: Split, can_open: bool) -> None:
        """Say which rows are shown and what all of them serve; the button stays while there is a test
        that is covered."""
        self._badge.setText(evaluation.rows_called.upper())
        self._rows.setText(rows_text(evaluation))
        self._rows.setToolTip("" if evaluation.has_test else tip(NO_TEST))
        self._roles.setText(f"{standing(evaluation, decision)} · {roles_text(split)}")
        set_kind(self._roles, "smallwarn" if decision.after_opening else "small")
        self.few.setText(few_text(evaluation))
        self.few.setVisible(bool(self.few.text()))
        self.question.setText(question(decision))
        covered = evaluation.has_test and not decision.opened
        self.open_button.setVisible(covered)
        self.open_button.setEnabled(can_open)
        if not covered:
            self._question.hide()

    def show_activity(self, activity: Activity | None) -> None:
        """Say that what stands below is being computed anew, and how far that is; None: it is not."""
        if activity is None:
            self._doing.setText("")
        else:
            share = "" if activity.done is None else f" {100 * activity.done:.0f} %"
            self._doing.setText(f"{activity.text or activity.title}…{share}")

    @property
    def text(self) -> str:
        """What the strip says."""
        return f"{self._badge.text()} {self._rows.text()} · {self._roles.text()}"

    def _made_question(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "banner")
        frame.setProperty("level", "warn")
        self.keep.clicked.connect(frame.hide)
        row = QHBoxLayout(frame)
        row.addWidget(self.question, 1)
        row.addWidget(self.keep)
        row.addWidget(self.confirm)
        return frame

    def _confirmed(self) -> None:
        self._question.hide()
        self.opened.emit()


def question(decision: Decision) -> str:
    """Return what opening the test means, and whether there is a threshold to lock."""
    if decision.threshold is None:
        return f"No threshold is chosen yet: one that is chosen later counts as chosen too late. {ASK}"
    return f"The threshold is locked at {percent(decision.threshold)}. {ASK}"


def rows_text(evaluation: Evaluation) -> str:
    """Return how many rows and events there are."""
    n, events = evaluation.y.size, int(evaluation.y.sum())
    share = f" ({percent(events / n)})" if n else ""
    return f"n = {count(n)}, {count(events)} events{share}"


def standing(evaluation: Evaluation, decision: Decision) -> str:
    """Return what kind of validation these rows are, what of the test, and what was changed too late."""
    said = ["Internal validation", _test(evaluation, decision)]
    if decision.after_opening:
        said.append(f"chosen after the test was seen: {', '.join(decision.after_opening)}")
    return " · ".join(said)


def roles_text(split: Split) -> str:
    """Return how many rows serve what."""
    said = (f"{count(split.counts[part])} {PART_NAMES[part]}" for part in IN_ORDER if split.counts[part])
    return f"all rows: {', '.join(said)}"


def few_text(evaluation: Evaluation) -> str:
    """Return why nothing can be judged on these rows, empty where something can."""
    events = int(evaluation.y.sum())
    others = int(evaluation.y.size) - events
    if not events or not others:
        only = "no event" if not events else "only events"
        return (
            f"These rows hold {only}: AUROC, calibration and net benefit are not estimable. "
            "More patients are needed, or another split."
        )
    if min(events, others) < FEWEST:
        few = f"{events} events" if events <= others else f"{others} patients without the event"
        return f"Only {few}: no figure of these rows can be relied on, and the Overview shows none."
    return ""


def _test(evaluation: Evaluation, decision: Decision) -> str:
    if not evaluation.has_test:
        return "no test part was set aside: these rows judge the network"
    if evaluation.part is Part.TEST:
        return f"opened {decision.opened.replace('T', ' ')[:16]} UTC"
    return "the test rows are covered"
