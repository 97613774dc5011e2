"""The encoder: from columns to the network's inputs, fitted on training rows only.

The values it consists of are ``core.data.codes``; everything in it is plain enough for JSON.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Bytes, Floats, Ints, read_only
from clinnet_gui.core.data.codes import (
    OTHER,
    CategoryCode,
    Code,
    Inputs,
    Mark,
    NumberCode,
    packed_width,
    width,
)
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.data.unpacking import Unpacking, unpacking_of

__all__ = ["OTHER", "CategoryCode", "Encoder", "Mark", "Marks", "NumberCode", "fit_encoder", "width"]

RARE_ROWS = 10
RARE_SHARE = 0.005
MOST_LEVELS = 30
"""A level with fewer training rows than 10 or 0.5 %, or beyond the 30 most frequent, is joined
to the other rare ones: too few patients to learn a weight from, and to be named in a model."""

FEWEST_BINS = 2

_CHUNK = 4096  # rows filled at a time, so that the block written to stays in the cache


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """One Mark a cell (int8, [rows, predictors]) with the predictors' names."""

    names: tuple[str, ...]
    cells: Bytes

    def columns(self, row: int, mark: Mark) -> tuple[str, ...]:
        """Return the names of the predictors that bear ``mark`` in ``row``."""
        return tuple(self.names[i] for i in np.flatnonzero(self.cells[row] == mark))

    def count(self, mark: Mark) -> Ints:
        """Return how many predictors of each row bear ``mark`` (int64, shape rows)."""
        return np.asarray((self.cells == mark).sum(axis=1), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Encoder:
    """How each predictor becomes inputs, in the order of the network's inputs."""

    codes: tuple[NumberCode | CategoryCode, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The predictors' names, as the analyst knows them."""
        return tuple(code.name for code in self.codes)

    @property
    def widths(self) -> tuple[int, ...]:
        """How many inputs each predictor becomes; 0 for one that never varied in training."""
        return tuple(width(code) for code in self.codes)

    @property
    def inputs(self) -> int:
        """How many inputs the network has."""
        return sum(self.widths)

    @property
    def owners(self) -> NDArray[np.int64]:
        """For each input the position of its predictor in ``codes`` (int64, shape inputs)."""
        return np.repeat(np.arange(len(self.codes)), self.widths)

    @property
    def unpacking(self) -> Unpacking:
        """How packed cells become inputs."""
        return unpacking_of(self.codes)

    def transform(self, columns: tuple[Column, ...], rows: Ints | None = None) -> Inputs:
        """Return the inputs, float32 [rows, inputs], finite everywhere.

        ``columns`` are found by name; ``rows`` are positions in them (all where None).
        KeyError names a predictor that is not among them.
        """
        return self.unpacking.unpack(self.pack(columns, rows))

    def pack(self, columns: tuple[Column, ...], rows: Ints | None = None) -> Inputs:
        """Return what the inputs follow from, float32 [rows, packed]: as ``transform``, but a
        column's bins are one number. A tenth of the room, for what stays in memory."""
        found = self._found(columns)
        rows = np.arange(_length(found)) if rows is None else rows
        widths = [packed_width(code) for code in self.codes]
        out = np.zeros((rows.size, sum(widths)), np.float32)
        ends = np.cumsum(widths).tolist()
        for start in range(0, rows.size, _CHUNK):
            chunk = rows[start : start + _CHUNK]
            block = out[start : start + _CHUNK]
            for code, column, wide, end in zip(self.codes, found, widths, ends, strict=True):
                code.fill(column, chunk, block[:, end - wide : end])
        return out

    def marks(self, columns: tuple[Column, ...], rows: Ints | None = None) -> Marks:
        """Return what is to be known of each cell of new patients: imputed, unseen, outside."""
        found = self._found(columns)
        pairs = zip(self.codes, found, strict=True)
        cells = [code.marks(column, rows) for code, column in pairs]
        empty = np.zeros((0, 0), np.int8)
        return Marks(self.names, read_only(np.stack(cells, axis=1)) if cells else empty)

    def _found(self, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        by_name = {column.name: column for column in columns}
        return tuple(by_name[name] for name in self.names)


def fit_encoder(columns: tuple[Column, ...], rows: Ints, bins: int = 0) -> Encoder:
    """Return the encoder of ``columns``, fitted on ``rows`` (positions in the columns) alone.

    No other row has a say: not in a median, a scale, a range, a level or their order. ``bins``
    is the most that the piecewise-linear encoding of a number may have; 0 leaves it out.
    """
    return Encoder(tuple(fit_code(column, rows, bins) for column in columns))


def fit_code(column: Column, rows: Ints, bins: int = 0) -> Code:
    """Return the code of one column, fitted on ``rows`` alone."""
    if column.kind in (Kind.NUMBER, Kind.DATE):
        return _fit_number(column, column.values[rows], bins)
    return _fit_category(column, column.codes[rows] if column.codes.size else np.full(rows.size, -1))


def _fit_number(column: Column, values: Floats, bins: int) -> NumberCode:
    """Median and spread of the finite values; infinite ones land on the clip."""
    finite = values[np.isfinite(values)]
    missing = int(np.isnan(values).sum())
    if not finite.size:
        return NumberCode(column.name, column.rule, 0.0, 1.0, False, 0.0, 0.0, column.unit, constant=True)
    low, lower, median, upper, high = (float(q) for q in np.quantile(finite, (0, 0.25, 0.5, 0.75, 1)))
    return NumberCode(
        name=column.name,
        rule=column.rule,
        median=median,
        scale=_scale(finite, upper - lower),
        indicator=missing > 0,
        low=low,
        high=high,
        unit=column.unit,
        constant=low == high and finite.size + missing == values.size,
        edges=_edges(finite, bins),
    )


def _edges(finite: Floats, bins: int) -> tuple[float, ...]:
    """Bounds of bins with equally many rows, values themselves; none where a single bin would repeat
    the value."""
    if bins < FEWEST_BINS:
        return ()
    edges = np.unique(np.quantile(finite, np.linspace(0, 1, bins + 1), method="lower"))
    return tuple(edges.tolist()) if edges.size > FEWEST_BINS else ()


def _scale(finite: Floats, quartile_range: float) -> float:
    """IQR / 1.349 (the standard deviation of a normal), else the standard deviation, else 1."""
    with np.errstate(over="ignore", invalid="ignore"):
        for scale in (quartile_range / 1.349, float(np.std(finite))):
            if np.isfinite(scale) and scale > 0:
                return scale
    return 1.0


def _fit_category(column: Column, codes: NDArray[np.integer]) -> CategoryCode:
    """The levels by falling number of training rows, ties by text; rare ones joined."""
    counts = np.bincount(codes[codes >= 0], minlength=len(column.levels))
    seen = sorted(np.flatnonzero(counts).tolist(), key=lambda i: (-counts[i], column.levels[i]))
    fewest = max(RARE_ROWS, RARE_SHARE * codes.size)
    kept = tuple(column.levels[i] for i in seen[:MOST_LEVELS] if counts[i] >= fewest)
    joined = tuple(column.levels[i] for i in seen[len(kept) :])
    missing = int((codes < 0).sum())
    return CategoryCode(
        name=column.name,
        rule=column.rule,
        levels=kept,
        joined=joined,
        indicator=0 < missing < codes.size,
        constant=len(kept) + bool(joined) <= 1,
    )


def _length(columns: tuple[Column, ...]) -> int:
    return int(columns[0].cells.codes.size) if columns else 0
