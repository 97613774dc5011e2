"""Fits whose logits are known, so that what the evaluation says can be checked."""

from dataclasses import replace

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, read_only
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.training.fit import Baseline, Trained
from tests import builders
from tests.unit.evaluation.samples import drawn


def fit_of(
    y: Bytes, logits: Floats, baselines: tuple[Baseline, ...] = (), patients: Ints | None = None
) -> Trained:
    """A fit with these logits and outcomes; 40 % of the rows calibrate, 40 % test."""
    n = y.size
    made = builders.trained()
    column = builders.number("x", logits)
    owners = np.arange(n) if patients is None else patients
    dataset = replace(builders.from_columns([column], y), patients=read_only(owners))
    parts = np.repeat([0, 1, 2, 3], [n // 10, n // 10, n * 4 // 10, n - n // 10 * 2 - n * 4 // 10])
    parts = np.random.default_rng(0).permutation(parts).astype(np.int8)
    counts = tuple(int((parts == k).sum()) for k in range(4))
    events = tuple(int(y[parts == k].sum()) for k in range(4))
    split = Split(read_only(parts), 7, False, counts, events)
    fit = replace(made.fit, logits=read_only(logits), baselines=baselines, made_from="test")
    return Trained(dataset, split, fit)


def shifted(n: int = 3000, intercept: float = 0.8) -> Trained:
    """A fit that ranks well and is too low for everybody."""
    y, z = drawn(n, intercept=intercept)
    noise = np.random.default_rng(5).normal(size=n)
    baselines = (
        Baseline("Prevalence", np.full(n, np.log(y.mean() / (1 - y.mean())))),
        Baseline("Logistic regression", z + intercept),
        Baseline("Gradient boosting", z + intercept + noise),
    )
    return fit_of(y, z, baselines)
