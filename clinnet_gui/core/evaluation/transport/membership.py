"""Case-mix: how well a model tells the new patients from those of the study.

Predictors and outcome serve to predict from which group a patient comes: at 0.5 the groups are alike, and
the validation says how the network does again; the higher, the more it says how the network travels.
Source: Debray et al., J Clin Epidemiol 2015;68:279.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.evaluation.by_patient import owners
from clinnet_gui.core.evaluation.discrimination import auroc_measure
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.transport.arrivals import Arrivals
from clinnet_gui.core.statistics.folds import folds
from clinnet_gui.core.statistics.proportions import Z95
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.logistic import fit_logistic, logistic_logits
from clinnet_gui.core.work import Progress, Work

MOST = 3_000
"""Rows of each group at most, drawn at random: the AUROC is then known within 0.015."""
FOLDS = 5
FEWEST = 20
"""Rows of a group below which the groups are not told apart."""
WIDER = 1.1
"""Times as large, from which another spread of the log-odds is worth a word."""
ALIKE, APART = 0.6, 0.8
"""Where the interval ends below the first the groups are called much alike, where it begins above the
second very different."""


@dataclass(frozen=True, slots=True)
class Membership:
    """``auroc`` of telling new from old, cross-fitted; ``spread`` the standard deviation of the new
    patients' logits over that of the study's held-out rows (NaN where not estimable): the wider
    the risks, the easier it is to tell patients apart. ``sentence`` says what that means."""

    auroc: Measure
    spread: Measure
    sentence: str


def membership(
    trained: Trained, rows: Ints, arrivals: Arrivals, before: Floats, seed: int
) -> Work[Membership]:
    """Compare the new patients with the study's ``rows`` (dataset positions), whose outcomes take part;
    ``before`` are the logits of its held-out rows."""
    spread = _ratio(arrivals.logits, before)
    generator = np.random.default_rng(seed)
    old = _sample(rows, generator)
    new = _sample(np.arange(arrivals.y.size), generator)
    if min(old.size, new.size) < FEWEST:
        return Membership(Measure(math.nan), spread, "Too few patients to compare the case-mix.")
    encoder = trained.fit.encoder
    there = encoder.transform(trained.dataset.predictors, trained.dataset.rows[old])
    yield Progress("Comparing the case-mix")
    here = encoder.transform(arrivals.columns, arrivals.rows[new])
    yield Progress("Comparing the case-mix")
    outcomes = np.concatenate([trained.dataset.y[old], arrivals.y[new]]).astype(np.float32)
    x = np.column_stack([np.concatenate([there, here]), outcomes])
    came = np.repeat([0, 1], [old.size, new.size]).astype(np.int8)
    who = np.concatenate([trained.dataset.patients[old], _apart(arrivals.patients[new], trained)])
    logits = yield from _cross_fitted(x, came, folds(came, who, FOLDS, seed))
    owner = owners(who)
    found = auroc_measure(came, logits, owner)
    told = "DeLong" if owner is None else "by patient (Obuchowski)"
    method = f"AUROC of telling new patients from the study's, ridge regression, {FOLDS} folds; {told}"
    auroc = Measure(found.value, found.low, found.high, method, came.size, new.size)
    return Membership(auroc, spread, _sentence(auroc, spread))


def _sample(rows: Ints, generator: np.random.Generator) -> Ints:
    return rows if rows.size <= MOST else np.sort(generator.choice(rows, MOST, replace=False))


def _apart(patients: Ints, trained: Trained) -> Ints:
    """Number the new patients behind the study's."""
    return np.asarray(patients + int(trained.dataset.patients.max()) + 1)


def _cross_fitted(x: np.ndarray[tuple[int, int], np.dtype[np.float32]], y: Bytes, fold: Ints) -> Work[Floats]:
    logits = np.zeros(y.size)
    for part in range(FOLDS):
        held = np.flatnonzero(fold == part)
        weights = yield from fit_logistic(x, y, np.flatnonzero(fold != part))
        logits[held] = logistic_logits(x[held], weights)
        yield Progress("Comparing the case-mix", (part + 1) / FOLDS)
    return logits


def _ratio(now: Floats, before: Floats) -> Measure:
    """The ratio of two standard deviations; the error of each logarithm by its kurtosis k, (k - 1) / 4n."""
    method = "ratio of the standard deviations of log-odds; normal interval of its logarithm, by kurtosis"
    spreads = [float(one.std(ddof=1)) if one.size > 1 else math.nan for one in (now, before)]
    if not all(spread > 0 for spread in spreads):
        return Measure(math.nan, method=method)
    value = spreads[0] / spreads[1]
    reach = Z95 * math.sqrt(sum(_doubt(one) for one in (now, before)))
    return Measure(value, value * math.exp(-reach), value * math.exp(reach), method, now.size)


def _doubt(values: Floats) -> float:
    """The variance of the logarithm of a standard deviation."""
    away = (values - values.mean()) / values.std()
    return max(0.0, float((away**4).mean()) - 1) / (4 * values.size)


def _sentence(auroc: Measure, spread: Measure) -> str:
    """What both say, as far as their intervals go."""
    figures = f"(AUROC of telling them apart {auroc.value:.2f}, {auroc.low:.2f} to {auroc.high:.2f})"
    if auroc.value <= 0.5:  # below it by chance, or because the very same rows stand in both groups
        figures = "(a model cannot tell them apart)"
    elif not math.isfinite(auroc.low):
        figures = f"(AUROC of telling them apart {auroc.value:.2f})"
    said = f"The new patients {_likeness(auroc)} those of the study {figures}."
    if spread.low > 1 and spread.value > WIDER:
        what = "wider, which makes telling patients apart easier"
    elif spread.high < 1 and spread.value < 1 / WIDER:
        what = "narrower, which makes telling patients apart harder"
    else:
        return said
    interval = f"{spread.value:.2f}, {spread.low:.2f} to {spread.high:.2f}, times as large"
    return f"{said} Their log-odds are {what} (standard deviation {interval})."


def _likeness(auroc: Measure) -> str:
    if auroc.value <= 0.5 or auroc.high < ALIKE:
        return "are much like"
    if auroc.low > APART:
        return "are very different from"
    return "differ from" if auroc.low > 0.5 else "are not shown to differ from"
