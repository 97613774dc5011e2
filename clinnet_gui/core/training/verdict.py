"""The verdict: healthy, underfit, overfit, or no signal, against the loss of knowing nothing.

Everything is measured against the null loss, that of giving every patient the prevalence: at
5 % events it is 0.20, so that no fixed bound on a loss could tell a useful model from a useless
one. ``skill`` is the share of the null loss that a model does away with.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.training.baselines import PREVALENCE
from clinnet_gui.core.training.fit import Baseline, Health, Verdict
from clinnet_gui.core.training.losses import PRIOR, best_slope, null_logit, null_losses, row_losses
from clinnet_gui.core.work import Finish, Progress, Work

LEAST_SKILL = 0.01
"""Below this share of the null loss a model has found nothing worth having."""

GAP_SHARE = 0.10
"""A gap above this share of the null loss, and surely above 0, counts as overfit."""

BETTER_SHARE = 0.02
"""A baseline that is better by this share of the null loss, and surely better, shows underfit."""

SAME_LOGIT = 1e-6
"""Log-odds within which all predictions count as one and the same."""

RESAMPLES = 500
BLOCK = 25
MOST_ROWS = 20_000
"""Rows of each side that the bootstrap draws from; more would change its third digit."""

SEED = 7_919


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Mean losses, the gap with its interval, and the best baseline where it is surely better.

    ``gain_low`` is the lower 95 % limit of null loss minus validation loss, row by row;
    ``events`` are those among the rows held out, ``spread`` the range of all logits;
    ``settled`` says whether training went on long enough.
    """

    train: float
    validation: float
    null: float
    gain_low: float
    events: int
    gap: tuple[float, float]
    rival: str
    rival_loss: float
    spread: float
    settled: bool

    @property
    def skill(self) -> float:
        """Share of the null loss done away with on rows held out."""
        return 1 - self.validation / self.null

    @property
    def bound(self) -> float:
        """The gap above which the fit counts as overfit."""
        return GAP_SHARE * self.null


def judge(
    y: Bytes,
    split: Split,
    logits: Floats,
    seen: Floats,
    beside: tuple[Baseline, ...],
    *,
    settled: bool = True,
) -> Work[Verdict]:
    """Return the verdict on the network's ``logits`` (of all rows), after temperature scaling.

    ``seen`` [networks, rows] are each network's logits of the rows that trained it, NaN elsewhere;
    a row that trained several counts with its mean loss. A network that has not ``settled`` is
    not called underfit, nor without signal.
    """
    held, train = split.rows(Part.EARLY_STOP), np.flatnonzero(np.isfinite(seen).any(axis=0))
    slope = best_slope(y[held], logits[held], PRIOR)
    on_held = row_losses(y[held], slope * logits[held])
    on_train = np.nanmean(row_losses(y[train], slope * seen[:, train]), axis=0)
    gap = yield from _interval(on_held, on_train)
    rival, rival_loss = yield from _rival(y[held], on_held, [(b.name, b.logits[held]) for b in beside])
    nulls = null_losses(y[held], null_logit(y[train]))
    gain_low, _ = yield from _interval(nulls - on_held, np.zeros(1))
    evidence = Evidence(
        train=float(on_train.mean()),
        validation=float(on_held.mean()),
        null=float(nulls.mean()),
        gain_low=gain_low,
        events=int(y[held].sum()),
        gap=gap,
        rival=rival,
        rival_loss=rival_loss,
        spread=float(np.ptp(logits)),
        settled=settled,
    )
    ruling = next(ruling for ruling in RULINGS if ruling.holds(evidence))
    return Verdict(
        health=ruling.health,
        train_loss=evidence.train,
        validation_loss=evidence.validation,
        null_loss=evidence.null,
        gap=evidence.validation - evidence.train,
        gap_low=gap[0],
        gap_high=gap[1],
        bound=evidence.bound,
        sentence=ruling.sentence(evidence),
        remedy=ruling.remedy,
    )


def _interval(one: Floats, other: Floats) -> Work[tuple[float, float]]:
    """The 95 % percentile bootstrap interval of mean(one) - mean(other)."""
    rng, means = np.random.default_rng(SEED), np.empty(0)
    one, other = _at_most(one, rng), _at_most(other, rng)
    for done in range(0, RESAMPLES, BLOCK):
        drawn = [_resampled(side, rng) for side in (one, other)]
        means = np.append(means, drawn[0] - drawn[1])
        try:
            yield Progress("Judging the training", done / RESAMPLES)
        except Finish:
            break
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def _resampled(losses: Floats, rng: np.random.Generator) -> Floats:
    return np.array([losses[rng.integers(0, losses.size, losses.size)].mean() for _ in range(BLOCK)])


def _at_most(losses: Floats, rng: np.random.Generator) -> Floats:
    return losses if losses.size <= MOST_ROWS else rng.choice(losses, MOST_ROWS, replace=False)


def _rival(y: Bytes, own: Floats, others: list[tuple[str, Floats]]) -> Work[tuple[str, float]]:
    """The best baseline whose paired interval lies wholly below the network; else no name."""
    found, lowest = "", float(own.mean())
    for name, logits in others:
        losses = row_losses(y, best_slope(y, logits, PRIOR) * logits)
        if name == PREVALENCE or losses.mean() >= lowest:
            continue
        low, _ = yield from _interval(own - losses, np.zeros(1))
        if low > 0:
            found, lowest = name, float(losses.mean())
    return found, lowest


@dataclass(frozen=True, slots=True)
class Ruling:
    """One verdict: when it holds, what it says, what to try."""

    health: Health
    holds: Callable[[Evidence], bool]
    sentence: Callable[[Evidence], str]
    remedy: str


def _numbers(e: Evidence) -> str:
    return (
        f"(log-loss {e.train:.3f} in training, {e.validation:.3f} on rows held out, "
        f"{e.null:.3f} for the prevalence)"
    )


RULINGS = (
    Ruling(
        Health.NO_SIGNAL,
        lambda e: e.spread < SAME_LOGIT,
        lambda e: f"The network gives every patient the same risk {_numbers(e)}.",
        "Lower the learning rate or the dropout, and look whether the predictors vary.",
    ),
    Ruling(
        Health.OVERFIT,
        lambda e: e.validation - e.train > e.bound and e.gap[0] > 0,
        lambda e: f"The network fits its training rows better than rows it has not seen {_numbers(e)}.",
        "Raise the dropout, make the layers narrower, or add patients.",
    ),
    Ruling(
        Health.UNSETTLED,
        lambda e: not e.settled and (bool(e.rival) or e.skill < LEAST_SKILL or e.gain_low <= 0),
        lambda e: f"Training was stopped while the network was still getting better {_numbers(e)}.",
        "Train again and let it go on until it stops by itself.",
    ),
    Ruling(
        Health.UNDERFIT,
        lambda e: bool(e.rival) and e.validation - e.rival_loss > BETTER_SHARE * e.null,
        lambda e: (
            f"{e.rival} learns more from the same rows (log-loss {e.rival_loss:.3f}) than the "
            f"network {_numbers(e)}."
        ),
        "Allow more epochs, lower the dropout, or widen the layers.",
    ),
    Ruling(
        Health.NO_SIGNAL,
        lambda e: e.skill < LEAST_SKILL,
        lambda e: f"The network tells patients apart no better than the prevalence does {_numbers(e)}.",
        "Look for predictors that are known to bear on the outcome, and check the outcome's coding.",
    ),
    Ruling(
        Health.NO_SIGNAL,
        lambda e: e.gain_low <= 0,
        lambda e: (
            f"The network is not shown to do better than the prevalence: the held-out rows, with "
            f"{e.events} event{'' if e.events == 1 else 's'}, are too few to tell {_numbers(e)}."
        ),
        "Judge it under Results with care; more patients would settle it.",
    ),
    Ruling(
        Health.HEALTHY,
        lambda e: True,
        lambda e: (
            f"The network does away with {e.skill:.0%} of the loss of knowing only the prevalence, on "
            f"rows it has not seen almost as well as in training {_numbers(e)}."
        ),
        "Nothing needs to be changed; judge its risks under Results.",
    ),
)
