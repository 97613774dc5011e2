"""Whether a patient's columns occur together in the training data, not only each by itself."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Ints, distinct, without
from clinnet_gui.core.explanation.likeness import Profiles, profiles
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work

POOL = 1_000
"""At most so many training rows, drawn by the seed, stand for all of them."""

SHARE = 0.99
"""Of the training rows themselves are no farther from their nearest than the limit."""

_AT_ONCE = 8


@dataclass(frozen=True, slots=True, eq=False)
class Experience:
    """A sample of training rows as they are compared, the patients they belong to, and the distance
    to the nearest other patient that 99 % of them keep within."""

    known: Profiles
    patients: Ints
    limit: float

    def nearest(self, one: Profiles, patient: int) -> float:
        """Return how far a patient (given without own rows) is from the nearest other one; NaN where
        there is none."""
        away = self.known.apart(one)[self.patients != patient]
        return float(away.min()) if away.size else float("nan")


def experience(trained: Trained) -> Work[Experience]:
    """Return what the training rows know of columns occurring together."""
    dataset, spec = trained.dataset, trained.fit.spec
    rows = distinct(np.concatenate([turn.train for turn in trained.split.turns]))
    rows = without(rows, spec.left_out)
    if rows.size > POOL:
        rows = np.sort(np.random.default_rng(spec.seed).choice(rows, POOL, replace=False))
    known = profiles(trained.fit.encoder, dataset.predictors, dataset.rows[rows])
    pool = Experience(known, dataset.patients[rows], float("nan"))
    nearest = np.empty(rows.size)
    for i, patient in enumerate(pool.patients.tolist()):
        nearest[i] = pool.nearest(Profiles(known.numbers[i : i + 1], known.levels[i : i + 1]), patient)
        if i % _AT_ONCE == 0:
            yield Progress("Learning what occurs together", i / rows.size)
    found = nearest[np.isfinite(nearest)]
    limit = float(np.quantile(found, SHARE)) if found.size else float("nan")
    return Experience(known, pool.patients, limit)
