"""What is read of the flat tensors around a step: some weights, and BatchNorm's statistics.

Both are read at every step, in the memory where they lie, and into memory made once. Imports torch:
import late.
"""

import math
from collections.abc import Callable
from operator import truediv

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from clinnet_gui.core.training.stepper import Stepper

Numbers = NDArray[np.float32]

REFRESHED = 8
"""Steps after which the sizes of the weights are taken anew."""

SAMPLED = 256
"""Weights of each hidden layer by which the size of an update is told: AdamW moves all of them
about equally far, and to look at all costs a tenth of the step."""


class Weights:
    """A few weights of each hidden layer: ``note`` them right before a step, and ``ratio`` tells how
    far the step moved them."""

    def __init__(self, stepper: Stepper) -> None:
        self._read = _reader(stepper)
        self._before, self._after = self._read.room(), self._read.room()
        self._layers, self._changes = self._before.reshape(-1, SAMPLED), self._after.reshape(-1, SAMPLED)
        self._sizes, self._since = list[float](), REFRESHED
        self.note()

    def note(self) -> None:
        """Read the weights that a step is going to change."""
        self._read.into(self._before)
        if self._since == REFRESHED:
            self._sizes, self._since = [of + 1e-12 for of in _squares(self._layers)], 0
        self._since += 1

    def ratio(self) -> float:
        """Return the largest change of a hidden layer's weights over their size; 0 without one."""
        if not self._sizes:
            return 0.0
        self._read.into(self._after)
        np.subtract(self._after, self._before, self._after)
        return math.sqrt(max(map(truediv, _squares(self._changes), self._sizes)))


class Statistics:
    """BatchNorm's running statistics as they were when they were last settled."""

    def __init__(self, stepper: Stepper) -> None:
        self._read, self._layers = host_of(stepper.flat.statistics), _variances(stepper)
        self._mark, self._variances = b"", list[float]()
        self.settle()

    def has_moved(self) -> bool:
        """Return whether they are others now; then settle."""
        if self._read().tobytes() == self._mark:
            return False
        self.settle()
        return True

    def settle(self) -> None:
        """Take them as they are now."""
        numbers = self._read()
        self._mark = numbers.tobytes()
        self._variances = [float(numbers[place].dot(ones)) for place, ones in self._layers]

    def drift(self) -> float:
        """Settle, and return the largest |log(now / before)| of a layer's running variances, taken
        together: infinite where they are no variances any more, 0 without a layer."""
        before = self._variances
        self.settle()
        return max(map(_distance, self._variances, before), default=0.0)


class _Reader:
    """Reads some of a flat tensor's numbers."""

    def __init__(self, flat: Tensor, places: Tensor) -> None:
        self._flat, self._places = flat.detach(), places.to(flat.device)
        self._own = self._flat.numpy() if flat.device.type == "cpu" else None
        self._own_places = places.numpy()

    def room(self) -> Numbers:
        """Return memory for what is read."""
        return np.empty(self._own_places.size, np.float32)

    def into(self, room: Numbers) -> None:
        """Read into ``room``."""
        if self._own is None:
            room[:] = self._flat.index_select(0, self._places).cpu().numpy()
        else:
            self._own.take(self._own_places, None, room, "clip")  # without "clip" it takes twice as long


def host_of(flat: Tensor) -> Callable[[], Numbers]:
    """Return what reads a flat tensor for numpy, whose small operations cost a third of torch's: its
    own memory where it lies on the processor, else a copy."""
    if flat.device.type != "cpu":
        return lambda: flat.cpu().numpy()
    own: Numbers = flat.detach().numpy()
    return lambda: own


def _reader(stepper: Stepper) -> _Reader:
    """Reads weights of each hidden layer among the parameters; few weights are repeated."""
    hidden = [m.weights for m in stepper.flat.matrices if m.name != "head"]
    places = [int(w.storage_offset()) + torch.arange(SAMPLED) % w.numel() for w in hidden]
    return _Reader(stepper.flat.parameters, torch.cat([torch.zeros(0, dtype=torch.long), *places]))


def _squares(layers: Numbers) -> list[float]:
    """The sum of squares of each."""
    found: list[float] = np.vecdot(layers, layers).tolist()
    return found


def _distance(now: float, was: float) -> float:
    return abs(math.log(now / was)) if 0 < now < math.inf and 0 < was < math.inf else math.inf


def _variances(stepper: Stepper) -> list[tuple[slice, Numbers]]:
    """Where each layer's running variances lie among the statistics, and as many ones: a product is
    the fastest sum."""
    norms = [layer for layer in stepper.network.body if isinstance(layer, nn.BatchNorm1d)]
    found = [norm.running_var for norm in norms if norm.running_var is not None]
    places = [slice(v.storage_offset(), v.storage_offset() + v.numel()) for v in found]
    return [(place, np.ones(place.stop - place.start, np.float32)) for place in places]
