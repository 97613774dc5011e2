"""The plain recipe: the network that a tutorial builds for a table of this size.

Standardised inputs, blocks of Linear, BatchNorm, ReLU, Dropout, AdamW at a constant rate, and
the weights of the epoch with the least log-loss on a tenth of the training rows.
"""

import copy
import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits as bce

from clinnet_gui.core.arrays import Floats
from tests.benchmarks.accuracy import inputs
from tests.benchmarks.accuracy.splits import Case, divide

RATE, EPOCHS, STEPS, PATIENCE, EARLY_STOP = 3e-4, 60, 2_000, 0.15, 0.1


def plain_recipe(case: Case) -> Floats:
    """Return the risks of the new rows."""
    torch.set_num_threads(1)
    torch.manual_seed(case.seed)
    x, new = (torch.from_numpy(inputs.dense(part)) for part in inputs.standardised(case))
    y = torch.from_numpy(case.y.astype(np.float32))
    kept, stop = map(torch.from_numpy, divide(case.y, case.patients, EARLY_STOP, case.seed))
    hidden, dropout = _size(case.y.size)
    network = _network(x.shape[1], hidden, dropout)
    _train(network, (x[kept], y[kept]), (x[stop], y[stop]), case.y.size)
    return torch.sigmoid(_logits(network, new).double()).numpy()


def _size(rows: int) -> tuple[tuple[int, ...], float]:
    if rows >= 50_000:
        return (256, 128, 64, 32), 0.2
    return ((128, 64, 32), 0.3) if rows >= 5_000 else ((64, 32), 0.4)


def _network(width: int, hidden: tuple[int, ...], dropout: float) -> nn.Sequential:
    blocks = [
        nn.Sequential(nn.Linear(a, b), nn.BatchNorm1d(b), nn.ReLU(), nn.Dropout(dropout))
        for a, b in pairwise((width, *hidden))
    ]
    return nn.Sequential(*blocks, nn.Linear(hidden[-1], 1))


def _train(network: nn.Module, train: tuple[Tensor, Tensor], stop: tuple[Tensor, Tensor], n: int) -> None:
    """Train until patience or budget ends, then restore the best weights with their buffers."""
    rows = len(train[1])
    batch, rate = (1_024, 2 * RATE) if n >= 50_000 else (min(256, max(32, rows // 8)), RATE)
    epochs = max(EPOCHS, math.ceil(STEPS / max(1, round(rows / batch))))
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate)
    best, best_loss, waited = copy.deepcopy(network.state_dict()), math.inf, 0
    for _ in range(epochs):
        network.train()
        for at in _batches(rows, batch):
            optimiser.zero_grad()
            bce(network(train[0][at])[:, 0], train[1][at]).backward()
            optimiser.step()
        loss = float(bce(_logits(network, stop[0]), stop[1]))
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = copy.deepcopy(network.state_dict()), loss, 0
        if waited >= PATIENCE * epochs:
            break
    network.load_state_dict(best)


def _batches(rows: int, batch: int) -> Iterator[Tensor]:
    return iter(torch.tensor_split(torch.randperm(rows), max(1, round(rows / batch))))


@torch.no_grad()
def _logits(network: nn.Module, x: Tensor) -> Tensor:
    network.eval()
    return torch.cat([network(part)[:, 0] for part in x.split(8_192)])
