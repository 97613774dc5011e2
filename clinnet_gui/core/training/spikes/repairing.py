"""The repair of rows in a running training, and in the folds after it: left out of all batches, or
their cells pulled in."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from clinnet_gui.core import arrays
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.records import Remedy, Repaired
from clinnet_gui.core.training.spikes.reach import Reach, reach_of


def without(material: Material, rows: tuple[int, ...]) -> Material:
    """Return the material with these rows in no batch."""
    return replace(material, train=arrays.without(material.train, rows))


def winsorised(material: Material, reach: Reach, rows: tuple[int, ...]) -> Material:
    """Return the material with the numbers of these rows pulled in to where those of the other
    training rows end; one that is not finite becomes the median."""
    packed, chosen = material.packed.copy(), np.array(rows, np.int64)
    others = packed[arrays.without(material.train, rows)][:, reach.packed]
    if others.size:
        low, high = np.nanmin(others, axis=0), np.nanmax(others, axis=0)
        cells = np.nan_to_num(packed[chosen][:, reach.packed], nan=0.0, posinf=np.inf, neginf=-np.inf)
        packed[np.ix_(chosen, reach.packed)] = np.clip(cells, low, high)
    return replace(material, packed=packed)


def still_without(material: Material, repairs: Sequence[Repaired]) -> Material:
    """Return a later fold's material without the rows that were left out in folds before it. Encoder
    and ridge regression stay as they were made before the first fold. Where one outcome alone would
    be left, the rows stay."""
    rows = _rows(repairs, Remedy.SKIP_ROWS)
    if not rows:
        return material
    left = without(material, rows)
    return left if 0 < int(left.y[left.train].sum()) < left.train.size else material


def still_winsorised(material: Material, repairs: Sequence[Repaired]) -> Material:
    """Return what a later fold trains on: with cells pulled in as in the folds before it, in those
    rows that train it. A row held out from it stays as it will be met."""
    rows = _rows(repairs, Remedy.WINSORISE)
    chosen = material.train[np.isin(material.train, rows)]
    return winsorised(material, reach_of(material), tuple(chosen.tolist())) if chosen.size else material


def _rows(repairs: Sequence[Repaired], remedy: Remedy) -> tuple[int, ...]:
    return tuple(row for repair in repairs if repair.remedy is remedy for row in repair.rows)
