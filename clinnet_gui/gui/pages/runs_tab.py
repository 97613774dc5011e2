"""Training, Runs: every training of the study; two compared; one returned to."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from clinnet_gui.core.training.runs import Run
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.headed import quieten
from clinnet_gui.gui.widgets.kinds import at_least
from clinnet_gui.gui.widgets.training.run_curves import RunCurves
from clinnet_gui.gui.widgets.training.run_table import NOTE, RunTable

WIDTHS = (56, 300, 190, 76, 150)
SOME = "Choose a run to see its course or return to it; with Ctrl choose a second one to compare."
NONE = "Each training of this study will be kept here, with its settings, its course and its result."


class RunsTab(QWidget):
    """The list above, the curves of the chosen ones below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model, self.table, self.curves = RunTable(), QTableView(), RunCurves()
        self.sentence = label(NONE)
        self.back = QPushButton("Return to this run")
        self.back.setToolTip("Makes its network the study's again, with its settings; undo takes it back.")
        self._chosen: tuple[int, ...] = ()
        self._shown: object = None
        self._build()
        self.table.selectionModel().selectionChanged.connect(self._choose)
        self.model.noted.connect(session.note_run)
        self.back.clicked.connect(self._return)
        session.study_changed.connect(self.refresh)
        session.busy_changed.connect(self._show_chosen)
        session.explored.connect(self._show_chosen)
        self.refresh()

    def _build(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName("Runs")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        quieten(table, WIDTHS)
        table.horizontalHeader().setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
        at_least(self.curves, 180)
        foot = QHBoxLayout()
        foot.addWidget(self.sentence, 1)
        foot.addWidget(self.back)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(8)
        box.addWidget(table, 3)
        box.addLayout(foot)
        box.addWidget(self.curves, 4)

    def refresh(self) -> None:
        """List the study's runs anew where they or the network in force changed."""
        study = self._session.study
        if self._shown == (study.runs, study.trained):
            return
        self._shown = study.runs, study.trained
        current = next((run for run in study.runs if run.trained and run.trained is study.trained), None)
        chosen = self._chosen
        self.model.show_runs(study.runs, current)
        rows = [i for i, run in enumerate(study.runs) if run.number in chosen]
        selection = QItemSelection()
        for row in rows:
            selection.select(self.model.index(row, 0), self.model.index(row, NOTE))
        self.table.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._show_chosen()

    def chosen(self) -> tuple[Run, ...]:
        """Return the chosen runs, the earlier first."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(self.model.runs[row] for row in rows)

    def _choose(self) -> None:
        """Two runs are compared as soon as they are chosen."""
        self._chosen = tuple(run.number for run in self.chosen())
        if len(self._chosen) == 2 and not self._compared:
            self._session.compare_runs(*self._chosen)
        self._show_chosen()

    def _return(self) -> None:
        for run in self.chosen()[:1]:
            self._session.return_to_run(run.number)

    @property
    def _compared(self) -> bool:
        found = self._session.compared
        return found is not None and (found.first, found.second) == self._chosen

    def _show_chosen(self) -> None:
        runs, session = self.chosen(), self._session
        self.curves.show_runs(runs[:2])
        one = runs[0] if len(runs) == 1 else None
        back = one is not None and one.restorable and one.trained is not session.study.trained
        self.back.setEnabled(back and session.activity is None)
        self.sentence.setText(self._said(runs))

    def _said(self, runs: tuple[Run, ...]) -> str:
        if len(runs) == 2:
            found = self._session.compared
            return found.comparison.sentence if found is not None and self._compared else "Comparing…"
        if len(runs) == 1:
            result = runs[0].result
            rows = f"{result.rows:,} rows held out, {result.events:,} with the event"
            kept = "" if runs[0].restorable else " Only its numbers were kept."
            return f"Run {runs[0].number}: log-loss {result.log_loss.value:.4f} on {rows}.{kept}"
        if len(runs) > 2:
            return "Two runs can be compared at a time."
        return SOME if self.model.runs else NONE
