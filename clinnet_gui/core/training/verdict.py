"""The verdict: healthy, underfit, overfit, or no signal, against the loss of knowing nothing.

The losses are taken after temperature scaling, on rows held out; ``core.training.rulings`` says
what they amount to.
"""

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.training.baselines import PREVALENCE
from clinnet_gui.core.training.fit import Baseline, Verdict
from clinnet_gui.core.training.losses import PRIOR, best_slope, null_logit, null_losses, row_losses
from clinnet_gui.core.training.rulings import RULINGS, Evidence
from clinnet_gui.core.work import Finish, Progress, Work

RESAMPLES = 500
BLOCK = 25
MOST_ROWS = 20_000
"""Rows of each side that the bootstrap draws from; more would change its third digit."""

SEED = 7_919


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
    rival, rival_loss, lead = yield from _rival(y[held], on_held, [(b.name, b.logits[held]) for b in beside])
    nulls = null_losses(y[held], null_logit(y[train]))
    gain = yield from _interval(nulls - on_held, np.zeros(1))
    evidence = Evidence(
        train=float(on_train.mean()),
        validation=float(on_held.mean()),
        null=float(nulls.mean()),
        gain=gain,
        events=int(y[held].sum()),
        others=int(held.size - y[held].sum()),
        gap=gap,
        rival=rival,
        rival_loss=rival_loss,
        rival_lead=lead,
        spread=float(np.ptp(logits)),
        settled=settled,
    )
    return _verdict(evidence)


def _verdict(evidence: Evidence) -> Verdict:
    """The first ruling that holds, with the numbers it rests on."""
    ruling = next(ruling for ruling in RULINGS if ruling.holds(evidence))
    return Verdict(
        health=ruling.health,
        train_loss=evidence.train,
        validation_loss=evidence.validation,
        null_loss=evidence.null,
        gap=evidence.validation - evidence.train,
        gap_low=evidence.gap[0],
        gap_high=evidence.gap[1],
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


def _rival(
    y: Bytes, own: Floats, others: list[tuple[str, Floats]]
) -> Work[tuple[str, float, tuple[float, float]]]:
    """The best baseline whose paired interval lies wholly below the network; else no name."""
    found, lowest, lead = "", float(own.mean()), (0.0, 0.0)
    for name, logits in others:
        losses = row_losses(y, best_slope(y, logits, PRIOR) * logits)
        if name == PREVALENCE or losses.mean() >= lowest:
            continue
        low, high = yield from _interval(own - losses, np.zeros(1))
        if low > 0:
            found, lowest, lead = name, float(losses.mean()), (low, high)
    return found, lowest, lead
