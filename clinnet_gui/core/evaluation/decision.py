"""The decision: one calibrator and one threshold for the whole study; every view follows."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.codec import since
from clinnet_gui.core.evaluation.adopted import Adopted
from clinnet_gui.core.statistics.logistic import softplus
from clinnet_gui.core.statistics.losses import expit, logit


class Method(StrEnum):
    """How logits become risks, simplest first."""

    NONE = "none"
    INTERCEPT = "intercept"
    TEMPERATURE = "temperature"
    PLATT = "platt"
    BETA = "beta"
    ISOTONIC = "isotonic"


@dataclass(frozen=True, slots=True)
class Calibrator:
    """From logit z to risk: sigma(intercept + slope z), and for two methods no such line.

    BETA: sigma(intercept + slope ln p - upper_slope ln(1 - p)) with p = sigma(z): ``slope`` holds
    among low risks, ``upper_slope`` among high ones (Kull, Silva Filho & Flach, AISTATS 2017).
    ISOTONIC: a step function through ``knots`` (ascending logits) and their ``risks``. Fitted on
    ``n`` calibrate rows with ``events`` events (0 where nothing was fitted). ``update`` was fitted
    elsewhere and changes the log-odds of these risks once more (None: nothing does).
    """

    method: Method = Method.NONE
    intercept: float = 0.0
    slope: float = 1.0
    knots: tuple[float, ...] = ()
    risks: tuple[float, ...] = ()
    n: int = 0
    events: int = 0
    upper_slope: float = 1.0
    update: Adopted | None = since(4, None)

    @property
    def own(self) -> "Calibrator":
        """The calibrator without its update: what the study's own rows gave."""
        return self if self.update is None else replace(self, update=None)

    @property
    def line(self) -> tuple[float, float]:
        """Intercept and slope of the calibrated logit in the logit, update included, where ``affine``."""
        if self.update is None:
            return self.intercept, self.slope
        return self.update.intercept + self.update.slope * self.intercept, self.update.slope * self.slope

    @property
    def affine(self) -> bool:
        """Whether the calibrated logit is a line in the logit, so that sums of logits stay sums."""
        return self.method not in (Method.BETA, Method.ISOTONIC)

    def risk(self, logits: Floats) -> Floats:
        """Return the calibrated risk (0..1) of each logit.

        >>> float(Calibrator(Method.TEMPERATURE, slope=0.5).risk(np.array([0.0]))[0])
        0.5
        """
        if self.method is Method.ISOTONIC:
            return self.updated(np.interp(logits, self.knots, self.risks))
        z = np.asarray(logits, dtype=np.float64)
        if self.method is Method.BETA:
            own = self.intercept - self.slope * softplus(-z) + self.upper_slope * softplus(z)
            return expit(own if self.update is None else self.update.logits(own))
        intercept, slope = self.line
        return expit(intercept + slope * z)

    def updated(self, risks: Floats) -> Floats:
        """Return risks (0..1) by the study's own rows under the update; as they are where there is none."""
        return risks if self.update is None else expit(self.update.logits(logit(risks)))


class Route(StrEnum):
    """How a threshold was chosen; the last two look for the best figure and are exploratory."""

    MANUAL = "manual"
    HARM_RATIO = "harm ratio"
    COSTS = "costs"
    SENSITIVITY = "target sensitivity"
    CAPACITY = "capacity"
    YOUDEN = "Youden index"
    EXPECTED_COST = "least expected cost"

    @property
    def exploratory(self) -> bool:
        """Whether the threshold was picked because it looked best on the very rows it was picked on."""
        return self in (Route.YOUDEN, Route.EXPECTED_COST)


@dataclass(frozen=True, slots=True)
class Decision:
    """Calibrator, threshold and how it was chosen.

    ``threshold`` flags risk >= threshold (None: none chosen); ``route`` says how it was chosen,
    ``basis`` what the route was given ("sensitivity of at least 90 %"), ``rationale`` why, in the
    analyst's words. ``reasonable`` is the range of thresholds that other users might take (None: half
    to twice the threshold); ``prevalence`` the share of events where the model will be used (None: as on
    these rows). ``rule_out`` is the risk below which patients are ruled out: from there to the threshold
    lies a grey zone (None: none is asked for). ``opened`` is the time (ISO 8601, UTC) at which the test
    rows were opened, empty while they are covered; ``after_opening`` names what was chosen after that.
    ``shown_before`` counts test rows that earlier networks, with another split, showed as held out: they
    are not unseen, opened or not.
    """

    calibrator: Calibrator = field(default_factory=Calibrator)
    threshold: float | None = None
    route: Route = Route.MANUAL
    basis: str = ""
    rationale: str = ""
    reasonable: tuple[float, float] | None = None
    prevalence: float | None = None
    opened: str = ""
    after_opening: tuple[str, ...] = ()
    rule_out: float | None = None
    shown_before: int = since(4, 0)

    @property
    def how(self) -> str:
        """How and why the threshold was chosen, as one line."""
        return ", ".join(text for text in (self.route.value, self.basis, self.rationale) if text)

    @property
    def choices(self) -> tuple[tuple[str, object], ...]:
        """What the analyst chose, by the names under which ``after_opening`` lists it."""
        return (
            ("recalibration", self.calibrator.own),
            ("update from another file", self.calibrator.update),
            ("threshold", (self.threshold, self.route, self.basis)),
            ("rationale", self.rationale),
            ("range of thresholds", self.reasonable),
            ("deployment prevalence", self.prevalence),
            ("grey zone", self.rule_out),
        )


CHOSEN = ("network", *(name for name, _ in Decision().choices))
"""All that can be chosen after the test was seen."""


def marked(before: Decision, after: Decision) -> Decision:
    """Return ``after``, whichever way it came about, with what differs from ``before`` marked where the
    test had been opened; an opening and its marks are never taken back."""
    if not before.opened:
        return after
    pairs = zip(before.choices, after.choices, strict=True)
    changed = [name for (name, old), (_, new) in pairs if old != new and name not in before.after_opening]
    return replace(after, opened=before.opened, after_opening=(*before.after_opening, *changed))
