"""What a training works on: packed rows in memory, and how a batch of them becomes inputs."""

from dataclasses import dataclass, field, replace

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.data.codes import Inputs
from clinnet_gui.core.data.encoder import Encoder


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """All rows as the encoder packs them (float32 [rows, packed]), their outcomes, which rows
    train and which are held out, and the ridge logistic regression that the network is averaged
    with: intercept and one weight a plain input, empty where there is none."""

    encoder: Encoder
    packed: Inputs
    y: Bytes
    train: Ints
    held: Ints
    ridge: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def plain(self) -> Inputs:
        """The inputs without piecewise-linear encoding: what the simpler models are given."""
        unpacking = self.encoder.unpacking
        return self.packed if unpacking.trivial else np.compress(unpacking.value, self.packed, axis=1)

    @property
    def shortcut(self) -> Floats:
        """The weight that the ridge regression gives each of the network's inputs."""
        unpacking = self.encoder.unpacking
        weights = np.zeros(unpacking.value.size)
        weights[unpacking.value] = self.ridge[1:]
        of_bin = np.isfinite(unpacking.low)
        return np.where(of_bin, 0.0, weights[unpacking.source])

    def with_ridge(self, weights: Floats) -> "Material":
        """Return the material with a ridge regression, [1 + plain inputs]."""
        return replace(self, ridge=weights)


Materials = tuple[Material, ...]
"""What each turn of a split works on."""
