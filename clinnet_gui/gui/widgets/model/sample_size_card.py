"""Whether the patients are enough: one sentence, the C-statistic it assumes, the criteria on demand."""

from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.sample_size.development import Criterion
from clinnet_gui.core.evaluation.sample_size.enough import Enough, Sufficiency, sufficiency
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.kinds import line, set_kind

KINDS = {Enough.TOO_FEW: "error", Enough.FOR_REGRESSION: "warn", Enough.FOR_NETWORK: "ok"}
SIGNS = {Enough.TOO_FEW: "⚠", Enough.FOR_REGRESSION: "○", Enough.FOR_NETWORK: "✓"}
UNKNOWN = 0.5
"""The spin box at its least: nothing is known, a modest model is assumed."""


class SampleSizeCard(QWidget):
    """The sentence of a plan; the anticipated C-statistic can be changed in place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sample size")
        self.sentence, self.assumed = label(), line("", "muted")
        self.c = QDoubleSpinBox()
        self.c.setRange(UNKNOWN, 0.99)
        self.c.setSingleStep(0.01)
        self.c.setSpecialValueText("not known")
        self.c.setKeyboardTracking(False)
        self.c.setAccessibleName("Anticipated C-statistic")
        self.c.setToolTip("How well the model will separate, from the literature say; lower asks for more.")
        self._plan: tuple[Dataset, Split, Encoder] | None = None
        row = QHBoxLayout()
        row.addWidget(line("Anticipated C-statistic"))
        row.addWidget(self.c)
        row.addWidget(self.assumed, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.sentence)
        box.addLayout(row)
        self.c.valueChanged.connect(self._draw)

    def show_plan(self, dataset: Dataset | None, split: Split, encoder: Encoder | None) -> None:
        """Judge the rows that train by what the encoder's predictors need."""
        self._plan = None if dataset is None or encoder is None else (dataset, split, encoder)
        self._draw()

    def _draw(self) -> None:
        """Nothing is said while the columns are being prepared, or where the outcome does not vary."""
        found = self._found()
        self.setEnabled(found is not None)
        if found is None:
            self.sentence.setText("")
            self.assumed.setText("")
            return
        self.sentence.setText(f"{SIGNS[found.level]} {found.sentence}")
        self.sentence.setToolTip(tip(details(found)))
        set_kind(self.sentence, KINDS[found.level])
        known = self.c.value() > UNKNOWN
        self.assumed.setText("" if known else f"{found.size.plan.c:.2f} is assumed: a modest model")

    def _found(self) -> Sufficiency | None:
        if self._plan is None:
            return None
        try:
            return sufficiency(*self._plan, self.c.value() if self.c.value() > UNKNOWN else None)
        except SettingsRefused:
            return None


def details(found: Sufficiency) -> str:
    """Return what each criterion asks for."""
    size = found.size
    criteria = "; ".join(
        f"{needed:,} for {criterion}" for criterion, needed in zip(Criterion, size.needed, strict=True)
    )
    return (
        f"Riley et al. 2020, prevalence {size.plan.prevalence:.1%}, C {size.plan.c:.2f}, R² {size.r2:.3f} "
        f"of at most {size.largest:.3f}. Patients: {criteria}."
    )
