"""Shapley values of many patients, by one network: all its members play the same game together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.data.codes import Inputs
from clinnet_gui.core.data.unpacking import Unpacking
from clinnet_gui.core.explanation.coalitions import Plan, blocks
from clinnet_gui.core.explanation.columns import Columns
from clinnet_gui.core.explanation.game import Game
from clinnet_gui.core.explanation.told import Told
from clinnet_gui.core.work import Progress, Work

if TYPE_CHECKING:
    from torch import Tensor


def played(
    games: tuple[Game, ...],
    plan: Plan,
    columns: Columns,
    patients: tuple[Inputs, Unpacking],
    progress: Callable[[float], Progress],
) -> Work[Told]:
    """Return what each column added to the games' summed output for each patient (packed inputs,
    and how they are unpacked)."""
    import torch

    packed, unpacking = patients
    found, variances = (np.zeros((len(packed), columns.count)) for _ in range(2))
    base = np.zeros(len(packed))
    for at in range(len(packed)):
        x = torch.from_numpy(unpacking.unpack(packed[at : at + 1]))[0]
        worth = yield from _worth(games, plan, x, _within(progress, at, len(packed)))
        shares = plan.shares(worth)
        base[at] = worth[0]  # the first coalition is empty
        found[at, columns.players], variances[at, columns.players] = shares.values, shares.variances
    return Told(base, found, variances)


def _within(progress: Callable[[float], Progress], at: int, count: int) -> Callable[[float], Progress]:
    return lambda done: progress((at + done) / count)


def _worth(
    games: tuple[Game, ...], plan: Plan, x: Tensor, progress: Callable[[float], Progress]
) -> Work[Floats]:
    """The games' summed worth of each coalition, for one patient."""
    worth = np.zeros(len(plan.coalitions))
    for place, game in enumerate(games):
        changes = game.against(x)
        for block in blocks(worth.size, game.at_once):
            worth[block] += game.worth(changes, plan.coalitions[block])
            yield progress((place + block.stop / worth.size) / len(games))
    return worth
