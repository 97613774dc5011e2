"""Fits whose logits are known, so that what the evaluation says can be checked."""

from dataclasses import replace

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints, read_only
from clinnet_gui.core.data.split import Part, Split
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
    split = split_of(parts, np.full(n, -1, np.int8), y)
    fit = replace(made.fit, logits=read_only(logits), baselines=baselines, made_from="test")
    return Trained(dataset, split, fit)


def crossed_fit_of(y: Bytes, logits: Floats, test: bool = False) -> Trained:
    """The same fit, its rows in five folds; with ``test`` a fifth of them is set aside."""
    made, n = fit_of(y, logits), y.size
    folds = np.random.default_rng(0).permutation(np.arange(n) % 5).astype(np.int8)
    if test:
        folds[::5] = -1
    parts = np.where(folds < 0, Part.TEST, Part.CROSS_FITTED).astype(np.int8)
    return replace(made, split=split_of(parts, folds, y))


def split_of(parts: Bytes, folds: Bytes, y: Bytes) -> Split:
    """A split with its counts."""
    counts = tuple(int((parts == part).sum()) for part in Part)
    events = tuple(int(y[parts == part].sum()) for part in Part)
    return Split(read_only(parts), read_only(folds), 7, False, counts, events)


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
