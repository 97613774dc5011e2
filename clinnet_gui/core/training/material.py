"""What a training works on: packed rows in memory, and how a batch of them becomes inputs."""

from dataclasses import dataclass, field, replace

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.data.codes import Inputs
from clinnet_gui.core.data.encoder import Encoder


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """All rows as the encoder packs them (float32 [rows, packed]), their outcomes, which rows
    train and which are held out, and the logistic regression to start from: intercept and one
    weight a plain input, empty where there is none."""

    encoder: Encoder
    packed: Inputs
    y: Bytes
    train: Ints
    held: Ints
    start: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def plain(self) -> Inputs:
        """The inputs without piecewise-linear encoding: what the simpler models are given."""
        unpacking = self.encoder.unpacking
        return self.packed if unpacking.trivial else self.packed[:, unpacking.value]

    @property
    def shortcut(self) -> Floats:
        """The weight of each of the network's inputs that the logistic regression gives it."""
        unpacking = self.encoder.unpacking
        weights = np.zeros(unpacking.value.size)
        weights[unpacking.value] = self.start[1:]
        of_bin = np.isfinite(unpacking.low)
        return np.where(of_bin, 0.0, weights[unpacking.source])

    def starting_at(self, weights: Floats) -> "Material":
        """Return the material with a logistic regression ([1 + plain inputs]) to start from."""
        return replace(self, start=weights)
