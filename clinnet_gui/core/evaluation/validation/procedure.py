"""The procedure that is validated: all that was done to make the network, repeated on other rows.

Imputation, scaling and encoding, the suggested size, ridge regression, folds by patient, early
stopping and averaging are made anew from the rows given, and from no other. The calibrator follows
from ``Refit.held``, so that another one needs no other refit.
"""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints, distinct, numbered, read_only, without
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.split import FRACTIONS, Part, Split, Turn
from clinnet_gui.core.data.splitting import LARGEST_SEED, cross_fitted, four_parts
from clinnet_gui.core.model.heuristics import suggest, suggest_for
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.arithmetic import pin_arithmetic
from clinnet_gui.core.training.device import device_here
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.logistic import fit_logistic, logistic_logits
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.turns import prepare, prepare_all, take_turn
from clinnet_gui.core.work import Work


@dataclass(frozen=True, slots=True, eq=False)
class Refit:
    """What the procedure made of a sample: three logits (float64) for each row of the dataset.

    ``logits`` by the model that would be used (the mean of its networks), uncalibrated; ``held`` for
    the rows of the sample that serve to calibrate it, by a network that did not see them, NaN for
    all others; ``logistic`` by a logistic regression on the rows that trained the networks.
    """

    logits: Floats
    held: Floats
    logistic: Floats


class Procedure(Protocol):
    """A way from a sample of patients to a model."""

    def refit(self, rows: Ints, seed: int) -> Work[Refit]:
        """Return what is made of ``rows`` (dataset positions; a position may come several times)."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Networks:
    """The procedure of a study: as its fit was made, so are the refits.

    ``of`` rows of the dataset are there to be sampled. Where ``kept``, the settings are those
    suggested for the size of the sample, as they were for the study; else ``spec`` holds as it is.
    """

    dataset: Dataset
    spec: Spec
    crossed: bool
    kept: bool
    of: int

    def refit(self, rows: Ints, seed: int) -> Work[Refit]:
        """Return what is made of ``rows``; yields as training does, and Finish cancels it.

        Raises DataRefused where the sample cannot be divided, TrainingFailed where a network of it fails.
        """
        sample = _rows_of(self.dataset, rows)
        split = self._split(sample, seed)
        spec = self._spec(split, rows, seed)
        others = without(np.arange(self.dataset.n), rows)
        every = np.concatenate([rows, others])
        both = _rows_of(self.dataset, every)
        logits, held = yield from _trained(both, split, spec)
        logistic = yield from logistic_beside(both, split, spec)
        return Refit(
            _placed(logits, every, self.dataset.n),
            _placed(held[split.rows(Part.CALIBRATE)], rows[split.rows(Part.CALIBRATE)], self.dataset.n),
            _placed(logistic, every, self.dataset.n),
        )

    def _split(self, sample: Dataset, seed: int) -> Split:
        """As the study's, but for the test part, of which nothing is drawn."""
        if self.crossed:
            return cross_fitted(sample, seed)
        return four_parts(sample, seed, (*FRACTIONS[: Part.TEST], 0.0))

    def _spec(self, split: Split, rows: Ints, seed: int) -> Spec:
        left_out = tuple(np.flatnonzero(np.isin(rows, self.spec.left_out)).tolist())
        spec = self.spec
        if self.kept:
            n = round(rows.size * self.dataset.n / self.of)  # the test rows count among the study's
            spec = replace(suggest_for(n, split.training_rows, seed).spec, device=spec.device)
        return replace(spec, seed=seed, left_out=left_out)


def networks_of(trained: Trained) -> Networks:
    """Return the procedure by which a fit was made, on the CPU where its device is not here."""
    dataset, split, spec = trained.dataset, trained.split, trained.fit.spec
    spec = replace(spec, device=device_here(spec.device))
    suggested = suggest(dataset, split, spec.seed).spec
    kept = replace(suggested, device=spec.device) == replace(spec, left_out=())
    return Networks(dataset, spec, split.crossed, kept, sampled_rows(trained).size)


def sampled_rows(trained: Trained) -> Ints:
    """Return the dataset positions that samples are drawn from: all but the test rows."""
    return np.flatnonzero(trained.split.parts != Part.TEST)


def seed_of(seed: int, number: int) -> int:
    """Return the seed of refit ``number`` (from 0), another than ``seed``, that of the fit."""
    return (seed + 1 + number) % (LARGEST_SEED + 1)


def logistic_beside(dataset: Dataset, split: Split, spec: Spec) -> Work[Floats]:
    """Return the logit of every row by a logistic regression (C = 1) on all rows that train a network."""
    train = distinct(np.concatenate([turn.train for turn in split.turns]))
    material = yield from prepare(dataset, split, Turn(train, train[:0]), replace(spec, bins=0))
    weights = yield from fit_logistic(material.plain, material.y, material.train)
    return logistic_logits(material.plain, weights)


def _trained(dataset: Dataset, split: Split, spec: Spec) -> Work[tuple[Floats, Floats]]:
    """The logit of every row by the mean of the networks, and by the network that held it out."""
    pin_arithmetic()
    materials: list[Material] = yield from prepare_all(dataset, split, spec)
    by_turn = list[Floats]()
    for number, material in enumerate(materials, start=1):
        by_turn.append((yield from take_turn(material, spec, (number, len(materials)))).logits)
    mean = np.mean(by_turn, axis=0)
    held = mean[: split.parts.size].copy()
    for fold, own in enumerate(by_turn):
        here = split.folds == fold
        held[here] = own[: held.size][here]
    return mean, held


def _rows_of(dataset: Dataset, rows: Ints) -> Dataset:
    """The dataset of these positions; a row that stands there twice is still one patient's."""
    patients = numbered(dataset.patients[rows])
    return replace(
        dataset,
        rows=read_only(dataset.rows[rows]),
        y=read_only(dataset.y[rows]),
        patients=read_only(patients.astype(np.int64)),
    )


def _placed(values: Floats, rows: Ints, n: int) -> Floats:
    """One value a row of the whole dataset; copies of a row have the same."""
    placed = np.full(n, np.nan)
    placed[rows] = values
    return read_only(placed)
