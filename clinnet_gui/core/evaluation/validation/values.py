"""What a validation finds: figures corrected for optimism, and how far risks move between refits."""

from dataclasses import dataclass

from clinnet_gui.core.arrays import Floats, Ints, fingerprint
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.validation.fan import Fan
from clinnet_gui.core.evaluation.validation.figures import Figure
from clinnet_gui.core.evaluation.validation.ground import Ground
from clinnet_gui.core.evaluation.validation.optimism import Corrected, Correction
from clinnet_gui.core.evaluation.validation.refits import Refits
from clinnet_gui.core.evaluation.validation.unseen import Unseen

__all__ = [
    "Corrected",
    "Correction",
    "Fan",
    "Instability",
    "Unseen",
    "Validation",
    "validation_key",
]


@dataclass(frozen=True, slots=True, eq=False)
class Instability:
    """How far the refits' risks lie from the network's, for each of ``rows`` (dataset positions, ascending;
    Riley & Collins 2023): the range in which 95 % of the refits lie, their mean distance (MAPE), and the
    share on the other side of the threshold (classification instability; NaN without one). All refits
    count, also those that drew the patient; ``stability`` tells of one patient. ``cloud`` are pairs
    of a risk and a refit's risk of the same patient [at most CLOUD, 2], ``band`` risk, low and high smoothed
    [groups, 3], both to be drawn."""

    rows: Ints
    risks: Floats
    low: Floats
    high: Floats
    distances: Floats
    flips: Floats
    cloud: Floats
    band: Floats

    @property
    def mean_distance(self) -> float:
        """The mean over the patients of the mean absolute difference (average MAPE), in risk."""
        return float(self.distances.mean())

    @property
    def flipped(self) -> float:
        """The mean share of refits that flip a patient; NaN without a threshold."""
        return float(self.flips.mean())


@dataclass(frozen=True, slots=True, eq=False)
class Validation:
    """The internal validation of a fit under a decision.

    ``network`` and ``logistic`` (a logistic regression on the same samples) hold a Corrected a figure,
    ``difference`` the network's minus the logistic regression's, ``unseen`` what rows tell that refits did
    not draw. ``reason`` says why the figures of those are to be reported; empty: they are not. On ``n`` rows
    with ``events`` of ``patients``; ``refits`` led to a network, ``failed`` to none. ``automatic``: the
    calibrator was chosen anew in each refit; net benefit and flips are at ``threshold``. ``sentence`` says
    what to expect, by the figures to report. ``made_from`` is the fingerprint of refits, calibrator and
    threshold; ``ground`` is what another threshold leaves as it is.
    """

    network: tuple[Corrected, ...]
    logistic: tuple[Corrected, ...]
    difference: tuple[Corrected, ...]
    unseen: Unseen
    reason: str
    instability: Instability
    fan: Fan
    n: int
    events: int
    patients: int
    refits: int
    failed: int
    automatic: bool
    threshold: float | None
    sentence: str
    made_from: str
    ground: Ground | None = None

    @property
    def headline(self) -> tuple[Corrected, ...]:
        """The network's figures to report."""
        return self.unseen.outside if self.reason else self.network

    @property
    def headline_difference(self) -> tuple[Corrected, ...]:
        """Their differences from the logistic regression's."""
        return self.unseen.difference if self.reason else self.difference

    def of(self, figure: Figure) -> Corrected:
        """Return the network's figure; KeyError for net benefit without a threshold."""
        for corrected in self.network:
            if corrected.figure is figure:
                return corrected
        raise KeyError(figure)


def validation_key(refits: Refits, decision: Decision) -> str:
    """Return the fingerprint of all that a Validation depends on."""
    chosen = repr((decision.calibrator, decision.threshold))
    return fingerprint(refits.made_from, str(refits.tried), chosen)
