"""Shapley values of many patients, by one network: all its members play the same game together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.data.codes import Inputs
from clinnet_gui.core.data.unpacking import Unpacking
from clinnet_gui.core.explanation.coalitions import Enumeration, Plan, blocks
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
    told, players = Told.nothing(len(packed), columns.count), columns.players
    for at in range(len(packed)):
        x = torch.from_numpy(unpacking.unpack(packed[at : at + 1]))[0]
        worth = yield from _worth(games, plan, x, _within(progress, at, len(packed)))
        shares = plan.shares(worth)
        told.base[at] = worth[..., 0].mean()  # the first coalition is empty
        told.found[at, players], told.variances[at, players] = shares.values, shares.variances
        told.doubts[at, players] = shares.doubts
    return told


def _within(progress: Callable[[float], Progress], at: int, count: int) -> Callable[[float], Progress]:
    return lambda done: progress((at + done) / count)


def _worth(
    games: tuple[Game, ...], plan: Plan, x: Tensor, progress: Callable[[float], Progress]
) -> Work[Floats]:
    """The games' summed worth of each coalition, or of those along each order, for one patient."""
    worth = np.zeros(plan.shape)
    for place, game in enumerate(games):
        changes = game.against(x)
        at_once = game.at_once if isinstance(plan, Enumeration) else game.orders_at_once
        for block in blocks(len(worth), at_once):
            if isinstance(plan, Enumeration):
                worth[block] += game.worth(changes, plan.coalitions[block])
            else:
                worth[block] += game.walks(changes, plan.orders[block], plan.starts[block])
            yield progress((place + block.stop / len(worth)) / len(games))
    return worth
