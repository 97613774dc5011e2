"""Ways to train the network for some steps; each returns the CPU-seconds of an epoch at that pace.

All train every row once an epoch and judge no rows meanwhile, unless said otherwise.
"""

import itertools
import time
import warnings
from collections.abc import Generator
from itertools import pairwise

import numpy as np
import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

from clinnet_gui.core.model.network import build
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.loop import Loop
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.records import Step


class Bare(Loop):
    """The loop without its watch: batches, steps and their records alone."""

    def advance(self, step: int) -> Generator[object, None, None]:
        """Make one step and yield it."""
        rows, rate = self._next_batch(), self.rate(step)
        found = self.stepper.step(self._rows.inputs(rows), self._rows.outcomes(rows), rate)
        self.course.loss.append(found.loss)
        self.course.norm.append(found.norm)
        yield Step(step, self.plan.epoch(step), found.loss, found.norm, rate)


def ours(data: Material, spec: Spec, steps: int, kind: type[Loop] = Loop) -> float:
    """The training of the application, its records drained."""
    loop = kind(data, spec)
    begun = time.process_time()
    for step in range(1, steps + 1):
        for _ in loop.advance(step):
            pass
    return (time.process_time() - begun) / steps * loop.plan.steps_per_epoch


def data_loader(data: Material, spec: Spec, steps: int) -> float:
    """What every tutorial has: DataLoader, zero_grad, backward, AdamW, loss.item()."""
    network = build(spec, data.encoder.inputs).train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=spec.learning_rate, weight_decay=spec.weight_decay)
    tensors = TensorDataset(torch.from_numpy(data.packed), torch.from_numpy(data.y.astype(np.float32)))
    loader = DataLoader(tensors, batch_size=spec.batch, shuffle=True)
    begun, total = time.process_time(), 0.0
    for x, y in itertools.islice(loader, steps):
        optimiser.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(network(x), y)
        loss.backward()
        optimiser.step()
        total += loss.item()
    return (time.process_time() - begun) / steps * len(loader)


def skorch(data: Material, spec: Spec, steps: int, defaults: bool = False) -> float:
    """skorch's classifier with AdamW; with its defaults it trains on four fifths of the rows and
    judges the rest, without it trains on all."""
    from skorch import NeuralNetBinaryClassifier

    split = {} if defaults else {"train_split": None}
    net = NeuralNetBinaryClassifier(
        build(spec, data.encoder.inputs), optimizer=torch.optim.AdamW, lr=spec.learning_rate,
        optimizer__weight_decay=spec.weight_decay, batch_size=spec.batch, max_epochs=1, verbose=0,
        iterator_train__shuffle=True, **split,
    ).initialize()  # fmt: skip
    rows = min(steps * spec.batch, data.y.size)
    x, y = data.packed[:rows].copy(), data.y[:rows].astype(np.float32)
    begun = time.process_time()
    net.partial_fit(x, y)
    return (time.process_time() - begun) / rows * data.y.size


def mlp_classifier(data: Material, spec: Spec, steps: int) -> float:
    """scikit-learn's network of the same layers, which has no BatchNorm and no dropout."""
    net = MLPClassifier(
        spec.hidden, batch_size=spec.batch, max_iter=1, warm_start=True,
        learning_rate_init=spec.learning_rate, random_state=1,
    )  # fmt: skip
    rows = min(steps * spec.batch, data.y.size)
    x, y = data.packed[:rows].copy(), data.y[:rows]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # one epoch is all that is asked
        net.fit(x[: spec.batch], y[: spec.batch])
        begun = time.process_time()
        net.fit(x, y)
    return (time.process_time() - begun) / rows * data.y.size


def products(data: Material, spec: Spec, steps: int) -> float:
    """The floor: only the matrix products of forward and backward, in memory made before."""
    widths = (data.encoder.inputs, *spec.hidden, 1)
    units = [torch.randn(spec.batch, width) for width in widths]
    gradients = [torch.randn(spec.batch, width) for width in widths]
    layers = [nn.Linear(before, after).weight.data for before, after in pairwise(widths)]
    slopes = [torch.empty_like(layer) for layer in layers]
    begun = time.process_time()
    for _ in range(steps):
        for number, weight in enumerate(layers):
            torch.mm(units[number], weight.t(), out=units[number + 1])
        for number, weight in reversed(list(enumerate(layers))):
            torch.mm(gradients[number + 1].t(), units[number], out=slopes[number])
            if number:
                torch.mm(gradients[number + 1], weight, out=gradients[number])
    return (time.process_time() - begun) / steps * -(-data.y.size // spec.batch)
