"""Training, Networks: those around the one in force, compared on the same rows."""

from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from clinnet_gui.core.training.ablation.values import Ablation, name
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.headed import quieten
from clinnet_gui.gui.widgets.kinds import at_least, line
from clinnet_gui.gui.widgets.training.cell_table import CellTable
from clinnet_gui.gui.widgets.training.forest_plot import ForestPlot

PURPOSE = (
    "Trains networks of other depths and widths on the same split and compares each with the one in force, "
    "row by row. The smaller network is kept unless a larger one is shown to be better."
)
STALE = "Data, split or settings have changed since this comparison."
WIDTHS = (142, 92, 72, 209)
MOST_SEEDS = 5


class AblationTab(QWidget):
    """The comparison's forest plot and table, its recommendation, and how to take it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.plot, self.model, self.table = ForestPlot(), CellTable(), QTableView()
        self.sentence, self.stale = label(PURPOSE), label(STALE, "warn")
        self.start, self.use = QPushButton("Compare networks"), QPushButton()
        self.use.setToolTip("Takes these hidden layers into the settings; undo takes it back.")
        self.seeds = QSpinBox()
        self.seeds.setRange(1, MOST_SEEDS)
        self.seeds.setAccessibleName("Seeds")
        self.seeds.setToolTip("Each network is trained so many times, from other random starts.")
        self._shown: Ablation | None = None
        self._build()
        self.start.clicked.connect(lambda: session.compare_networks(self.seeds.value()))
        self.use.clicked.connect(self._use)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.refresh())
        for signal in (session.study_changed, session.busy_changed, session.explored):
            signal.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName("Networks compared")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        quieten(table, WIDTHS)
        table.horizontalHeader().setSectionResizeMode(
            self.model.columnCount() - 1, QHeaderView.ResizeMode.Stretch
        )
        at_least(self.plot, 220)
        head = QHBoxLayout()
        head.addWidget(self.sentence, 1)
        for widget in (line("Seeds", "muted"), self.seeds, self.start, self.use):
            head.addWidget(widget)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.plot, 9)
        body.addWidget(table, 11)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self.stale)
        box.addLayout(body, 1)

    def refresh(self) -> None:
        """Draw the comparison as far as it is, and what can be taken from it."""
        session = self._session
        if session.ablation is not self._shown:
            self._shown = session.ablation
            self.plot.show_ablation(self._shown)
            self.model.show_ablation(self._shown)
        self.sentence.setText(PURPOSE if self._shown is None else _said(self._shown))
        self.stale.setVisible(session.ablation_is_stale)
        free = session.activity is None and session.study.ready_to_train
        self.start.setEnabled(free)
        chosen = self.chosen()
        self.use.setVisible(chosen is not None)
        if chosen is not None:
            choice = session.study.choice
            self.use.setText(f"Use {name(chosen)}")
            self.use.setEnabled(free and choice is not None and choice.spec.hidden != chosen)

    def chosen(self) -> tuple[int, ...] | None:
        """Return the layers chosen in the table, else those recommended, None before there are any."""
        rows = self.table.selectionModel().selectedRows()
        if rows:
            return self.model.cells[rows[0].row()].hidden
        return self._shown.recommended if self._shown is not None else None

    def _use(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self._session.use_network(chosen)


def _said(ablation: Ablation) -> str:
    """The recommendation, and of how many networks it is."""
    done = len(ablation.cells)
    networks = f"{done} of {ablation.planned} networks" if done < ablation.planned else f"{done} networks"
    seeds = f", {len(ablation.seeds)} seeds each" if len(ablation.seeds) > 1 else ""
    return f"{ablation.sentence} ({networks}{seeds})"
