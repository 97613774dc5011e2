"""Ways to a threshold that start from a clinical question, not from the curve."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLineEdit, QPushButton, QWidget

from clinnet_gui.core.evaluation.curves import CalibrateCurve
from clinnet_gui.core.evaluation.decision import Route
from clinnet_gui.core.evaluation.thresholds import for_sensitivity, from_harm_ratio
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.widgets.data.kinds import line
from clinnet_gui.gui.widgets.results.measure_text import percent

HARM = "How many needless work-ups are as bad as one missed event? The threshold is 1 / (1 + W)."
SENSITIVITY = "The highest threshold whose estimated sensitivity reaches the target on the {rows}."
NOT_ON_TEST = " So it stays once the test is open: a threshold is not chosen on test rows."


class ThresholdSuggestions(QWidget):
    """Harm ratio and target sensitivity; both start blank, so that nothing is chosen silently.

    ``chosen`` carries threshold, route, rationale and what the route was given; ``why``, a line for
    the analyst's own words, is placed by the page.
    """

    chosen = Signal(float, Route, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curve: CalibrateCurve | None = None
        self.ratio = _blank_spin(0, 1000, "Harm ratio: needless work-ups per missed event", "")
        self.target = _blank_spin(0, 100, "Target sensitivity in percent", " %")
        self.why = QLineEdit()
        self.why.setPlaceholderText("Why this threshold? (kept with the study)")
        self.why.setAccessibleName("Rationale of the threshold")
        self.use_ratio, self.use_target = QPushButton("Use"), QPushButton("Use")
        self._ratio_says, self._target_says = line("", "muted"), line("", "muted")
        self._of_target: tuple[QWidget, ...] = ()
        self._build()
        self._refresh()

    def set_curve(self, curve: CalibrateCurve, rows: str, has_test: bool) -> None:
        """Suggest from these risks and outcomes, those of the ``rows`` named."""
        self._curve = curve
        meaning = SENSITIVITY.format(rows=rows) + (NOT_ON_TEST if has_test else "")
        for part in self._of_target:
            part.setToolTip(tip(meaning))
        self._refresh()

    @property
    def by_ratio(self) -> float | None:
        """The threshold of the harm ratio, None while it is blank."""
        ratio = self.ratio.value()
        return from_harm_ratio(ratio) if ratio > 0 else None

    @property
    def by_target(self) -> float | None:
        """The threshold of the target sensitivity, None while blank or out of reach."""
        target = self.target.value() / 100
        return for_sensitivity(self._curve, target) if self._curve is not None and target > 0 else None

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        of_ratio = (line("One missed event is as bad as"), self.ratio, self._ratio_says, self.use_ratio)
        self._of_target = (line("Sensitivity at least"), self.target, self._target_says, self.use_target)
        for at, parts in enumerate((of_ratio, self._of_target)):
            for column, part in enumerate(parts):
                grid.addWidget(part, at, column)
        for part in of_ratio:
            part.setToolTip(tip(HARM))
        grid.setColumnStretch(2, 1)
        self.use_ratio.setAccessibleName("Use the threshold of the harm ratio")
        self.use_target.setAccessibleName("Use the threshold of the target sensitivity")
        self.ratio.valueChanged.connect(self._refresh)
        self.target.valueChanged.connect(self._refresh)
        self.use_ratio.clicked.connect(lambda: self._use(self.by_ratio, Route.HARM_RATIO))
        self.use_target.clicked.connect(lambda: self._use(self.by_target, Route.SENSITIVITY))

    def _refresh(self) -> None:
        by_ratio, by_target = self.by_ratio, self.by_target
        self._ratio_says.setText(
            f"needless work-ups → {percent(by_ratio)}" if by_ratio else "needless work-ups"
        )
        self._target_says.setText(f"→ {percent(by_target)}" if by_target is not None else self._no_target())
        self.use_ratio.setEnabled(by_ratio is not None)
        self.use_target.setEnabled(by_target is not None)

    def _no_target(self) -> str:
        return "of the events found" if self.target.value() == 0 else "no threshold reaches it"

    def _use(self, threshold: float | None, route: Route) -> None:
        if threshold is not None:
            self.chosen.emit(threshold, route, self.why.text().strip(), self._basis(route))

    def _basis(self, route: Route) -> str:
        harm = f"one missed event is as bad as {self.ratio.value():g} needless work-ups"
        return harm if route is Route.HARM_RATIO else f"sensitivity of at least {self.target.value():g} %"


def _blank_spin(low: float, high: float, name: str, suffix: str) -> QDoubleSpinBox:
    """A spin box whose lowest value reads as blank."""
    spin = QDoubleSpinBox()
    spin.setRange(low, high)
    spin.setDecimals(1)
    spin.setSuffix(suffix)
    spin.setSpecialValueText("…")
    spin.setAccessibleName(name)
    spin.setFixedWidth(92)
    return spin
