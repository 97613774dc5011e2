"""Unpacking: from one number a column's bins to one input a bin, the same in numpy and torch."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.codes import Code, Inputs, NumberCode, packed_width, width

Limits = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Unpacking:
    """input[j] = packed[``source``[j]] - ``offset``[j], kept within ``low``[j] .. ``high``[j].

    A bin's limits are 0 and 1 and its offset is its number; any other input has no limits and no
    offset. ``value`` says for each packed number whether it is an input by itself (bool).
    """

    source: Ints
    offset: Limits
    low: Limits
    high: Limits
    value: NDArray[np.bool_]

    @property
    def trivial(self) -> bool:
        """Whether packed numbers and inputs are the same."""
        return bool(self.value.all())

    def unpack(self, packed: Inputs) -> Inputs:
        """Return the inputs, float32 [rows, inputs]."""
        if self.trivial:
            return packed
        inputs = np.take(packed, self.source, axis=1)  # an index would leave columns side by side
        inputs -= self.offset
        return np.clip(inputs, self.low, self.high, out=inputs)


def unpacking_of(codes: Iterable[Code]) -> Unpacking:
    """Return how the packed numbers of these codes become their inputs."""
    source, offset, low, high, value = list[int](), list[float](), list[float](), list[float](), list[bool]()
    at = 0
    for code in codes:
        bins = code.bins if isinstance(code, NumberCode) else 0
        for place, number in _inputs(width(code), bins):
            source.append(at + place)
            offset.append(max(number, 0))
            low.append(0.0 if number >= 0 else -np.inf)
            high.append(1.0 if number >= 0 else np.inf)
        value += [bins == 0 or place != 1 for place in range(packed_width(code))]
        at += packed_width(code)
    return Unpacking(
        source=np.array(source, np.int64),
        offset=np.array(offset, np.float32),
        low=np.array(low, np.float32),
        high=np.array(high, np.float32),
        value=np.array(value, bool),
    )


def _inputs(wide: int, bins: int) -> Iterator[tuple[int, int]]:
    """For each input of a column its place among the packed numbers and its bin, or -1."""
    for i in range(wide):
        if not bins or i == 0:
            yield i, -1
        elif i <= bins:
            yield 1, i - 1
        else:
            yield i - bins + 1, -1
