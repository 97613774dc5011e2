"""The decision: one calibrator and one threshold for the whole study; every view follows."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.statistics.logistic import softplus
from clinnet_gui.core.statistics.losses import expit


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
    ``n`` calibrate rows with ``events`` events (0 where nothing was fitted).
    """

    method: Method = Method.NONE
    intercept: float = 0.0
    slope: float = 1.0
    knots: tuple[float, ...] = ()
    risks: tuple[float, ...] = ()
    n: int = 0
    events: int = 0
    upper_slope: float = 1.0

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
            return np.interp(logits, self.knots, self.risks)
        z = np.asarray(logits, dtype=np.float64)
        if self.method is Method.BETA:
            return expit(self.intercept - self.slope * softplus(-z) + self.upper_slope * softplus(z))
        return expit(self.intercept + self.slope * z)


class Route(StrEnum):
    """How a threshold was chosen."""

    MANUAL = "manual"
    HARM_RATIO = "harm ratio"
    SENSITIVITY = "target sensitivity"


@dataclass(frozen=True, slots=True)
class Decision:
    """Calibrator, threshold and how it was chosen.

    ``threshold`` flags risk >= threshold (None: none chosen); ``route`` and ``rationale`` say
    how and why; ``opened`` is the time (ISO 8601, UTC) at which the test rows were opened,
    empty while they are covered; ``after_opening`` names what was chosen after that.
    """

    calibrator: Calibrator = field(default_factory=Calibrator)
    threshold: float | None = None
    route: Route = Route.MANUAL
    rationale: str = ""
    prevalence: float | None = None
    opened: str = ""
    after_opening: tuple[str, ...] = ()
