"""The clinical questions that lead to a threshold, one widget each; every number is blank at first."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from clinnet_gui.core.evaluation.curves import CalibrateCurve
from clinnet_gui.core.evaluation.decision import Route
from clinnet_gui.core.evaluation.of_thousand import of_thousand, of_thousand_there
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.evaluation.thresholds import for_capacity, for_sensitivity, from_costs, from_harm_ratio
from clinnet_gui.core.evaluation.utility import Costs
from clinnet_gui.core.statistics.reliance import too_few
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.results.measure_text import count, interval, percent
from clinnet_gui.gui.widgets.results.threshold.blank_spin import BlankSpin

WORTH = (
    "If up to W needless work-ups are acceptable to find one case, flag from a risk of 1 / (1 + W): 9 gives "
    "10 %. This is a judgement of values, made before looking at the curves. It holds for calibrated risks."
)


@dataclass(frozen=True, slots=True)
class Ground:
    """On what suggestions stand: the calibrate rows, what they are called, and the prevalence where the
    model will be used (None: as on these rows)."""

    curve: CalibrateCurve
    rows: str
    prevalence: float | None

    @property
    def judged(self) -> bool:
        """Whether there are enough events and non-events for any figure."""
        return not too_few(self.curve.n, self.curve.events)


class Anchor(QWidget):
    """A question with blanks, laid out in a row by ``_say``; ``changed`` when an answer does."""

    changed = Signal()
    unreached = "no threshold reaches it"

    def __init__(self, route: Route, meaning: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.route = route
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._meaning = meaning

    def threshold(self, ground: Ground) -> float | None:
        """Return the threshold that the answers lead to, None while one is blank or out of reach."""
        raise NotImplementedError

    @property
    def basis(self) -> str:
        """Return what the route was given, in words that are kept with the study."""
        raise NotImplementedError

    @property
    def asked(self) -> bool:
        """Whether all blanks are filled."""
        raise NotImplementedError

    def answer(self, ground: Ground) -> str:
        """Return what stands behind the question: the threshold, or why there is none."""
        if not self.asked:
            return ""
        found = self.threshold(ground)
        if found is None:
            return self.unreached
        return f"→ {percent(found)}{self._reached(ground, found) if ground.judged else ''}"

    def _reached(self, ground: Ground, threshold: float) -> str:
        """What the threshold does on the rows it is suggested from, where they were asked, with its
        interval."""
        return ""

    def _say(self, *parts: str | QWidget) -> None:
        for part in parts:
            self._row.addWidget(line(part) if isinstance(part, str) else part)
        self._row.addStretch(1)
        self.explain(self._meaning)

    def explain(self, meaning: str) -> None:
        """Say in tooltips what the question means."""
        for child in self.findChildren(QWidget):
            child.setToolTip(tip(meaning))

    def _heard(self, *spins: BlankSpin) -> None:
        for spin in spins:
            spin.valueChanged.connect(self.changed)


class WorkUps(Anchor):
    """The first question: what one case found is worth."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Route.HARM_RATIO, WORTH, parent)
        self.ratio = BlankSpin(1000, "Acceptable needless work-ups per case found")
        self._say("How many unnecessary work-ups are acceptable to find one case?", self.ratio)
        self._heard(self.ratio)

    @property
    def asked(self) -> bool:
        """Whether the number is given."""
        return self.ratio.given is not None

    def threshold(self, ground: Ground) -> float | None:
        """Return 1 / (1 + W)."""
        return from_harm_ratio(self.ratio.given) if self.ratio.given else None

    @property
    def basis(self) -> str:
        """Return the number in words."""
        return f"up to {self.ratio.value():g} unnecessary work-ups are acceptable to find one case"


class CostsAnchor(Anchor):
    """What the two errors cost, in any unit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            Route.COSTS,
            "Both in one unit: money, days, or harm. The threshold is the cost of a needless work-up divided "
            "by the sum of both. It holds for calibrated risks.",
            parent,
        )
        self.miss = BlankSpin(1e9, "Cost of a missed case")
        self.alarm = BlankSpin(1e9, "Cost of a needless work-up")
        self._say("A missed case costs", self.miss, "and a needless work-up", self.alarm)
        self._heard(self.miss, self.alarm)

    @property
    def costs(self) -> Costs | None:
        """Both costs, None while one is blank."""
        miss, alarm = self.miss.given, self.alarm.given
        return None if miss is None or alarm is None else Costs(miss, alarm)

    @property
    def asked(self) -> bool:
        """Whether both are given."""
        return self.costs is not None

    def threshold(self, ground: Ground) -> float | None:
        """Return alarm / (alarm + miss)."""
        return None if self.costs is None else from_costs(self.costs)

    @property
    def basis(self) -> str:
        """Return the costs in words."""
        return f"a missed case costs {self.miss.value():g}, a needless work-up {self.alarm.value():g}"


class SensitivityAnchor(Anchor):
    """A share of the cases that must be found, surely or as estimated."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Route.SENSITIVITY, "", parent)
        self.target = BlankSpin(100, "Target sensitivity in percent", " %")
        self.how = QComboBox()
        self.how.addItem("surely", True)
        self.how.addItem("as estimated", False)
        self.how.setAccessibleName("How the target sensitivity is to be reached")
        self.how.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._say("Find at least", self.target, "of the cases", self.how)
        self._heard(self.target)

    @property
    def surely(self) -> bool:
        """Whether the interval's lower end must reach the target."""
        return bool(self.how.currentData())

    @property
    def asked(self) -> bool:
        """Whether the target is given."""
        return self.target.given is not None

    def threshold(self, ground: Ground) -> float | None:
        """Return the highest threshold that reaches the target on the rows that may serve the choice."""
        target = self.target.given
        return for_sensitivity(ground.curve, target / 100, self.surely) if target else None

    def _reached(self, ground: Ground, threshold: float) -> str:
        found = operating_point(ground.curve, threshold).sensitivity
        return f": finds {percent(found.value)} {interval(found, percent)}"

    @property
    def basis(self) -> str:
        """Return the target in words."""
        how = "by the lower end of its interval" if self.surely else "as estimated"
        return f"sensitivity of at least {self.target.value():g} %, {how}"


class CapacityAnchor(Anchor):
    """How many patients can be worked up."""

    unreached = "more share the highest risk"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Route.CAPACITY, "", parent)
        self.capacity = BlankSpin(1000, "Patients of 1,000 who can be worked up")
        self._say("At most", self.capacity, "of 1,000 patients can be worked up")
        self._heard(self.capacity)

    @property
    def asked(self) -> bool:
        """Whether the capacity is given."""
        return self.capacity.given is not None

    def threshold(self, ground: Ground) -> float | None:
        """Return the lowest threshold that does not exceed the capacity where the model is used."""
        given = self.capacity.given
        return for_capacity(ground.curve, given, ground.prevalence) if given else None

    def _reached(self, ground: Ground, threshold: float) -> str:
        point, share = operating_point(ground.curve, threshold), ground.prevalence
        flagged = (of_thousand(point.confusion) if share is None else of_thousand_there(point, share))[0]
        return f": flags {count(flagged.value)} {interval(flagged, count)}"

    @property
    def basis(self) -> str:
        """Return the capacity in words."""
        return f"at most {self.capacity.value():g} of 1,000 patients can be worked up"
