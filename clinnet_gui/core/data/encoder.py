"""The encoder: from columns to the network's inputs, fitted on training rows only.

Fitting is ``core.data.encoding``; this is the value it returns, plain enough for JSON.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.data.table import Column, Rule

OTHER = "(other)"
"""The level that rare and unseen levels are joined to."""


@dataclass(frozen=True, slots=True)
class NumberCode:
    """One numeric column: impute ``median``; scale (x - median) / ``scale``, then the smooth
    clip x / sqrt(1 + (x/3)^2); with ``indicator`` a second input says "was missing".
    ``low`` and ``high`` are the training range."""

    name: str
    rule: Rule
    median: float
    scale: float
    indicator: bool
    low: float
    high: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class CategoryCode:
    """One categorical column: one input a level in ``levels``; with ``joined`` (rare levels) a
    further one for OTHER; with ``indicator`` one for missing."""

    name: str
    rule: Rule
    levels: tuple[str, ...]
    joined: tuple[str, ...]
    indicator: bool


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
        """How many inputs each predictor becomes."""
        return tuple(width(code) for code in self.codes)

    @property
    def owners(self) -> NDArray[np.int64]:
        """For each input the position of its predictor in ``codes`` (int64, shape inputs)."""
        return np.repeat(np.arange(len(self.codes)), self.widths)

    def transform(
        self, columns: tuple[Column, ...], rows: NDArray[np.int64] | None = None
    ) -> NDArray[np.float32]:
        """Return the inputs, float32 [rows, inputs], finite everywhere.

        ``columns`` are found by name; ``rows`` are positions in them (all where None).
        KeyError names a predictor that is not among them.
        """
        raise NotImplementedError


def width(code: NumberCode | CategoryCode) -> int:
    """Return how many inputs a column becomes.

    >>> width(CategoryCode("sex", Rule("category"), ("f", "m"), (), True))
    3
    """
    if isinstance(code, NumberCode):
        return 1 + code.indicator
    return len(code.levels) + bool(code.joined) + code.indicator
