"""Validation, Subgroups: the same network and threshold, judged in groups of patients."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.groups.subgroups import FAIRNESS, Subgroups
from clinnet_gui.gui.groups_desk import COMPARING, Divided
from clinnet_gui.gui.messages import elided, label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.beside import Beside
from clinnet_gui.gui.widgets.data.kinds import line
from clinnet_gui.gui.widgets.plots.forest import Forest
from clinnet_gui.gui.widgets.results.groups.column_choice import ColumnChoice
from clinnet_gui.gui.widgets.results.groups.figures import FIGURES, line_of
from clinnet_gui.gui.widgets.results.groups.level_table import LevelView
from clinnet_gui.gui.widgets.results.groups.multiples import Multiples
from clinnet_gui.gui.widgets.results.measure_text import percent
from clinnet_gui.gui.widgets.work_state import WorkState

PURPOSE = (
    "Choose a column, whether the network uses it or not: discrimination, calibration and what the threshold "
    "does are shown in each of its groups."
)
STALE = "Rows, recalibration or threshold have changed since: compare the groups again."
NO_THRESHOLD = "No threshold was chosen: what it would do in each group is left out."


class SubgroupsPanel(QWidget):
    """The choice of a column, the sentence, a forest plot beside small calibration plots, the table."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.choice = ColumnChoice("Compare groups")
        self.sentence, self.stale = label(PURPOSE), label(STALE, "warn")
        self.fairness, self.note = label(FAIRNESS, "muted"), label("", "muted")
        self.figure = QComboBox()
        self.figure.setAccessibleName("Figure in the plot")
        for each in FIGURES:
            self.figure.addItem(each.name)
        self.forest, self.multiples = Forest("Groups"), Multiples()
        self.axes = label("", "muted")
        self.table = LevelView("Figures of each group")
        self.state = WorkState()
        self._shown: Divided | None = None
        self._build()
        self.state.acted.connect(self.choice.start.click)
        session.progressed.connect(self._advance)
        self.choice.chosen.connect(session.divide)
        self.figure.currentIndexChanged.connect(self._show_forest)
        for signal in (session.study_changed, session.busy_changed, session.validated):
            signal.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        picked = QHBoxLayout()
        picked.addWidget(line("Figure", "muted"))
        picked.addWidget(self.figure)
        picked.addStretch(1)
        left = _column(picked, self.forest)
        right = _column(line("Calibration by group", "heading"), self.axes, self.multiples)
        self.plots = Beside(left, right, (1, 1))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.setSpacing(8)
        for part in (
            self.choice,
            self.stale,
            self.sentence,
            self.state,
            self.plots,
            self.table,
            self.note,
            self.fairness,
        ):
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
        for part in (self.plots, self.table, self.note, self.fairness):
            part.setVisible(found is not None)
        self.sentence.setText(PURPOSE if found is None else _told(found))
        if found is None:
            return
        self.table.show_levels((*found.levels, found.whole), found.grouping.column)
        self.multiples.show_levels(found.levels)
        self.axes.setText(self.multiples.axes)
        self.note.setText(" ".join(part for part in (found.grouping.note, _on_threshold(found)) if part))
        self._show_forest()

    def _show_forest(self) -> None:
        found, figure = self._shown, FIGURES[self.figure.currentIndex()]
        if found is not None:
            groups = found.found
            lines = (
                *(line_of(level, figure) for level in groups.levels),
                line_of(groups.whole, figure, True),
            )
            self.forest.show_lines(lines, figure.ground)


def _column(*parts: QWidget | QLayout) -> QWidget:
    """Parts one under the other, from the top."""
    made = QWidget()
    box = QVBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(4)
    for part in parts:
        if isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    box.addStretch(1)
    return made


def _told(found: Subgroups) -> str:
    return f"Groups by “{elided(found.grouping.column, 40)}”. {found.sentence}"


def _on_threshold(found: Subgroups) -> str:
    return NO_THRESHOLD if found.threshold is None else f"At the threshold of {percent(found.threshold)}."
