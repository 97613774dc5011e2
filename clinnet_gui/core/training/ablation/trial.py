"""One trial: one network of the grid, one seed, one turn of the split."""

import time
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Floats, read_only
from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.executor import LEFT, Materials, received
from clinnet_gui.core.training.prediction import THREADS
from clinnet_gui.core.training.turns import take_turn
from clinnet_gui.core.work import Work


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


class Abandoned(Exception):
    """Nobody waits for this trial any more."""


def attempt(order: Order, materials: Materials) -> Work[Tried]:
    """Train as ``order`` says; yields what the training yields, Finish is not for it."""
    import torch

    torch.set_num_threads(THREADS)
    material, begun = materials[order.turn], time.thread_time()
    try:
        done = yield from take_turn(material, order.spec, (order.turn + 1, len(materials)))
    except TrainingFailed as failed:
        nothing = read_only(np.full(material.held.size, np.nan))
        return Tried(order, nothing, time.thread_time() - begun, failed.message)
    return Tried(order, read_only(done.logits[material.held]), time.thread_time() - begun)


def attempt_in_process(order: Order) -> Tried:
    """In a process of a crew: train as ``order`` says; Abandoned as soon as nobody waits for it."""
    work = attempt(order, received())
    while not LEFT.is_set():
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
    raise Abandoned
