"""The Data page: a file, what was found in it, and what each column is for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from clinnet_gui.core.data.dataset import Role, Roles
from clinnet_gui.core.data.outcome import OutcomeLevel, outcome_levels
from clinnet_gui.core.data.screening import standing as table_findings
from clinnet_gui.core.data.table import Column, Kind, Table
from clinnet_gui.core.study import Study
from clinnet_gui.gui.messages import elided, label, tip
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.data.column_table import ColumnTable
from clinnet_gui.gui.widgets.data.data_start import DataStart
from clinnet_gui.gui.widgets.data.data_table import DataTable
from clinnet_gui.gui.widgets.data.findings_list import FindingsList
from clinnet_gui.gui.widgets.data.outcome_form import OutcomeForm
from clinnet_gui.gui.widgets.data.set_aside import SetAside
from clinnet_gui.gui.widgets.page_frame import PageFrame


class DataPage(QStackedWidget):
    """Empty: where to drop a file. Ready: columns, table, rows set aside, findings."""

    open_wanted = Signal()
    file_wanted = Signal(object)  # a Path
    example_wanted = Signal(str)
    predictions_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._levels: tuple[Column | None, tuple[OutcomeLevel, ...]] = (None, ())
        self.start = DataStart()
        self.form = OutcomeForm()
        self.columns = ColumnTable()
        self.table = DataTable()
        self.aside = SetAside()
        self.findings = FindingsList()
        self._counts = label("", "muted")
        self._find = QLineEdit()
        self._tabs = QTabWidget()
        self.frame = PageFrame(self._content(), "Continue to &Model")
        self.addWidget(self.start)
        self.addWidget(self.frame)
        self._connect()
        self._draw()

    def show_tab(self, index: int) -> None:
        """Show columns (0), table (1) or the rows set aside (2)."""
        self._tabs.setCurrentIndex(index)

    def _connect(self) -> None:
        session = self._session
        self.start.open_wanted.connect(self.open_wanted)
        self.start.example_wanted.connect(self.example_wanted)
        self.start.file_wanted.connect(self.file_wanted)
        self.start.predictions_wanted.connect(self.predictions_wanted)
        self.form.role_wanted.connect(self._set_role)
        self.form.event_wanted.connect(session.set_event)
        self.columns.role_wanted.connect(self._set_role)
        self.columns.type_wanted.connect(self._set_type)
        self.findings.answered.connect(session.answer)
        self._find.textChanged.connect(self.columns.narrow)
        self.frame.primary.clicked.connect(lambda: session.go_to("model"))
        session.study_changed.connect(self._draw)
        session.rows_requested.connect(self._show_rows)

    def _content(self) -> QWidget:
        self._find.setPlaceholderText("Find a column")
        self._find.setAccessibleName("Find a column")
        self._find.setClearButtonEnabled(True)
        self._find.setMaximumWidth(200)
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        for widget, title in ((self.columns, "Columns"), (self.table, "Table"), (self.aside, "Set aside")):
            self._tabs.addTab(widget, title)
        found = QWidget()
        side = QVBoxLayout(found)
        side.setContentsMargins(12, 0, 0, 0)
        side.addWidget(label("What was found", "heading"))
        side.addWidget(self.findings, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._tabs)
        split.addWidget(found)
        split.setSizes([760, 290])
        split.setStretchFactor(0, 1)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(16, 8, 16, 8)
        box.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.form, 1)
        top.addWidget(self._find)
        box.addLayout(top)
        box.addWidget(self._counts)
        box.addWidget(split, 1)
        return content

    def _draw(self) -> None:
        study = self._session.study
        self.setCurrentIndex(0 if study.table is None else 1)
        if study.table is None or study.roles is None:
            return
        self.form.show_roles(study.table, study.roles, self._outcome_levels(study.table, study.roles))
        self.columns.show_columns(study.table, study.roles, study.screening)
        self.table.show_table(study.table.raw)
        self.aside.show_rows(study.table.raw.quarantined)
        self.findings.show_findings((*study.screening, *table_findings(study.table, study.roles)))
        self._counts.setText(counts(study.table))
        self._counts.setToolTip(tip(study.table.raw.source.name))
        self._tabs.setTabText(0, f"Columns ({len(study.table.columns):,})")
        self._tabs.setTabText(1, f"Table ({study.table.row_count:,} rows)")
        self._tabs.setTabText(2, f"Set aside ({len(study.table.raw.quarantined):,})")
        self._tabs.setTabVisible(2, bool(study.table.raw.quarantined))
        self.frame.status.setText(standing(study))
        self.frame.primary.setEnabled(study.ready_to_train)

    def _outcome_levels(self, table: Table, roles: Roles) -> tuple[OutcomeLevel, ...]:
        index = roles.index_of(Role.OUTCOME)
        column = table.columns[index] if index is not None else None
        if column is not self._levels[0]:
            known = column is not None and column.kind in (Kind.NUMBER, Kind.CATEGORY)
            self._levels = (column, outcome_levels(column) if known and column is not None else ())
        return self._levels[1]

    def _set_role(self, index: int, role: str) -> None:
        if index >= 0:
            self._session.set_role(index, Role(role))
            return
        roles = self._session.study.roles
        held = roles.index_of(Role(role)) if roles is not None else None
        if held is not None:
            self._session.set_role(held, Role.IGNORE)

    def _set_type(self, index: int, kind: str) -> None:
        table = self._session.study.table
        if table is not None:
            self._session.answer("TYPE", table.columns[index].name, kind)

    def _show_rows(self, rows: tuple[int, ...]) -> None:
        self._tabs.setCurrentWidget(self.table)
        self.table.show_rows(rows)


def counts(table: Table) -> str:
    """Return what was read, so that nothing is lost unseen.

    Rows read = rows usable + rows set aside.
    """
    raw = table.raw
    aside = len(raw.quarantined)
    read = f"{elided(raw.source.name, 60)}: {table.row_count + aside:,} rows read"
    parts = f"{table.row_count:,} usable + {aside:,} set aside"
    delimiter = {",": "comma", ";": "semicolon", "\t": "tab", " ": "blank", "|": "bar"}
    how = f"{raw.source.encoding}, separated by {delimiter.get(raw.source.delimiter, raw.source.delimiter)}"
    return f"{read} = {parts}  ·  {len(table.columns):,} columns  ·  {how}"


def standing(study: Study) -> str:
    """Return in one sentence what is there or what is missing before a model can be trained."""
    if study.roles is None or study.roles.index_of(Role.OUTCOME) is None:
        return "Choose the outcome: the column that is to be predicted."
    if study.dataset is None:
        open_ones = [finding for finding in study.screening if finding.is_open]
        return (
            "Answer the question about the outcome." if open_ones else "This outcome cannot be learned yet."
        )
    if study.split is None:
        return "The rows cannot be split into training and test."
    data = study.dataset
    predictors = len(data.predictors)
    return f"{data.n:,} rows with {data.events:,} events and {predictors:,} predictors are ready."
