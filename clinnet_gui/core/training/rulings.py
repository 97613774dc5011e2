"""The rulings: what the evidence on a training amounts to, gravest first, and what to try.

Everything is measured against the null loss, that of giving every patient the prevalence: at
5 % events it is 0.20, so that no fixed bound on a loss could tell a useful model from a useless
one. ``skill`` is the share of the null loss that a model does away with.
"""

from collections.abc import Callable
from dataclasses import dataclass

from clinnet_gui.core.spelling import events_text
from clinnet_gui.core.statistics.reliance import too_few
from clinnet_gui.core.training.fit import Health

LEAST_SKILL = 0.01
"""Below this share of the null loss a model has found nothing worth having."""

GAP_SHARE = 0.10
"""A gap above this share of the null loss, and surely above 0, counts as overfit."""

BETTER_SHARE = 0.02
"""A baseline that is better by this share of the null loss, and surely better, shows underfit."""

SAME_LOGIT = 1e-6
"""Log-odds within which all predictions count as one and the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Mean losses, the gap with its interval, and the best baseline where it is surely better.

    ``gain`` is the 95 % interval of null loss minus validation loss, row by row; ``rival_lead`` that of
    the network's loss minus the rival's. ``events`` and ``others`` are those with and without the event
    among the rows held out, ``spread`` the range of all logits; ``settled`` says whether training went
    on long enough.
    """

    train: float
    validation: float
    null: float
    gain: tuple[float, float]
    events: int
    others: int
    gap: tuple[float, float]
    rival: str
    rival_loss: float
    rival_lead: tuple[float, float]
    spread: float
    settled: bool

    @property
    def skill(self) -> float:
        """Share of the null loss done away with on rows held out."""
        return 1 - self.validation / self.null

    @property
    def of_null(self) -> str:
        """Share of the null loss done away with, with its interval."""
        low, high = (100 * end / self.null for end in self.gain)
        share = f"{100 * self.skill:.0f} % ({low:.0f} to {high:.0f} %)"
        return f"{share} of the loss of knowing only the prevalence"

    @property
    def bound(self) -> float:
        """The gap above which the fit counts as overfit."""
        return GAP_SHARE * self.null


@dataclass(frozen=True, slots=True)
class Ruling:
    """One verdict: when it holds, what it says, what to try."""

    health: Health
    holds: Callable[[Evidence], bool]
    sentence: Callable[[Evidence], str]
    remedy: str


def _numbers(e: Evidence) -> str:
    return (
        f"(log-loss {e.train:.3f} in training, {e.validation:.3f} on rows held out with "
        f"{events_text(e.events)}, {e.null:.3f} for the prevalence)"
    )


def _gap(e: Evidence) -> str:
    return f"{e.validation - e.train:+.3f}, {e.gap[0]:+.3f} to {e.gap[1]:+.3f}"


RULINGS = (
    Ruling(
        Health.NO_SIGNAL,
        lambda e: e.spread < SAME_LOGIT,
        lambda e: f"The network gives every patient the same risk {_numbers(e)}.",
        "Lower the learning rate or the dropout, and look whether the predictors vary.",
    ),
    Ruling(
        Health.UNSURE,
        lambda e: too_few(e.events + e.others, e.events),
        lambda e: (
            f"The rows held out, {events_text(e.events)} and {e.others:,} patients without, are too few to "
            "judge the training."
        ),
        "Judge it under Results with care; more patients would settle it.",
    ),
    Ruling(
        Health.OVERFIT,
        lambda e: e.validation - e.train > e.bound and e.gap[0] > 0,
        lambda e: (
            f"The network fits its training rows better than rows it has not seen: gap {_gap(e)} "
            f"{_numbers(e)}."
        ),
        "Raise the dropout, make the layers narrower, or add patients.",
    ),
    Ruling(
        Health.UNSETTLED,
        lambda e: not e.settled and (bool(e.rival) or e.skill < LEAST_SKILL or e.gain[0] <= 0),
        lambda e: f"Training was stopped while the network was still getting better {_numbers(e)}.",
        "Train again and let it go on until it stops by itself.",
    ),
    Ruling(
        Health.UNDERFIT,
        lambda e: bool(e.rival) and e.validation - e.rival_loss > BETTER_SHARE * e.null,
        lambda e: (
            f"{e.rival} learns more from the same rows (log-loss {e.rival_loss:.3f}, lower by "
            f"{e.rival_lead[0]:.3f} to {e.rival_lead[1]:.3f}) than the network {_numbers(e)}."
        ),
        "Allow more epochs, lower the dropout, or widen the layers.",
    ),
    Ruling(
        Health.NO_SIGNAL,
        lambda e: e.skill < LEAST_SKILL,
        lambda e: (
            f"The network is not shown to tell patients apart: it does away with {e.of_null} {_numbers(e)}."
        ),
        "Look for predictors that are known to bear on the outcome, and check the outcome's coding.",
    ),
    Ruling(
        Health.NO_SIGNAL,
        lambda e: e.gain[0] <= 0,
        lambda e: (
            f"The network is not shown to do better than the prevalence: the held-out rows, with "
            f"{events_text(e.events)}, are too few to tell {_numbers(e)}."
        ),
        "Judge it under Results with care; more patients would settle it.",
    ),
    Ruling(
        Health.HEALTHY,
        lambda e: e.gap[1] > e.bound,
        lambda e: (
            f"The network does away with {e.of_null} on rows it has not seen. No fault is seen, but the gap "
            f"to training may be larger than {e.bound:.3f} ({_gap(e)}): more rows would tell {_numbers(e)}."
        ),
        "Judge its risks under Results.",
    ),
    Ruling(
        Health.HEALTHY,
        lambda e: True,
        lambda e: (
            f"The network does away with {e.of_null}, on rows it has not seen almost as well as in training "
            f"{_numbers(e)}."
        ),
        "Nothing needs to be changed; judge its risks under Results.",
    ),
)
