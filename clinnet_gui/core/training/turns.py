"""One turn of a training: encode on its training rows, optimise, predict every row."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.data.codes import Code, Inputs
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.encoder import Encoder, fit_code
from clinnet_gui.core.data.split import Turn
from clinnet_gui.core.errors import DataRefused
from clinnet_gui.core.model.spec import Shortcut, Spec
from clinnet_gui.core.model.weights import dump
from clinnet_gui.core.training.fit import Fold
from clinnet_gui.core.training.logistic import fit_logistic
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.records import Stop
from clinnet_gui.core.work import Progress, Work

CHUNK = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """A turn that was taken: its network, the logits (float64) of every dataset row by it, and
    what it was made from."""

    fold: Fold
    logits: Floats
    material: Material

    @property
    def ended(self) -> bool:
        """Whether the analyst stopped it."""
        return self.fold.stop is Stop.ANALYST


def take_turn(dataset: Dataset, turn: Turn, spec: Spec, place: tuple[int, int]) -> Work[Done]:
    """Train one network on ``turn.train``, stopped by ``turn.held``; it is ``place`` (1st of 5).

    Yields and ends as ``training.train`` does.
    """
    from clinnet_gui.core.training.loop import forward, optimise

    material = yield from prepare(dataset, turn, spec)
    optimised = yield from optimise(material, spec, place)
    logits = yield from forward(optimised.network, material)
    fold = Fold(material.encoder, dump(optimised.network), optimised.history, optimised.stop)
    return Done(fold, logits, material)


def prepare(dataset: Dataset, turn: Turn, spec: Spec) -> Work[Material]:
    """Return what a turn works on; DataRefused where no predictor varies among its rows."""
    turn = Turn(np.setdiff1d(turn.train, spec.left_out), turn.held) if spec.left_out else turn
    encoder = yield from _fit(dataset, turn, spec.bins)
    packed = yield from _pack(dataset, encoder)
    material = Material(encoder, packed, dataset.y, turn.train, turn.held)
    if spec.shortcut is not Shortcut.LOGISTIC:
        return material
    weights = yield from fit_logistic(material.plain, dataset.y, turn.train)
    return material.starting_at(weights)


def _fit(dataset: Dataset, turn: Turn, bins: int) -> Work[Encoder]:
    """The encoder, column by column."""
    rows, codes = dataset.rows[turn.train], list[Code]()
    for column in dataset.predictors:
        codes.append(fit_code(column, rows, bins))
        yield Progress("Preparing the inputs", 0.0)
    encoder = Encoder(tuple(codes))
    if encoder.inputs == 0:
        raise DataRefused(
            "No predictor varies among the training rows.",
            "Choose other columns as predictors.",
            "NO_PREDICTOR_VARIES",
        )
    return encoder


def _pack(dataset: Dataset, encoder: Encoder) -> Work[Inputs]:
    """All rows of the dataset, chunk by chunk."""
    columns = dataset.predictors
    blocks = [np.zeros((0, encoder.unpacking.value.size), np.float32)]
    for start in range(0, dataset.n, CHUNK):
        blocks.append(encoder.pack(columns, dataset.rows[start : start + CHUNK]))
        yield Progress("Preparing the inputs", start / dataset.n)
    return np.concatenate(blocks)
