"""The desk of "Evaluate predictions": a file of outcomes and risks, beside the study and apart from it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from clinnet_gui.core.data.findings import Answers, Finding
from clinnet_gui.core.data.outcome import OutcomeLevel
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.evaluation.predictions import ColumnsOpen, Naming, Review
from clinnet_gui.core.work import Work
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.operations import predictions
from clinnet_gui.gui.operations.predictions import Opened
from clinnet_gui.gui.tasks import Ends, Lane, Lanes

Result = TypeVar("Result")

TIMES = 500
"""Bootstrap samples behind the intervals of what has no formula for them."""
MOST = 200_000
"""Rows above which they are not drawn by themselves: they would take long, and the intervals are narrow."""


class PredictionsDesk(QObject):
    """The file, which columns are meant, the review of them, what waits or failed. It has lanes of its
    own: nothing here waits for the study's work, and nothing of the study changes."""

    changed = Signal()
    progressed = Signal()  # only text or share of ``activity`` changed
    threshold_moved = Signal()  # the threshold, its range, or the prevalence where it is used
    crashed = Signal(object)  # any exception that is no ClinnetError: a bug

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.table: Table | None = None
        self.naming: Naming | None = None
        self.review: Review | None = None
        self.levels: tuple[OutcomeLevel, ...] = ()  # of the outcome, once it was judged
        self.questions: tuple[Finding, ...] = ()
        self.failure: ClinnetError | None = None
        self.activity: Activity | None = None
        self.threshold: float | None = None
        self.prevalence: float | None = None  # where the model is used; None: as on these rows
        self.reasonable: tuple[float, float] | None = None  # thresholds; None: half to twice
        self._answers = Answers()
        self._lanes = Lanes(self)

    def open_file(self, path: Path) -> None:
        """Read a file; where outcome and risk can be guessed they are judged at once."""
        self.path, self._answers = path, Answers()
        self.table = self.naming = self.review = self.threshold = None
        self.prevalence = self.reasonable = None
        self.levels = ()
        self._run("Reading the file", lambda: predictions.opening(path, Answers()), self._opened)

    def answer(self, code: str, column: str | None, key: str) -> None:
        """Answer a question on the file or on a column; the table is read anew and judged again."""
        if self.path is None or self.table is None:
            return
        self._answers = self._answers.with_answer(code, column, key)
        path, table, answers, self.review = self.path, self.table, self._answers, None
        self._run("Reading the file", lambda: predictions.answering(path, table, answers), self._reread)

    def name(self, naming: Naming) -> None:
        """Say which columns are meant, and judge them; the event of another outcome is asked anew."""
        if naming == self.naming or self.table is None:
            return
        if self.naming is not None and naming.outcome != self.naming.outcome:
            naming, self.levels = replace(naming, event=()), ()
        self.naming = naming
        self.evaluate()

    def evaluate(self) -> None:
        """Judge the columns that are named; nothing is shown until outcome and risk are."""
        table, naming, answers = self.table, self.naming, self._answers
        self.review = None
        if table is None or naming is None or not (naming.outcome and naming.risk):
            self.changed.emit()
            return
        self._run("Evaluating", lambda: predictions.reviewing(table, naming, answers), self._reviewed)

    def resample(self) -> None:
        """Draw bootstrap samples for intervals; what is shown meanwhile stays, also where it is ended."""
        table, naming, answers = self.table, self.naming, self._answers
        if table is not None and naming is not None:
            work = predictions.reviewing
            self._run("Intervals", lambda: work(table, naming, answers, TIMES), self._reviewed)

    def move_threshold(self, threshold: float) -> None:
        """Show another threshold."""
        self.threshold = threshold
        self.threshold_moved.emit()

    def set_prevalence(self, prevalence: float | None) -> None:
        """Show what a threshold means where another share has the event; None: as on these rows."""
        self.prevalence = prevalence
        self.threshold_moved.emit()

    def set_reasonable(self, reasonable: tuple[float, float] | None) -> None:
        """Show another range of thresholds; None: half to twice the threshold."""
        self.reasonable = reasonable
        self.threshold_moved.emit()

    def cancel(self) -> None:
        """End what runs and keep nothing of it."""
        self._lanes.discard(Lane.MAIN)
        self.activity = None
        self.changed.emit()

    def shut_down(self) -> None:
        """Stop everything and wait for it."""
        self._lanes.shut_down()
        self.activity = None

    # ---- what tasks bring back ------------------------------------------------------------

    def _opened(self, opened: Opened) -> None:
        self.table, self.naming = opened.table, opened.guessed
        self.evaluate()

    def _reread(self, table: Table) -> None:
        self.table = table
        self.evaluate()

    def _reviewed(self, review: Review) -> None:
        self.review, self.naming, self.levels = review, review.naming, review.levels
        self.changed.emit()
        if not review.times and review.reckoning.used <= MOST:
            self.resample()

    def _run(self, title: str, make: Callable[[], Work[Result]], on_result: Callable[[Result], None]) -> None:
        def ended(result: Result) -> None:
            self.activity = None
            on_result(result)

        self.failure, self.questions, self.activity = None, (), Activity(title)
        self._lanes.start(Lane.MAIN, make, Ends(ended, self._failed, self._cancelled, self._told))
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.activity = None
        if isinstance(error, ColumnsOpen):
            self.questions = error.questions
        elif isinstance(error, ClinnetError):
            self.failure = error
        else:
            self.crashed.emit(error)
        self.changed.emit()

    def _cancelled(self) -> None:
        self.activity = None
        self.changed.emit()

    def _told(self, records: tuple[object, ...]) -> None:
        if self.activity is not None:
            self.activity = self.activity.after(records)
            self.progressed.emit()
