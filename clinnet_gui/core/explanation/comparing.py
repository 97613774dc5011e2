"""One network and what it compares a patient with: training patients, or one reference."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Ints, without
from clinnet_gui.core.data.codes import Inputs
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.explanation.coalitions import Enumeration, Orders, Plan
from clinnet_gui.core.explanation.columns import Columns
from clinnet_gui.core.explanation.game import Game
from clinnet_gui.core.explanation.layers import Stack, stacks_of
from clinnet_gui.core.explanation.methods import (
    DEEP_SHAP,
    EXACT,
    INTEGRATED_GRADIENTS,
    MEDIAN,
    PAIRS,
    PERMUTATION,
)
from clinnet_gui.core.explanation.path import TOLERANCE, Path
from clinnet_gui.core.explanation.playing import played
from clinnet_gui.core.explanation.reference import background_rows, median_patient
from clinnet_gui.core.explanation.rescale import Rescale
from clinnet_gui.core.explanation.told import Told
from clinnet_gui.core.training.fit import Fold, Trained
from clinnet_gui.core.training.turns import CHUNK
from clinnet_gui.core.work import Progress, Work


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What is explained, how, from which patient (dataset position; None: the median one), and by
    how many ``pairs`` of orders for each patient it is compared with."""

    trained: Trained
    method: str
    reference: int | None
    pairs: int = PAIRS

    @property
    def name(self) -> str:
        """What the base is the logit of; a patient is named by the row, never by the id."""
        dataset, fit = self.trained.dataset, self.trained.fit
        if self.method != INTEGRATED_GRADIENTS:
            least = min(self.background(number).size for number in range(len(fit.folds)))
            whom = "training patients" if len(fit.folds) == 1 else "patients that trained each network"
            return f"the mean log-odds of {least} {whom}"
        if self.reference is None:
            return MEDIAN
        return f"the patient in row {dataset.table.raw.rows[dataset.rows[self.reference]]}"

    def background(self, number: int) -> Ints:
        """Return rows that trained the network of a fold (dataset positions)."""
        spec = self.trained.fit.spec
        train = without(self.trained.split.turns[number].train, spec.left_out)
        return background_rows(train, spec.seed)

    def start(self, number: int) -> Inputs:
        """Return the inputs of what a fold's network compares with, [patients, inputs]."""
        encoder = self.trained.fit.folds[number].encoder
        if self.method != INTEGRATED_GRADIENTS:
            return self.inputs(encoder, self.background(number))
        if self.reference is None:
            return median_patient(encoder)[None]
        return self.inputs(encoder, np.array([self.reference]))

    def inputs(self, encoder: Encoder, rows: Ints) -> Inputs:
        """Return the inputs of dataset positions."""
        dataset = self.trained.dataset
        return encoder.transform(dataset.predictors, dataset.rows[rows])


def explained_by(
    comparison: Comparison, number: int, rows: Ints, progress: Callable[[float], Progress]
) -> Work[Told]:
    """Return what one fold's network says of ``rows`` (dataset positions)."""
    import torch

    fold = comparison.trained.fit.folds[number]
    stacks, columns = _stacks(comparison, fold), Columns(fold.encoder.owners, len(fold.encoder.codes))
    start = torch.from_numpy(comparison.start(number))
    patients = (yield from _packed(comparison, fold, rows, progress(0.0))), fold.encoder.unpacking
    if comparison.method in (EXACT, PERMUTATION):
        games = list[Game]()
        for stack in stacks:
            games.append(Game(stack, start, columns))
            yield progress(0.0)
        plan = _plan(comparison, number, columns.players.size, len(start))
        return (yield from played(tuple(games), plan, columns, patients, progress))
    told = Told.nothing(rows.size, columns.count)
    for place, stack in enumerate(stacks):
        if comparison.method == DEEP_SHAP:
            way: Rescale | Path = Rescale(stack, start, columns, rows.size)
        else:
            way = Path(stack, start[0], columns, TOLERANCE / len(stacks))
        told.base[:] += way.base
        for at in range(0, rows.size, way.patients_at_once):
            block = slice(at, at + way.patients_at_once)
            told.found[block] += way.contributions(torch.from_numpy(patients[1].unpack(patients[0][block])))
            done = min(1.0, (at + way.patients_at_once) / rows.size)
            yield progress((place + done) / len(stacks))
    return told


def _plan(comparison: Comparison, number: int, players: int, backgrounds: int) -> Plan:
    """The coalitions to ask for; each fold's network draws orders of its own, the same for all rows."""
    if comparison.method == EXACT:
        return Enumeration(players)
    draw = np.random.default_rng((comparison.trained.fit.spec.seed, number))
    return Orders(players, backgrounds, comparison.pairs, draw)


def _stacks(comparison: Comparison, fold: Fold) -> tuple[Stack, ...]:
    from clinnet_gui.core.model.weights import restore

    return stacks_of(restore(comparison.trained.fit.spec, fold.encoder.inputs, fold.weights))


def _packed(comparison: Comparison, fold: Fold, rows: Ints, progress: Progress) -> Work[Inputs]:
    """The rows as the encoder packs them; they are unpacked block by block, to spare memory."""
    dataset, blocks = comparison.trained.dataset, list[Inputs]()
    for at in range(0, rows.size, CHUNK):
        blocks.append(fold.encoder.pack(dataset.predictors, dataset.rows[rows[at : at + CHUNK]]))
        yield progress
    return np.concatenate(blocks)
