"""One turn of a training: encode on its training rows, optimise, predict every row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, without
from clinnet_gui.core.data.codes import Code, Inputs
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.encoder import Encoder, fit_code
from clinnet_gui.core.data.ledger import Admitted, Use, check_turn
from clinnet_gui.core.data.split import Split, Turn
from clinnet_gui.core.errors import DataRefused
from clinnet_gui.core.model.spec import Shortcut, Spec
from clinnet_gui.core.model.weights import dump
from clinnet_gui.core.training.fit import Fold
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.records import Repaired, Stop
from clinnet_gui.core.training.ridge import with_ridges
from clinnet_gui.core.training.spikes.repairing import still_winsorised, still_without
from clinnet_gui.core.work import Finish, Progress, Result, Work

CHUNK = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """A turn that was taken: its network, the logits (float64) of every dataset row by it, what
    it was made from, and whether the analyst has had enough."""

    fold: Fold
    logits: Floats
    material: Material
    ended: bool


def take_turn(
    material: Material, spec: Spec, place: tuple[int, int], repairs: Sequence[Repaired] = ()
) -> Work[Done]:
    """Train one network; it is ``place`` (1st of 5). Yields as ``training.train`` does; Finish keeps
    the best weights so far, and before the first step it cancels. ``repairs`` were made in the turns
    before: their rows are wrong in this one too.

    Where the material holds a ridge logistic regression, the network becomes the mean of itself
    and that regression, on the logit: half of what few rows teach the layers is chance.
    """
    from clinnet_gui.core.training.loop import forward, optimise

    material = still_without(material, repairs)
    optimised = yield from optimise(still_winsorised(material, repairs), spec, place)
    if material.ridge.size:
        optimised.network.average_with(material.shortcut, float(material.ridge[0]))
    logits, asked = yield from to_its_end(forward(optimised.network, material))
    fold = Fold(material.encoder, dump(optimised.network), optimised.history, optimised.stop)
    return Done(fold, logits, material, asked or optimised.stop is Stop.ANALYST)


def to_its_end(work: Work[Result]) -> Work[tuple[Result, bool]]:
    """Do ``work`` although Finish is thrown, and return whether it was: what was trained is kept."""
    asked = False
    while True:
        try:
            record = next(work)
        except StopIteration as end:
            return end.value, asked
        try:
            yield record
        except Finish:
            asked = True


def prepare_all(dataset: Dataset, split: Split, spec: Spec) -> Work[list[Material]]:
    """Return what each turn of the split works on, with the ridge regressions that ``spec`` asks for."""
    materials = list[Material]()
    for turn in split.turns:
        materials.append((yield from prepare(dataset, split, turn, spec)))
    if spec.shortcut is Shortcut.LOGISTIC:
        materials = yield from with_ridges(materials)
    return materials


def prepare(dataset: Dataset, split: Split, turn: Turn, spec: Spec) -> Work[Material]:
    """Return what a turn works on; DataRefused where no predictor or no outcome varies among its rows,
    RolesBroken where the split does not let them serve it."""
    turn = check_turn(split, turn)
    turn = Turn(without(turn.train, spec.left_out), turn.held) if spec.left_out else turn
    _expect_both(dataset.y[turn.train])
    encoder = yield from fit_step_by_step(dataset, Admitted(split, Use.LEARN, turn.train), spec.bins)
    if encoder.inputs == 0:
        raise DataRefused(
            "No predictor varies among the training rows.",
            "Choose other columns as predictors.",
            "NO_PREDICTOR_VARIES",
        )
    packed = yield from _pack(dataset, encoder)
    return Material(encoder, packed, dataset.y, turn.train, turn.held)


def fit_step_by_step(dataset: Dataset, learning: Admitted, bins: int) -> Work[Encoder]:
    """Return the encoder fitted on rows that may be learned from, as ``encoder.fit_encoder`` does,
    column by column."""
    codes = list[Code]()
    for column in dataset.predictors:
        codes.append(fit_code(column, dataset.rows[learning.rows], bins))
        yield Progress("Preparing the inputs", 0.0)
    return Encoder(tuple(codes))


def _expect_both(y: Bytes) -> None:
    """Refuse training rows that are all alike; a split has none such, but rows may have been left out."""
    events = int(y.sum())
    if not 0 < events < y.size:
        raise DataRefused(
            f"Without the rows left out, no training row has {'a non-event' if events else 'an event'}.",
            "Undo the remedy that left rows out, or return to the suggested settings.",
            "LEFT_OUT_ONE_CLASS",
        )


def _pack(dataset: Dataset, encoder: Encoder) -> Work[Inputs]:
    """All rows of the dataset, chunk by chunk."""
    packed = np.empty((dataset.n, encoder.unpacking.value.size), np.float32)
    for start in range(0, dataset.n, CHUNK):
        rows = slice(start, start + CHUNK)
        packed[rows] = encoder.pack(dataset.predictors, dataset.rows[rows])
        yield Progress("Preparing the inputs", start / dataset.n)
    return packed
