"""Model: the split, the suggested network and why, its settings, what precedes it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QSpinBox,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.model.spec import Choice
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.data.kinds import card, line
from clinnet_gui.gui.widgets.empty_state import EmptyState
from clinnet_gui.gui.widgets.model.encoder_table import HEADERS, EncoderTable
from clinnet_gui.gui.widgets.model.network_diagram import NetworkDiagram
from clinnet_gui.gui.widgets.model.network_shape import describe
from clinnet_gui.gui.widgets.model.settings_form import SettingsForm
from clinnet_gui.gui.widgets.model.split_table import SplitTable
from clinnet_gui.gui.widgets.page_frame import PageFrame

BASELINES = (
    "Trained beside it on the same rows: the prevalence alone, logistic regression, gradient boosting. "
    "A network that does not beat them is said not to."
)
PREPROCESSING = (
    "Fitted on the training rows only, and kept with the model: numbers are imputed by their median, scaled "
    "by median and quartiles and smoothly clipped; categories get one input a level, rare levels joined."
)


class ModelPage(QWidget):
    """Draws the study's split and choice, or the way to them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.empty = EmptyState("Choose an outcome in Data first.", "Go to Data")
        self.split, self.seed = SplitTable(), QSpinBox()
        self.diagram, self.form = NetworkDiagram(), SettingsForm()
        self.sentence, self.parameters = label(), line("", "value")
        self.reasons, self.encoder = label(), EncoderTable()
        self.shape = label("", "muted")
        self._shown: tuple[Split, Choice, Encoder | None] | None = None
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setSpacing(12)
        grid.addWidget(self._network_card(), 0, 0)
        grid.addWidget(self._split_card(), 0, 1)
        grid.addWidget(card(self.form), 1, 0)
        grid.addWidget(self._reasons_card(), 1, 1)
        grid.addWidget(self._preprocessing_card(), 2, 0, 1, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setRowStretch(3, 1)
        self.frame = PageFrame(content, "Train")
        self.frame.primary.setToolTip("F5")
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.frame)

    def _network_card(self) -> QWidget:
        head = QHBoxLayout()
        head.addWidget(line("Network", "heading"))
        head.addStretch(1)
        head.addWidget(self.parameters)
        return card(head, self.diagram, self.sentence)

    def _split_card(self) -> QWidget:
        self.seed.setRange(0, 2**31 - 1)
        self.seed.setKeyboardTracking(False)
        self.seed.setAccessibleName("Seed of the split")
        row = QHBoxLayout()
        row.addWidget(line("Seed of the split"))
        row.addWidget(self.seed)
        row.addStretch(1)
        return _from_the_top(card(self.split, row, title="Split"))

    def _reasons_card(self) -> QWidget:
        self.reasons.setAlignment(Qt.AlignmentFlag.AlignTop)
        return _from_the_top(card(self.reasons, label(BASELINES, "muted"), title="Why these settings"))

    def _preprocessing_card(self) -> QWidget:
        table = QTableView()
        table.setModel(self.encoder)
        table.setAccessibleName("Preprocessing of each predictor")
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(26)
        table.setFixedHeight(220)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        for column, wide in enumerate((170, 60, 260, 260)):
            table.setColumnWidth(column, wide)
        header.setSectionResizeMode(len(HEADERS) - 1, QHeaderView.ResizeMode.Stretch)
        return card(label(PREPROCESSING, "muted"), self.shape, table, title="Preprocessing")

    def _connect(self) -> None:
        session = self._session
        session.study_changed.connect(self.refresh)
        session.busy_changed.connect(self._allow)
        self.empty.acted.connect(lambda: session.go_to("data"))
        self.seed.valueChanged.connect(session.set_seed)
        self.form.edited.connect(session.set_spec)
        self.form.reset.connect(session.reset_spec)
        self.form.checked.connect(self._allow)
        self.frame.primary.clicked.connect(self._train)

    def refresh(self) -> None:
        """Draw what the session holds now."""
        study = self._session.study
        self._pages.setCurrentWidget(self.frame if study.ready_to_train else self.empty)
        if study.split is not None and study.choice is not None:
            wanted = (study.split, study.choice, self._session.encoder)
            if self._shown is None or any(a is not b for a, b in zip(wanted, self._shown, strict=True)):
                self._shown = wanted  # anything else that changed leaves half-typed settings alone
                self._draw(*wanted)
        self._allow()

    def _draw(self, split: Split, choice: Choice, encoder: Encoder | None) -> None:
        self.split.show_split(split)
        self.seed.blockSignals(True)
        self.seed.setValue(split.seed)
        self.seed.blockSignals(False)
        self.form.show_choice(choice)
        self.reasons.setText("\n".join(f"•  {reason.text}" for reason in choice.reasons))
        self._show_network(choice, encoder)

    def _show_network(self, choice: Choice, encoder: Encoder | None) -> None:
        if encoder is None:
            self.parameters.setText("")
            self.sentence.setText("The columns are being prepared…")
            return
        inputs = encoder.inputs
        self.diagram.show_network(choice.spec, inputs)
        self.sentence.setText(describe(choice.spec, inputs))
        self.parameters.setText(f"{parameter_count(choice.spec, inputs):,} parameters")
        self.shape.setText(f"{len(encoder.codes):,} predictors become {inputs:,} inputs.")
        self.encoder.show_encoder(encoder)

    def _allow(self) -> None:
        """Training starts when nothing else runs and every field is right."""
        session, faults = self._session, self.form.faults
        self.frame.primary.setEnabled(session.study.ready_to_train and not faults and not session.training)
        self.form.setEnabled(not session.training)
        self.seed.setEnabled(not session.training)
        self.frame.status.setText(faults[0] if faults else "")

    def _train(self) -> None:
        self.form.commit()
        self._session.start_training()


def _from_the_top(frame: QFrame) -> QFrame:
    """Leave what room is over at the card's foot."""
    box = frame.layout()
    assert isinstance(box, QVBoxLayout)
    box.addStretch(1)
    return frame
