"""Model: the split, the suggested network and why, its settings, what precedes it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
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
from clinnet_gui.gui.pages.path_panel import SETTINGS, PathPanel
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.empty_state import EmptyState
from clinnet_gui.gui.widgets.kinds import card, line
from clinnet_gui.gui.widgets.model.encoder_table import HEADERS, EncoderTable
from clinnet_gui.gui.widgets.model.network_diagram import NetworkDiagram
from clinnet_gui.gui.widgets.model.network_shape import describe
from clinnet_gui.gui.widgets.model.sample_size_card import SampleSizeCard
from clinnet_gui.gui.widgets.model.settings_form import SettingsForm
from clinnet_gui.gui.widgets.model.split_table import SplitTable
from clinnet_gui.gui.widgets.model.test_part import TestPart
from clinnet_gui.gui.widgets.page_frame import PageFrame

BASELINES = (
    "Trained beside it on the same rows: the prevalence alone, logistic regression, gradient boosting. "
    "A network that does not beat them is said not to."
)
PREPROCESSING = (
    "Fitted on the training rows only, and kept with the model: numbers are imputed by their median, scaled "
    "by median and quartiles and smoothly clipped; categories get one input a level, rare levels joined."
)
EACH_ITS_OWN = (
    "Each network of the folds measures its own training rows; the table shows all of them together."
)


class ModelPage(QWidget):
    """Draws the study's split and choice, or the way to them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.empty = EmptyState("Choose an outcome in Data first.", "Go to Data")
        self.split, self.seed = SplitTable(), QSpinBox()
        self.test = TestPart()
        self.enough = SampleSizeCard()
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
        whole = QVBoxLayout(content)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(12)
        whole.addWidget(PathPanel(self._session))
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addLayout(_column(self._network_card(), card(self.form)), 3)
        enough = card(self.enough, title="Sample size")
        columns.addLayout(_column(self._split_card(), enough, self._reasons_card()), 2)
        whole.addLayout(columns)
        whole.addWidget(self._preprocessing_card())
        whole.addStretch(1)
        self.frame = PageFrame(content, "Train")
        self.frame.primary.setToolTip("F5")
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.frame)

    def _network_card(self) -> QFrame:
        head = QHBoxLayout()
        head.addWidget(line("Network", "heading"))
        head.addStretch(1)
        head.addWidget(self.parameters)
        return card(head, self.diagram, self.sentence)

    def _split_card(self) -> QFrame:
        self.seed.setRange(0, 2**31 - 1)
        self.seed.setKeyboardTracking(False)
        self.seed.setAccessibleName("Seed of the split")
        row = QHBoxLayout()
        row.addWidget(line("Seed of the split"))
        row.addWidget(self.seed)
        row.addStretch(1)
        return card(self.split, self.test, row, title="Split")

    def _reasons_card(self) -> QFrame:
        self.reasons.setAlignment(Qt.AlignmentFlag.AlignTop)
        return card(self.reasons, label(BASELINES, "muted"), title="Why these settings")

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
        session.failed.connect(lambda _: self._show_draw(again=True))
        self.empty.acted.connect(lambda: session.go_to("data"))
        self.seed.valueChanged.connect(session.set_seed)
        self.test.asked.connect(session.set_test_part)
        self.form.edited.connect(session.set_spec)
        self.form.reset.connect(session.reset_spec)
        self.form.checked.connect(self._allow)
        session.tab_requested.connect(self._turn_to)
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

    def _turn_to(self, title: str) -> None:
        if title == SETTINGS:
            self.frame.reveal(self.form)
            self.form.inputs["hidden"].setFocus()

    def _draw(self, split: Split, choice: Choice, encoder: Encoder | None) -> None:
        self.split.show_split(split)
        self.enough.show_plan(self._session.study.dataset, split, encoder)
        self._show_draw()
        self.form.show_choice(choice)
        self.reasons.setText("\n".join(f"•  {reason.text}" for reason in choice.reasons))
        self._show_network(split, choice, encoder)

    def _show_draw(self, again: bool = False) -> None:
        """Seed and test part as they are in the split, also after another was refused."""
        dataset, split = self._session.study.dataset, self._session.study.split
        if dataset is None or split is None:
            return
        self.seed.blockSignals(True)
        self.seed.setValue(split.seed)
        self.seed.blockSignals(False)
        self.test.show_split(dataset, split, again=again)

    def _show_network(self, split: Split, choice: Choice, encoder: Encoder | None) -> None:
        if encoder is None:
            self.parameters.setText("")
            self.sentence.setText("The columns are being prepared…")
            return
        inputs = encoder.inputs
        self.diagram.show_network(choice.spec, inputs)
        self.sentence.setText(describe(choice.spec, inputs))
        networks = f" in each of {len(split.turns)} networks" if split.crossed else ""
        self.parameters.setText(f"{parameter_count(choice.spec, inputs):,} parameters{networks}")
        words = f"{len(encoder.codes):,} predictors become {inputs:,} inputs."
        self.shape.setText(f"{words} {EACH_ITS_OWN}" if split.crossed else words)
        self.encoder.show_encoder(encoder)

    def _allow(self) -> None:
        """Training starts when nothing else runs and every field is right."""
        session, faults = self._session, self.form.faults
        self.frame.primary.setEnabled(session.study.ready_to_train and not faults and not session.training)
        self.form.offer_gpu(session.gpu)
        for part in (self.form, self.seed, self.test):
            part.setEnabled(not session.training)
        self.frame.status.setText(faults[0] if faults else "")

    def _train(self) -> None:
        self.form.commit()
        self._session.start_training()


def _column(*cards: QFrame) -> QVBoxLayout:
    """Cards; what room is over stands at the foot of the lowest one."""
    box = QVBoxLayout()
    box.setSpacing(12)
    for each in cards:
        box.addWidget(each)
    box.setStretchFactor(cards[-1], 1)
    inner = cards[-1].layout()
    assert isinstance(inner, QVBoxLayout)
    inner.addStretch(1)
    return box
