"""Codes: how one column becomes inputs of the network, plain enough for JSON.

A code never looks at a row it was not fitted on: medians, scales, levels and ranges are those of
the training rows, and a new patient's cell is only compared with them.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Bytes, Codes, Floats, Ints
from clinnet_gui.core.data.table import Column, Rule

OTHER = "(other)"
"""The level that rare and unseen levels are joined to."""

CLIP = 3.0
"""Where the smooth clip levels off, in robust standard deviations."""

Inputs = NDArray[np.float32]


class Mark(IntEnum):
    """What is to be known of a cell beside its value."""

    KNOWN = 0
    IMPUTED = 1  # missing: the training median, or no level, stands for it
    UNSEEN = 2  # a level that no training row had
    OUTSIDE = 3  # a number outside the training range


@dataclass(frozen=True, slots=True)
class NumberCode:
    """One numeric column: impute ``median``; scale (x - median) / ``scale``, then the smooth
    clip x / sqrt(1 + (x/3)^2); with ``indicator`` the last input says "was missing".
    ``low`` and ``high`` are the training range. With ``constant`` (one value, or none, in all
    training rows) the value is no input: a weight for it could not have been learned.

    ``edges`` (rising quantiles of the training rows, or none) divide the range into bins of the
    piecewise-linear encoding (Gorishniy et al. 2022, arXiv 2203.05556): between value and
    indicator one input a bin, 0 below it, 1 above it, the share passed within it."""

    name: str
    rule: Rule
    median: float
    scale: float
    indicator: bool
    low: float
    high: float
    unit: str = ""
    constant: bool = False
    edges: tuple[float, ...] = ()

    @property
    def bins(self) -> int:
        """How many inputs the piecewise-linear encoding has; 0 where there is none."""
        return max(0, len(self.edges) - 1)

    def fill(self, column: Column, rows: Ints | None, out: Inputs) -> None:
        """Write the cells of ``rows`` into ``out``, zeros of shape [rows, packed_width]: the value,
        its place among the bins (0 to ``bins``) where there are some, the indicator."""
        values = _numbers(column, rows)
        if not self.constant:
            out[:, 0] = smooth_clip(values, self.median, self.scale)
        if self.bins:
            known = np.where(np.isnan(values), self.median, values)
            out[:, 1] = np.interp(known, self.edges, np.arange(len(self.edges)))
        if self.indicator:
            out[:, -1] = np.isnan(values)

    def marks(self, column: Column, rows: Ints | None = None) -> Bytes:
        """Return one Mark a row (int8)."""
        values = _numbers(column, rows)
        outside = (values < self.low) | (values > self.high)
        return np.where(np.isnan(values), Mark.IMPUTED, outside * Mark.OUTSIDE).astype(np.int8)


@dataclass(frozen=True, slots=True)
class CategoryCode:
    """One categorical column: one input a level in ``levels``; with ``joined`` (rare levels) a
    further one for OTHER; with ``indicator`` one for missing. With ``constant`` all training
    rows with a value had the same one, and only the indicator is an input."""

    name: str
    rule: Rule
    levels: tuple[str, ...]
    joined: tuple[str, ...]
    indicator: bool
    constant: bool = False

    def fill(self, column: Column, rows: Ints | None, out: Inputs) -> None:
        """Write the inputs of ``rows`` into ``out``, zeros of shape [rows, packed_width].

        A level that training never saw counts as OTHER where there is one, else as none.
        """
        slots = self._slots(column)[_level_codes(column, rows)]
        hot = np.flatnonzero(slots >= 0)
        out[hot, slots[hot]] = 1.0

    def marks(self, column: Column, rows: Ints | None = None) -> Bytes:
        """Return one Mark a row (int8)."""
        seen = {*self.levels, *self.joined}
        of_level = [Mark.KNOWN if level in seen else Mark.UNSEEN for level in column.levels]
        return np.array([*of_level, Mark.IMPUTED], np.int8)[_level_codes(column, rows)]

    def _slots(self, column: Column) -> Ints:
        """The input of each of the column's levels, and last (where -1 points) of missing."""
        missing = width(self) - 1 if self.indicator else -1
        if self.constant:
            return np.array([-1] * len(column.levels) + [missing])
        known = {level: slot for slot, level in enumerate(self.levels)}
        other = len(self.levels) if self.joined else -1
        return np.array([*(known.get(level, other) for level in column.levels), missing])


Code = NumberCode | CategoryCode


def width(code: Code) -> int:
    """Return how many inputs a column becomes.

    >>> width(CategoryCode("sex", Rule("category"), ("f", "m"), (), True))
    3
    """
    if code.constant:
        return int(code.indicator)
    if isinstance(code, NumberCode):
        return 1 + code.bins + code.indicator
    return len(code.levels) + bool(code.joined) + code.indicator


def packed_width(code: Code) -> int:
    """Return how many numbers hold a column's inputs: one stands for all bins together."""
    bins = code.bins if isinstance(code, NumberCode) else 0
    return width(code) - bins + bool(bins)


def smooth_clip(values: Floats, median: float, scale: float) -> Inputs:
    """Return (x - median) / scale, bent smoothly into -3..3; missing becomes 0, the median.

    >>> smooth_clip(np.array([1.0, 5.0, 1e300, np.nan]), 5.0, 2.0).round(2).tolist()
    [-1.659999966621399, 0.0, 3.0, 0.0]
    """
    with np.errstate(over="ignore"):
        z = np.clip((values - median) / scale, -1e6, 1e6).astype(np.float32)
    z[np.isnan(z)] = 0.0
    z /= np.sqrt(1 + np.square(z / np.float32(CLIP)))
    return z


def _numbers(column: Column, rows: Ints | None) -> Floats:
    values = column.values if column.values.size else np.full(column.cells.codes.size, np.nan)
    return values if rows is None else values[rows]


def _level_codes(column: Column, rows: Ints | None) -> Codes:
    codes = column.codes if column.codes.size else np.full(column.cells.codes.size, -1, np.int32)
    return codes if rows is None else codes[rows]
