"""Training rows per CPU-second, beside a plain DataLoader loop of the same network.

``python -m tests.benchmarks.training`` prints the medians of interleaved rounds and their ratio.
Both train 100,000 rows of 50 numbers, [256, 128, 64, 32], dropout 0.2, batch 256, one thread.
Ours has its diagnostics on: records, spikes, gradient norm, clipping, the finite checks. The
plain loop has what every tutorial has: DataLoader, zero_grad, backward, AdamW, loss.item().
"""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import itertools
import statistics
import time

import numpy as np
import torch
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

from clinnet_gui.core.data.encoder import Encoder, NumberCode
from clinnet_gui.core.data.table import Kind, Rule
from clinnet_gui.core.model.network import build
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.loop import Loop, Material

ROWS, INPUTS, STEPS, ROUNDS = 100_000, 50, 150, 5
SPEC = Spec(hidden=(256, 128, 64, 32), dropout=0.2, batch=256, epochs=60)


def material() -> Material:
    """Rows of which five numbers say something about the outcome."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(ROWS, INPUTS)).astype(np.float32)
    y = (rng.random(ROWS) < 1 / (1 + np.exp(-x[:, :5].sum(axis=1)))).astype(np.int8)
    rule = Rule(Kind.NUMBER)
    codes = (NumberCode(f"x{i}", rule, 0.0, 1.0, False, -5.0, 5.0) for i in range(INPUTS))
    rows = np.arange(ROWS)
    return Material(Encoder(tuple(codes)), x, y, rows, rows[:1000])


def ours(data: Material) -> float:
    """CPU seconds for the steps, all records drained."""
    loop = Loop(data, SPEC)
    begun = time.process_time()
    for step in range(1, STEPS + 1):
        for _ in loop.advance(step):
            pass
    return time.process_time() - begun


def plain(data: Material) -> float:
    """CPU seconds for the same steps of a plain loop."""
    network = build(SPEC, INPUTS).train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=SPEC.learning_rate, weight_decay=SPEC.weight_decay)
    tensors = TensorDataset(torch.from_numpy(data.x), torch.from_numpy(data.y.astype(np.float32)))
    loader = DataLoader(tensors, batch_size=SPEC.batch, shuffle=True, drop_last=True)
    begun = time.process_time()
    total = 0.0
    for x, y in itertools.islice(loader, STEPS):
        optimiser.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(network(x), y)
        loss.backward()
        optimiser.step()
        total += loss.item()
    return time.process_time() - begun


def main() -> None:
    """Print the medians and the ratio."""
    torch.set_num_threads(1)
    data, rows = material(), STEPS * SPEC.batch
    ours(data), plain(data)  # warm up
    rounds = [(rows / ours(data), rows / plain(data)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(a / b for a, b in rounds)
    print(
        f"training rows per CPU-second: {mine:,.0f}; plain DataLoader loop: {theirs:,.0f}; ratio {ratio:.2f}"
    )


if __name__ == "__main__":
    main()
