"""The repair of rows in a running training: left out of all batches, or their cells pulled in."""

from dataclasses import replace

import numpy as np

from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.spikes.reach import Reach


def without(material: Material, rows: tuple[int, ...]) -> Material:
    """Return the material with these rows in no batch."""
    return replace(material, train=np.setdiff1d(material.train, np.array(rows, np.int64)))


def winsorised(material: Material, reach: Reach, rows: tuple[int, ...]) -> Material:
    """Return the material with the numbers of these rows pulled in to where those of the other
    training rows end; one that is not finite becomes the median."""
    packed, chosen = material.packed.copy(), np.array(rows, np.int64)
    others = packed[np.setdiff1d(material.train, chosen)][:, reach.packed]
    if others.size:
        low, high = np.nanmin(others, axis=0), np.nanmax(others, axis=0)
        cells = np.nan_to_num(packed[chosen][:, reach.packed], nan=0.0, posinf=np.inf, neginf=-np.inf)
        packed[np.ix_(chosen, reach.packed)] = np.clip(cells, low, high)
    return replace(material, packed=packed)
