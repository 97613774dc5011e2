"""Validation, Subgroups: the same network and threshold, judged in groups of patients."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.groups.subgroups import FAIRNESS, Subgroups
from clinnet_gui.gui.groups_desk import COMPARING, Divided
from clinnet_gui.gui.messages import elided, label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.beside import Beside
from clinnet_gui.gui.widgets.kinds import card
from clinnet_gui.gui.widgets.plots.forest import Line
from clinnet_gui.gui.widgets.results.groups.column_choice import ColumnChoice
from clinnet_gui.gui.widgets.results.groups.difference_table import DifferenceTable
from clinnet_gui.gui.widgets.results.groups.figures import Figure, line_of
from clinnet_gui.gui.widgets.results.groups.level_forests import LevelForests
from clinnet_gui.gui.widgets.results.groups.multiples import Multiples
from clinnet_gui.gui.widgets.work_state import WorkState

PURPOSE = (
    "Choose a column, whether the network uses it or not: discrimination, calibration and what the threshold "
    "does are shown in each of its groups."
)
STALE = "Rows, recalibration or threshold have changed since: compare the groups again."
APART = "Intervals allow for all pairs having been looked at; those that leave out no difference stand out."


class SubgroupsPanel(QWidget):
    """The choice of a column, the sentence, forest plots of all figures, then the largest differences beside
    small calibration plots."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.choice = ColumnChoice("Compare groups")
        self.sentence, self.stale = label(PURPOSE), label(STALE, "warn")
        self.fairness, self.note = label(FAIRNESS, "muted"), label("", "muted")
        self.forests, self.differences, self.multiples = LevelForests(), DifferenceTable(), Multiples()
        self.axes = label("", "muted")
        self.state = WorkState()
        self._shown: Divided | None = None
        self._build()
        self.state.acted.connect(self.choice.start.click)
        session.progressed.connect(self._advance)
        self.choice.chosen.connect(session.divide)
        for signal in (session.study_changed, session.busy_changed, session.validated):
            signal.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        compared = _from_the_top(self.differences, label(APART, "small"), self.fairness)
        self.apart = card(compared, title="Largest differences between groups")
        curves = card(_from_the_top(self.axes, self.multiples), title="Calibration by group")
        self.more = Beside(self.apart, curves, (1, 1))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.setSpacing(8)
        for part in (self.choice, self.stale, self.sentence, self.state, self.forests, self.note, self.more):
            box.addWidget(part, 3 if part is self.state else 0)
        box.addStretch(1)

    def refresh(self) -> None:
        """Draw the groups that were found, and what can be asked."""
        session = self._session
        self.choice.offer(session.study.trained)
        self.choice.setEnabled(session.study.evaluation is not None and not session.validating)
        works, failure = session.asking(COMPARING) is not None, session.unanswered(COMPARING)
        shown = None if works else session.divided
        self.stale.setVisible(session.divided_is_stale and not works)
        if shown is not self._shown or shown is None:
            self._shown = shown
            self._draw(None if shown is None else shown.found)
        self.state.setVisible(works or failure is not None)
        if failure is not None:
            self.state.show_failed(failure)
        self._advance()

    def _advance(self) -> None:
        running = self._session.asking(COMPARING)
        if running is not None:
            self.state.show_working(running)

    def _draw(self, found: Subgroups | None) -> None:
        for part in (self.forests, self.note, self.more):
            part.setVisible(found is not None)
        self.sentence.setText(PURPOSE if found is None else _told(found))
        if found is None:
            return

        def lines_of(figure: Figure) -> tuple[Line, ...]:
            levels = tuple(line_of(level, figure) for level in found.levels)
            return (*levels, line_of(found.whole, figure, True))

        self.forests.show_levels((*found.levels, found.whole), lines_of, found.threshold, found.sentence)
        self.differences.show_differences(found.differences)
        self.apart.setVisible(bool(found.differences))
        self.multiples.show_levels(found.levels)
        self.axes.setText(self.multiples.axes)
        self.note.setText(found.grouping.note)
        self.note.setVisible(bool(found.grouping.note))


def _from_the_top(*parts: QWidget) -> QVBoxLayout:
    box = QVBoxLayout()
    for part in parts:
        box.addWidget(part)
    box.addStretch(1)
    return box


def _told(found: Subgroups) -> str:
    return f"Groups by “{elided(found.grouping.column, 40)}”. {found.sentence}"
