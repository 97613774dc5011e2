"""Validation, Groups: the whole training repeated without a site, or on earlier patients."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.evaluation.groups.transported import LeftOut, Transported
from clinnet_gui.gui.groups_desk import EARLIER, LEAVING_OUT
from clinnet_gui.gui.messages import elided, label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.plots.forest import Line, Sign
from clinnet_gui.gui.widgets.results.groups.column_choice import ColumnChoice
from clinnet_gui.gui.widgets.results.groups.figures import OF_RISKS, Figure, line_of
from clinnet_gui.gui.widgets.results.groups.level_forests import LevelForests
from clinnet_gui.gui.widgets.training.pace import spent
from clinnet_gui.gui.widgets.work_state import WorkState

PURPOSE = (
    "How would the network do where it was not trained? Choose a site, a clinic or a date. Everything is "
    "trained anew without each group and judged on it; by date, on what was earlier."
)
COVERED = " Covered test rows take no part."
STALE = (
    "Recalibration, threshold or the rows that may be used have changed since: leave the groups out again."
)
IN_TURN, OVER_TIME = "each group in turn", "earlier to later"
ASKED = (LEAVING_OUT, EARLIER)


class GroupsPanel(QWidget):
    """The choice of a column, the sentence, forest plots of all figures."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.choice, self.way = ColumnChoice("Leave out", "values, or thirds"), QComboBox()
        self.way.addItems([IN_TURN, OVER_TIME])
        self.way.setAccessibleName("What is left out")
        self.sentence, self.stale = label(PURPOSE), label(STALE, "warn")
        self.skipped, self.note = label("", "muted"), label("", "muted")
        self.forests = LevelForests()
        self.state = WorkState()
        self._shown: Transported | None = None
        self._before: Transported | None = None  # what was there when the groups in work were begun
        self._works = False
        self._build()
        self.state.acted.connect(self.choice.start.click)
        session.progressed.connect(self._advance)
        self.choice.chosen.connect(self._start)
        self.choice.columns.currentIndexChanged.connect(lambda _: self._offer_ways())
        self.way.currentIndexChanged.connect(lambda _: self._offer_ways())
        for signal in (session.study_changed, session.busy_changed, session.validated):
            signal.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        head = QHBoxLayout()
        self.choice.add(self.way)
        head.addWidget(self.choice, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.setSpacing(8)
        box.addLayout(head)
        for part in (self.stale, self.sentence, self.state, self.forests, self.skipped, self.note):
            box.addWidget(part, 3 if part is self.state else 0)
        box.addStretch(1)

    def refresh(self) -> None:
        """Draw the groups that are done, and what can be asked."""
        session = self._session
        self.choice.offer(session.study.trained)
        self._offer_ways()
        self.choice.setEnabled(session.study.trained is not None and not session.validating)
        begun = session.asking(*ASKED) is not None
        if begun and not self._works:
            self._before = session.transported
        self._works = begun
        waits = begun and session.transported is self._before
        shown = None if waits else session.transported
        self.stale.setVisible(session.transported_is_stale and not waits)
        if shown is not self._shown or shown is None:
            self._shown = shown
            self._draw(shown)
        self._show_state(waits)

    def _show_state(self, waits: bool) -> None:
        """Until the first group is done how far it is; or why there is none."""
        failure = self._session.unanswered(*ASKED)
        self.state.setVisible(waits or failure is not None)
        if failure is not None:
            self.state.show_failed(failure)
        self._advance()

    def _advance(self) -> None:
        running = self._session.asking(*ASKED)
        if running is not None and self.state.isVisibleTo(self):
            self.state.show_working(running)

    def _offer_ways(self) -> None:
        """By date where there are numbers that may be one; a date offers nothing else."""
        column = self.choice.column
        kind = None if column is None else column.kind
        self.way.setVisible(kind in (Kind.NUMBER, Kind.DATE))
        self.way.setEnabled(kind is Kind.NUMBER)
        if kind is not Kind.NUMBER:
            self.way.setCurrentText(OVER_TIME if kind is Kind.DATE else IN_TURN)
        in_turn = self.way.currentText() == IN_TURN
        self.choice.start.setText("Leave out in turn" if in_turn else "Train on earlier")
        self.choice.offer_cuts(kind is Kind.NUMBER and in_turn)

    def _start(self, column: Column, cuts: tuple[float, ...]) -> None:
        self._session.transport(column, cuts, self.way.currentText() == OVER_TIME)

    def _purpose(self) -> str:
        trained = self._session.study.trained
        if trained is None:
            return PURPOSE
        covered = (
            COVERED if trained.split.counts[Part.TEST] and not self._session.study.decision.opened else ""
        )
        return f"{PURPOSE}{covered} A group costs about one training: {spent(trained.fit.seconds)}."

    def _draw(self, found: Transported | None) -> None:
        self.forests.setVisible(found is not None)
        self.sentence.setText(self._purpose() if found is None else _said(found))
        self.skipped.setVisible(found is not None and bool(found.skipped))
        self.note.setVisible(found is not None and bool(found.note))
        if found is None:
            return
        self.forests.show_levels(
            tuple(group.level for group in found.groups if not group.failure),
            lambda figure: lines(found, figure),
            found.threshold,
            found.sentence,
        )
        self.skipped.setText(_not_judged(found))
        self.note.setText(found.note)


def lines(found: Transported, figure: Figure) -> tuple[Line, ...]:
    """Return the lines of one forest plot: the groups, then their mean and what a new one may show, where
    the figure is one that is pooled."""
    groups = tuple(_line(group, figure) for group in found.groups)
    place = OF_RISKS.index(figure) if figure in OF_RISKS else len(found.pooled)
    if place >= len(found.pooled) or not found.pooled[place].mean.estimable:
        return groups
    pooled = found.pooled[place]
    mean = Line(f"mean of {pooled.groups} groups", pooled.mean, Sign.WHOLE)
    return (*groups, mean, Line("a new group, 95 %", pooled.expected, Sign.RANGE, "needs three groups"))


def _line(group: LeftOut, figure: Figure) -> Line:
    if group.failure:
        return Line(group.name, group.level.auroc, Sign.UNSURE, "training failed")
    return line_of(group.level, figure)


def _said(found: Transported) -> str:
    done = f" ({len(found.groups)} of {found.planned} groups)" if len(found.groups) < found.planned else ""
    return f"{found.sentence}{done}"


def _not_judged(found: Transported) -> str:
    """Which groups were not judged, and why; those of one reason together."""
    reasons = dict[str, list[str]]()
    for one in found.skipped:
        reasons.setdefault(one.reason, []).append(f"{elided(one.name)} ({one.events:,} / {one.n:,})")
    told = (f"{', '.join(names)}: {reason}" for reason, names in reasons.items())
    return f"Not judged (events / rows): {'; '.join(told)}."
