"""How far the cells of the training rows lie from the median, and which cells lie farther.

Distances are in robust standard deviations, as they were before the smooth clip bent them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bools, Floats, Ints
from clinnet_gui.core.data.codes import CLIP, Inputs, NumberCode, packed_width, width
from clinnet_gui.core.training.material import Material

FARTHER = 3.0
"""How many times farther than any training row a cell must lie to be an alarm by itself."""

LEAST_REACH = 3.0
FAR, FAR_QUANTILE = 8.0, 0.995
"""What a spike is put down to: cells this far out, and three times as far as 199 of 200 rows."""

CHUNK = 4_096
"""Rows looked at together: all of a large table at once took most of a second."""

UNTOLD = 3_000.0
"""Beyond it the clip has eaten what float32 can tell apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Of each number among the network's inputs: its place there (``inputs``) and among the packed
    cells (``packed``), the predictor it is of (``owners``), and the limit of its absolute value."""

    inputs: Ints
    packed: Ints
    owners: Ints
    limits: Inputs


def reach_of(material: Material) -> Reach:
    """Return how far the training rows of a material reach."""
    places = np.array(list(_numbers(material)), np.int64).reshape(-1, 3)
    farthest = np.zeros(len(places), np.float32)
    for start in range(0, material.train.size, CHUNK):
        values = np.abs(material.packed[material.train[start : start + CHUNK]][:, places[:, 1]])
        values[~np.isfinite(values)] = 0.0
        np.maximum(farthest, values.max(axis=0, initial=0.0), out=farthest)
    limits = np.maximum(unclipped(farthest), LEAST_REACH) * FARTHER
    return Reach(
        inputs=places[:, 0],
        packed=places[:, 1],
        owners=places[:, 2],
        limits=np.where(limits > UNTOLD, np.inf, clipped(np.minimum(limits, UNTOLD))).astype(np.float32),
    )


def beyond(reach: Reach, packed: Inputs) -> Bools:
    """Return which cells [rows, numbers] lie beyond the limits, or are not finite."""
    return np.asarray(~(np.abs(packed[:, reach.packed]) <= reach.limits))


def far_out(material: Material, reach: Reach, rows: Ints) -> Bools:
    """Return which cells [rows, numbers] lie far out among the training rows themselves."""
    if not reach.packed.size:
        return np.zeros((rows.size, 0), bool)
    usual = np.nanquantile(np.abs(material.packed[material.train][:, reach.packed]), FAR_QUANTILE, axis=0)
    limits = np.maximum(FARTHER * unclipped(usual), FAR)
    return np.asarray(unclipped(np.abs(material.packed[rows][:, reach.packed])) > limits)


def unclipped(z: Floats | Inputs) -> Floats:
    """Return the inverse of the smooth clip; what it cannot tell apart is at most 30,000.

    >>> unclipped(np.array([0.0, 2.0])).round(2).tolist()
    [0.0, 2.68]
    """
    share = np.minimum(np.asarray(z, np.float64) / CLIP, 1.0)
    return np.asarray(z / np.sqrt(np.maximum(1 - np.square(share), 1e-8)), dtype=np.float64)


def clipped(z: Floats) -> Floats:
    """Return distances as the smooth clip bends them."""
    return np.asarray(z / np.sqrt(1 + np.square(z / CLIP)), dtype=np.float64)


def _numbers(material: Material) -> Iterator[tuple[int, int, int]]:
    """Place among inputs, place among packed cells, and predictor of each number."""
    inputs = packed = 0
    for owner, code in enumerate(material.encoder.codes):
        if isinstance(code, NumberCode) and not code.constant:
            yield inputs, packed, owner
        inputs += width(code)
        packed += packed_width(code)
