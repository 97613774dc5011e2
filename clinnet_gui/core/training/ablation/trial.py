"""One trial: one network of the grid, one seed, one turn of the split."""

import time
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, read_only
from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.arithmetic import pin_arithmetic
from clinnet_gui.core.training.calls import Shares, shares
from clinnet_gui.core.training.material import Materials
from clinnet_gui.core.training.turns import take_turn


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be trained: the ``cell``-th network of the grid with the ``seed``-th seed on
    ``turn``, from 0."""

    cell: int
    seed: int
    turn: int
    spec: Spec


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """What came of an order: ``logits`` (float64) of the turn's rows held out, in CPU-``seconds``;
    NaN with a ``failure`` where there was no usable network."""

    order: Order
    logits: Floats
    seconds: float
    failure: str = ""


def attempt(order: Order, materials: Materials) -> Shares[Tried]:
    """Train as ``order`` says; yields the share done, Finish is not for it."""
    pin_arithmetic()
    material, begun = materials[order.turn], time.thread_time()
    try:
        done = yield from shares(take_turn(material, order.spec, (1, 1)))
    except TrainingFailed as failed:
        nothing = read_only(np.full(material.held.size, np.nan))
        return Tried(order, nothing, time.thread_time() - begun, failed.message)
    return Tried(order, read_only(done.logits[material.held]), time.thread_time() - begun)
