"""Figures of a model and of each of its refits, on the rows by which each is judged."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.evaluation.validation.drawing import not_drawn

Measuring = Callable[[Bytes, Floats], Floats]
"""From outcomes and risks to a number for each of FIGURES."""


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Figures [FIGURES] of the model on its own rows, ``apparent``, and what they would be if its risks told
    nothing, ``uninformed``; of each refit [refits, FIGURES] on its own sample, on the original rows, and on
    those ``outside`` its sample."""

    apparent: Floats
    uninformed: Floats
    own: Floats
    original: Floats
    outside: Floats

    def filled_by(self, other: "Scores") -> "Scores":
        """Return the scores with those of ``other`` where there were none."""

        def filled(mine: Floats, theirs: Floats) -> Floats:
            return np.where(np.isnan(mine), theirs, mine)

        return Scores(
            filled(self.apparent, other.apparent),
            filled(self.uninformed, other.uninformed),
            filled(self.own, other.own),
            filled(self.original, other.original),
            filled(self.outside, other.outside),
        )

    def minus(self, other: "Scores") -> "Scores":
        """Return the differences of two models on the same samples."""
        return Scores(
            self.apparent - other.apparent,
            self.uninformed - other.uninformed,
            self.own - other.own,
            self.original - other.original,
            self.outside - other.outside,
        )


class Tally:
    """Collects the scores of one model by two ways of measuring: as it is, and as if it told nothing."""

    def __init__(self, y: Bytes, risks: Floats, measure: Measuring, uninformed: Measuring) -> None:
        self._y, self._measure = y, measure
        self._apparent, self._uninformed = measure(y, risks), uninformed(y, risks)
        self._own, self._original, self._outside = list[Floats](), list[Floats](), list[Floats]()

    def add(self, drawn: Ints, risks: Floats) -> None:
        """Take in a refit: the rows of its sample, and its risks of all rows."""
        y, others = self._y, not_drawn(drawn, self._y.size)
        self._own.append(self._measure(y[drawn], risks[drawn]))
        self._original.append(self._measure(y, risks))
        self._outside.append(self._measure(y[others], risks[others]))

    def scores(self) -> Scores:
        """Return what was collected; at least one refit was."""
        own, original, outside = np.array(self._own), np.array(self._original), np.array(self._outside)
        return Scores(self._apparent, self._uninformed, own, original, outside)
