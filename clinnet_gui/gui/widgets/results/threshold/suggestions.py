"""Ways to a threshold that start from a clinical question, and one that does not."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from clinnet_gui.core.evaluation.curves import CalibrateCurve
from clinnet_gui.core.evaluation.decision import Route
from clinnet_gui.core.evaluation.exploratory import Explored
from clinnet_gui.core.evaluation.utility import Costs
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.results.threshold.anchors import (
    Anchor,
    CapacityAnchor,
    CostsAnchor,
    Ground,
    SensitivityAnchor,
    WorkUps,
)
from clinnet_gui.gui.widgets.results.threshold.exploratory_anchor import ExploratoryAnchor

SENSITIVITY = (
    "The highest threshold whose sensitivity reaches the target on the {rows}. Surely: even the lower end of "
    "its 95 % interval (Wilson) does. As estimated: in other patients it falls short about every other time."
)
CAPACITY = (
    "The lowest threshold that flags no more patients than can be worked up, counted on the {rows}; where a "
    "share of events is given for the place of use, reckoned for there. Patients of equal risk are "
    "flagged together. How many of 1,000 it flags stands behind it with its 95 % interval (Wilson): among "
    "other patients it may be more."
)
NOT_ON_TEST = " Test rows play no part in it."


class ThresholdSuggestions(QWidget):
    """``chosen`` carries threshold, route and what the route was given; ``wanted`` asks for an exploratory
    search under Costs, or None for the Youden index."""

    chosen = Signal(float, Route, str)
    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work_ups, self.costs = WorkUps(), CostsAnchor()
        self.sensitivity, self.capacity = SensitivityAnchor(), CapacityAnchor()
        self.exploratory = ExploratoryAnchor()
        self.bar, self._stack = QTabBar(), QStackedWidget()
        self.says, self.use = line("", "muted"), QPushButton("Use")
        self._ground: Ground | None = None
        self._build()

    def set_ground(
        self, curve: CalibrateCurve, rows: str, has_test: bool, prevalence: float | None = None
    ) -> None:
        """Suggest from these risks and outcomes, those of the ``rows`` named."""
        if self._ground is None or self._ground.curve is not curve:
            self.exploratory.show_found(None, None)
        self._ground = Ground(curve, rows, prevalence)
        end = NOT_ON_TEST if has_test else ""
        self.sensitivity.explain(SENSITIVITY.format(rows=rows) + end)
        self.capacity.explain(CAPACITY.format(rows=rows) + end)
        self._refresh()

    def show_found(self, found: Explored, costs: Costs | None) -> None:
        """Show what an exploratory search has found."""
        self.exploratory.show_found(found, costs)

    def show_anchor(self, anchor: Anchor) -> None:
        """Ask this question."""
        self.bar.setCurrentIndex(self._stack.indexOf(anchor))

    @property
    def suggested(self) -> float | None:
        """The threshold that the question in front leads to."""
        return None if self._ground is None else self._anchor.threshold(self._ground)

    @property
    def _anchors(self) -> tuple[Anchor, ...]:
        return self.work_ups, self.costs, self.sensitivity, self.capacity, self.exploratory

    @property
    def _anchor(self) -> Anchor:
        front = self._stack.currentWidget()
        assert isinstance(front, Anchor)
        return front

    def _build(self) -> None:
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)  # all five fit: a bold one must not bring them up
        self.bar.setAccessibleName("Ways to a threshold")
        titles = ("Work-ups per case", "Costs", "Sensitivity", "Capacity", "Exploratory")
        for title, anchor in zip(titles, self._anchors, strict=True):
            self.bar.addTab(title)
            self._stack.addWidget(anchor)
            anchor.changed.connect(self._refresh)
        self.use.setAccessibleName("Use the suggested threshold")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._stack)
        row.addWidget(self.says, 1)
        row.addWidget(self.use)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignLeft)
        box.addLayout(row)
        self.bar.currentChanged.connect(self._turn)
        self.costs.changed.connect(lambda: self.exploratory.set_costs(self.costs.costs))
        self.exploratory.set_costs(None)
        self.exploratory.wanted.connect(self.wanted)
        self.use.clicked.connect(self._use)
        self._turn(0)

    def _turn(self, to: int) -> None:
        """Bring a question to the front; the others ask for no room."""
        self._stack.setCurrentIndex(to)
        for anchor in self._anchors:
            asks = QSizePolicy.Policy.Preferred if anchor is self._anchor else QSizePolicy.Policy.Ignored
            anchor.setSizePolicy(asks, QSizePolicy.Policy.Preferred)
        self._refresh()

    def _refresh(self) -> None:
        self.says.setText("" if self._ground is None else self._anchor.answer(self._ground))
        self.says.setToolTip(tip(self._anchor.basis if self._anchor.asked else ""))
        self.use.setEnabled(self.suggested is not None)

    def _use(self) -> None:
        threshold = self.suggested
        if threshold is not None:
            self.chosen.emit(threshold, self._anchor.route, self._anchor.basis)
