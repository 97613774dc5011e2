"""Validation, Internal: what remains of the figures when every step is repeated on other samples."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.validation.values import Validation
from clinnet_gui.core.evaluation.validation.wording import basis, steadiness
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.beside import Beside
from clinnet_gui.gui.widgets.kinds import at_least, card
from clinnet_gui.gui.widgets.page_frame import inner_tabs
from clinnet_gui.gui.widgets.plots.plot import Plot
from clinnet_gui.gui.widgets.results.measure_table import MeasureTable
from clinnet_gui.gui.widgets.results.validation.corrected_table import HEADINGS, rows, said
from clinnet_gui.gui.widgets.results.validation.fan_plot import FanPlot
from clinnet_gui.gui.widgets.results.validation.instability_plot import InstabilityPlot
from clinnet_gui.gui.widgets.results.validation.refit_bar import RefitBar
from clinnet_gui.gui.widgets.work_state import WorkState

PURPOSE = (
    "On the rows that made it every network looks better than it is. Here the whole training is repeated on "
    "bootstrap samples of the patients, from imputation and scaling to early stopping and recalibration. "
    "How much better each refit looks on its own sample than on the original rows is the optimism, and it is "
    "taken off. Test rows have no part in it."
)
WAIT = "Correcting for optimism…"
STALE = "The network was trained anew since these refits: refit it."

NARROWEST = 280
"""Pixels of a plot's width."""


class InternalPanel(QWidget):
    """The optimism bootstrap: its table beside calibration or instability, all at one look; or what it would
    take."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.sentence, self.reason, self.purpose = label("", "heading"), label(""), label(PURPOSE)
        self.refits, self.state = RefitBar(), WorkState()
        self.table = MeasureTable(HEADINGS, "Figures corrected for optimism", stacked=True)
        self.fan, self.instability = FanPlot(), InstabilityPlot()
        self.steadiness, self.note = label("", "muted"), label("", "small")
        self._shown: Validation | None = None
        self._build()
        self.refits.asked.connect(session.refit)
        self.refits.stopped.connect(session.stop_validation)
        self.state.acted.connect(self._again)
        session.study_changed.connect(self.refresh)
        session.busy_changed.connect(self.refresh)
        session.progressed.connect(self._advance)
        self.refresh()

    def _build(self) -> None:
        figures = _column(card(self.table, self.note, title="Corrected for optimism"))
        for plot in (self.fan, self.instability):
            at_least(plot, 210)
            plot.setMinimumWidth(NARROWEST)
        self.plots = inner_tabs()
        self.plots.addTab(_column(self.fan), "Calibration")
        self.plots.addTab(_column(self.instability, self.steadiness), "Instability")
        self.found = Beside(figures, self.plots, (5, 3))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.setSpacing(8)
        for part in (self.sentence, self.reason, self.purpose, self.refits):
            box.addWidget(part)
        box.addWidget(self.found, 1)
        box.addWidget(self.state, 1)
        box.addStretch()

    def refresh(self) -> None:
        """Draw what the refits tell, or say what they would take."""
        session, study = self._session, self._session.study
        if study.trained is None:
            return
        found = study.corrected
        if found is not None and found is not self._shown:
            self._shown = found
            self._draw(found)
        free = session.activity is None or not (session.training or session.validating)
        self.refits.offer(study.trained, study.own_refits, free)
        if study.refits is not None:
            self.refits.say(STALE if study.own_refits is None else WAIT if found is None else basis(found))
        self._advance()
        shows = found is not None or self._holds
        for part in (self.sentence, self.found):
            part.setVisible(shows)
        self.reason.setVisible(shows and bool(self.reason.text()))
        self.purpose.setVisible(not shows)
        self._say_why_not(shows)

    @property
    def _holds(self) -> bool:
        """Whether what is drawn still stands, but for a threshold or calibrator for which it is being
        made anew."""
        session, study = self._session, self._session.study
        made_anew = study.own_refits is not None and session.refits_failed is None
        return made_anew and self._shown is not None and study.validation is self._shown

    def _draw(self, found: Validation) -> None:
        self.sentence.setText(found.sentence)
        self.reason.setText(found.reason)
        self.table.set_rows(rows(found))
        self.note.setText(said(found))
        self.fan.show_fan(found.fan, bool(found.reason))
        self.instability.show_instability(found.instability, found.threshold)
        self.steadiness.setText(steadiness(found.instability, found.threshold))

    def _say_why_not(self, shows: bool) -> None:
        """In place of figures: why there are none, where refits were made or begun."""
        failure = self._session.refits_failed
        self.state.setVisible(not shows and self._session.refitting is None and failure is not None)
        if failure is not None:
            self.state.show_failed(failure)

    def _advance(self) -> None:
        activity = self._session.refitting
        if activity is not None:
            self.refits.show_working(activity)

    def _again(self) -> None:
        self._session.refit(self.refits.wanted)


def _column(*parts: QWidget) -> QWidget:
    """The parts one under the other; plots take what height there is."""
    column = QWidget()
    box = QVBoxLayout(column)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(12)
    for part in parts:
        box.addWidget(part, int(isinstance(part, Plot)))
    if not any(isinstance(part, Plot) for part in parts):
        box.addStretch(1)
    return column
