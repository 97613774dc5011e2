"""Exploratory thresholds: picked because they look best, shown with how far they flatter themselves."""

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from clinnet_gui.core.evaluation.decision import Route
from clinnet_gui.core.evaluation.exploratory import Explored
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.utility import Costs
from clinnet_gui.gui.widgets.results.measure_text import interval, percent
from clinnet_gui.gui.widgets.results.threshold.anchors import Anchor, Ground
from clinnet_gui.gui.widgets.results.threshold.figure_rows import three_digits

MEANING = (
    "These look for the best figure among all thresholds, so the figure is too good. The Youden index weighs "
    "a missed case and a needless work-up by their frequencies, which is nobody's opinion of what they are "
    "worth. Use them to explore; choose by a clinical question."
)
KINDS = (("largest Youden index", Route.YOUDEN), ("least expected cost", Route.EXPECTED_COST))


class ExploratoryAnchor(Anchor):
    """Which figure shall be best; ``wanted`` asks for the search: Costs, or None for the Youden index."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Route.YOUDEN, MEANING, parent)
        self.kind = QComboBox()
        for words, route in KINDS:
            self.kind.addItem(words, route)
        self.kind.setAccessibleName("What the exploratory threshold makes best")
        self.search = QPushButton("Search")
        self._costs: Costs | None = None
        self._found: tuple[Explored, Costs | None] | None = None
        self._say(self.kind, self.search)
        self.kind.currentIndexChanged.connect(self._turn)
        self.search.clicked.connect(lambda: self.wanted.emit(self._given))
        self.changed.connect(self._enable)

    def set_costs(self, costs: Costs | None) -> None:
        """Take the costs that were given as another question's answer."""
        self._costs = costs
        self.changed.emit()

    def show_found(self, found: Explored | None, costs: Costs | None) -> None:
        """Show what was found; None where the rows have changed since."""
        self._found = None if found is None else (found, costs)
        self.changed.emit()

    @property
    def asked(self) -> bool:
        """Whether what was found belongs to the question as it stands."""
        return (
            self._found is not None and self._found[0].route is self.route and self._found[1] == self._given
        )

    def threshold(self, ground: Ground) -> float | None:
        """Return the threshold that was found."""
        if self._found is None or not self.asked or math.isnan(self._found[0].threshold):
            return None
        return self._found[0].threshold

    @property
    def basis(self) -> str:
        """Return what was found in words."""
        return "" if self._found is None else spoken(self._found[0])

    def answer(self, ground: Ground) -> str:
        """Return threshold, spread and optimism, or what is still missing."""
        if self.route is Route.EXPECTED_COST and self._costs is None:
            return "give the two costs under Costs first"
        if self._found is None or not self.asked:
            return ""
        if math.isnan(self._found[0].threshold):
            return "not estimable: these rows have one outcome only"
        found = self._found[0]
        name = "index" if found.route is Route.YOUDEN else "cost"
        ends = interval(Measure(found.out_of_bag, found.out_low, found.out_high), three_digits)
        spread, value = f"{100 * found.spread:.1f}", three_digits(found.out_of_bag)
        return f"→ {percent(found.threshold)} ± {spread}; {name} {value} {ends} on others"

    @property
    def _given(self) -> Costs | None:
        return self._costs if self.route is Route.EXPECTED_COST else None

    def _turn(self) -> None:
        self.route = Route(self.kind.currentData())
        self.changed.emit()

    def _enable(self) -> None:
        self.search.setEnabled(self.route is Route.YOUDEN or self._costs is not None)


def spoken(found: Explored) -> str:
    """Return a pick with its spread, and its value in and out of the resamples."""
    name = "index" if found.route is Route.YOUDEN else "cost a patient"
    said = f"{percent(found.threshold)} with a bootstrap SD of {100 * found.spread:.1f} points; {name} "
    said += f"{found.in_bag:.3f} in-bag, {found.out_of_bag:.3f} out-of-bag"
    said += f" (in 95 % of resamples {found.out_low:.3f} to {found.out_high:.3f})"
    return said + (f"; {found.failed} of {found.times} resamples failed" if found.failed else "")
