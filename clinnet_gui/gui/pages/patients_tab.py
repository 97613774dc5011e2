"""Patients: who is flagged, who was missed, and why a patient has this risk."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.risk_group import RiskGroup
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.pages.cohort_panel import CohortPanel
from clinnet_gui.gui.pages.patient_panel import PatientPanel
from clinnet_gui.gui.pages.similar_panel import SimilarPanel
from clinnet_gui.gui.pages.what_if_panel import WhatIfPanel
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.style import scaled, themes
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.page_frame import inner_tabs
from clinnet_gui.gui.widgets.results.measure_text import count, span_text
from clinnet_gui.gui.widgets.results.patients.notes import notes_by_fold
from clinnet_gui.gui.widgets.results.patients.table import OF_THE_THRESHOLD, PatientModel, PatientTable, Show

STRAYS = "The plot groups risks {by}: {strays} of the {grouped} have a risk outside this range in the table."

NOBODY = {
    Show.MISSED: "At this threshold no event is missed.",
    Show.FALSE_ALARM: "At this threshold there is no false alarm.",
    Show.NEAR: "No risk lies near the threshold.",
    Show.OUTSIDE: "Nobody has a value that the training rows did not reach.",
}

LEFT = 500
"""The table takes no more than so many pixels of the window by itself, whatever the zoom."""


class PatientsTab(QWidget):
    """The table at the left; the chosen patient, or all of them, explained at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drawn: Evaluation | None = None
        self.model = PatientModel(self)
        self.table = PatientTable(self.model)
        self.search, self.filter, self.counter = QLineEdit(), QComboBox(), line("", "muted")
        self.group, self.strays, self.nobody = QPushButton(), label("", "small"), label("", "muted")
        self.panels = inner_tabs()
        self.patient, self.cohort = PatientPanel(session), CohortPanel(session)
        self.similar, self.what_if = SimilarPanel(session), WhatIfPanel(session)
        self._build()
        QShortcut(QKeySequence.StandardKey.Find, self, self._find)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._go_down)
        self.filter.currentIndexChanged.connect(self._narrow)
        self.group.clicked.connect(lambda: session.show_group(None))
        session.group_changed.connect(self._take_group)
        session.study_changed.connect(self.refresh)
        session.patient_chosen.connect(self._select)
        themes.changed.connect(self._fit)
        self._fit()
        self.refresh()

    def refresh(self) -> None:
        """Show the patients of the study's evaluation, flagged by its threshold."""
        study = self._session.study
        if study.evaluation is None or study.trained is None:
            self._drawn = None
            return
        drawn, self._drawn = self._drawn, study.evaluation
        if drawn is None or study.evaluation.risks is not drawn.risks:
            evaluation = study.evaluation
            notes = notes_by_fold(study.trained, evaluation.rows)
            self.model.set_patients(
                study.trained.dataset, evaluation.rows, evaluation.y, evaluation.risks, notes
            )
            self.table.show_notes(bool(notes.total.any()))
            self.table.scrollToTop()  # other rows: where the earlier ones stood says nothing
            self._show_group(self._session.group, evaluation)
        self.model.set_threshold(study.decision.threshold)
        self.table.show_flags(study.decision.threshold is not None)
        self._offer(study.decision.threshold is not None)
        self._recount()
        self._select(self._session.patient)

    def _build(self) -> None:
        self.search.setPlaceholderText("Search id")
        self.search.setToolTip(tip("Part of an id, or of a row's number where there is none (Ctrl+F)"))
        self.search.setAccessibleName("Search a patient by id")
        self.search.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Which patients are shown")
        for show in Show:
            self.filter.addItem(show.value, show)
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(self.filter)
        self.group.setProperty("kind", "chip")
        self.group.setToolTip(tip("Show patients of every risk again"))
        self._left = left = QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 8, 0)
        box.addLayout(head)
        box.addWidget(self.group, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.table, 1)
        box.addWidget(self.nobody)
        box.addWidget(self.strays)
        box.addWidget(self.counter)
        self.panels.addTab(self.patient, "Why")
        self.panels.addTab(self.similar, "Similar patients")
        self.panels.addTab(self.what_if, "What if")
        self.panels.addTab(self.cohort, "All patients")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.panels)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([440, 640])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.addWidget(split)

    def _fit(self) -> None:
        """The table needs more room where its texts are larger."""
        self._left.setMinimumWidth(min(scaled(318), LEFT))

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _go_down(self) -> None:
        """From the search to its first patient."""
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.table.selectRow(0)

    def _offer(self, threshold_chosen: bool) -> None:
        """The filters, each with how many it shows; those by error need a threshold."""
        items = self.filter.model()
        assert isinstance(items, QStandardItemModel)
        for place, show in enumerate(Show):
            told = show not in OF_THE_THRESHOLD or threshold_chosen
            number = f" ({count(self.model.number_of(show))})" if told else ""
            self.filter.setItemText(place, f"{show.value}{number}")
            if show in OF_THE_THRESHOLD:
                items.item(place).setEnabled(threshold_chosen)
                items.item(place).setToolTip("" if threshold_chosen else "Choose a threshold first.")

    def _take_group(self) -> None:
        """Show the whole group that was asked for; what else narrowed the table is taken off first."""
        if self._drawn is None:
            return
        group = self._session.group
        if group is not None:
            for control in (self.search, self.filter):
                control.blockSignals(True)
            self.search.clear()
            self.filter.setCurrentIndex(0)
            for control in (self.search, self.filter):
                control.blockSignals(False)
        self._show_group(group, self._drawn)
        self._narrow()

    def _show_group(self, group: RiskGroup | None, evaluation: Evaluation) -> None:
        self.model.keep(None if group is None else group.members(evaluation))
        self._offer(self._session.study.decision.threshold is not None)
        self.group.setVisible(group is not None)
        said = "" if group is None else strays_text(group, evaluation)
        self.strays.setText(said)
        self.strays.setVisible(bool(said))
        if group is not None:
            name = "uncalibrated risk" if group.raw else "risk"
            self.group.setText(f"{name} {span_text(group.low, group.high)}  ✕")
            self.group.setAccessibleName(f"{name} {span_text(group.low, group.high)}: show all again")

    def _narrow(self) -> None:
        show = self.filter.currentData()
        self.model.narrow(Show(show), self.search.text())
        self._recount()
        self._select(self._session.patient)

    def _recount(self) -> None:
        total = self._drawn.rows.size if self._drawn is not None else 0
        trained = self._session.study.trained
        whom = "rows" if trained is not None and trained.split.by_patient else "patients"
        self.counter.setText(f"{count(self.model.rowCount())} of {count(total)} {whom}")
        said = nobody_text(Show(self.filter.currentData()), self.search.text()) if total else ""
        self.nobody.setText("" if self.model.rowCount() else said)
        self.nobody.setVisible(bool(self.nobody.text()))

    def _chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self._session.choose_patient(self.model.position(current.row()))

    def _select(self, position: int | None) -> None:
        """Mark the chosen patient in the table, where it is shown."""
        row = None if position is None else self.model.row_of(position)
        if row is not None and row != self.table.currentIndex().row():
            self.table.selectRow(row)


def nobody_text(show: Show, search: str) -> str:
    """Return why the table is empty.

    >>> nobody_text(Show.MISSED, ""), nobody_text(Show.ALL, "P99")
    ('At this threshold no event is missed.', 'No id holds “P99”.')
    """
    if search.strip():
        among = "" if show is Show.ALL else f" among “{show.value}”"
        return f"No id{among} holds “{search.strip()}”."
    return NOBODY.get(show, "There is nobody to show.")


def strays_text(group: RiskGroup, evaluation: Evaluation) -> str:
    """Return why risks in the table may lie outside the group's range; empty where none does."""
    strays, grouped = group.strays(evaluation), int(group.members(evaluation).sum())
    by = "before recalibration" if group.raw else "of recalibrations that had not seen the patient"
    return STRAYS.format(strays=count(strays), grouped=count(grouped), by=by) if strays else ""
