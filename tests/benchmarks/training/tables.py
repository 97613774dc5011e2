"""The rows: normal numbers, of which five say something about the outcome."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.encoder import fit_encoder
from clinnet_gui.core.data.table import Cells, Column, Kind, Rule
from clinnet_gui.core.training.material import Material

HELD = 1_000


@dataclass(frozen=True)
class Shape:
    """Rows and columns of the table, and the bins that each column is encoded in (0: none)."""

    rows: int = 100_000
    columns: int = 50
    bins: int = 0


@lru_cache(maxsize=4)
def material(shape: Shape) -> Material:
    """What a training works on; all rows train, and the first thousand are looked at too."""
    rng = np.random.default_rng(1)
    values = rng.normal(size=(shape.columns, shape.rows))
    y = rng.random(shape.rows) < 1 / (1 + np.exp(-values[:5].sum(axis=0)))
    columns, rows = tuple(map(_column, values, range(shape.columns))), np.arange(shape.rows)
    encoder = fit_encoder(columns, rows, shape.bins)
    return Material(encoder, encoder.pack(columns), y.astype(np.int8), rows, rows[:HELD])


def _column(values: np.ndarray, number: int) -> Column:
    cells = Cells(f"x{number}", ("",), read_only(np.zeros(values.size, np.int32)))
    return Column(cells, Rule(Kind.NUMBER), read_only(values), (), read_only(np.zeros(0, np.int32)), "")
