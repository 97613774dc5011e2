"""From a figure on each bootstrap sample and on the original rows to what is left of it.

Source: Harrell, Lee & Mark, Stat Med 1996;15:361. The interval is that of the optimism: how far a
figure on a sample lies from that on the rows it was drawn from tells how far the figure on these
rows lies from that on all patients. Simulated (logistic regression on 300 rows with 6 and 12
predictors, 100 refits, 150 to 200 repetitions each) it held the true AUROC in 85 to 87 of 100, the
scaled Brier score in 86 and 94, all others in 93 or 94: an AUROC deserves some more doubt than its
interval says. With 12 predictors the location-shifted interval of Noma et al. (Stat Med
2021;40:5691) did in 77 to 87, for the slope and O:E never: on the sample that made it, a model's mean
risk and slope do not vary. Taken on the logit, the interval of the AUROC held it in 89 and 95, but of
networks that learn their samples by heart it became wider than any sampling error.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.evaluation.validation.figures import COMPARED, FIGURES, PLACE, Figure, figures
from clinnet_gui.core.evaluation.validation.refits import LEAST

BOUNDS = {
    Figure.AUROC: (0.0, 1.0),
    Figure.BRIER: (0.0, 1.0),
    Figure.LOG_LOSS: (0.0, math.inf),
    Figure.RATIO: (0.0, math.inf),
    Figure.ICI: (0.0, 1.0),
}
"""What a figure cannot pass, however far it is shifted."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A figure as the model has it on its own rows (``apparent``), its mean ``optimism``, and what is
    left, ``corrected``, with its 95 % interval. ``refits`` are those in which it could be estimated;
    NaN where there is nothing to tell."""

    figure: Figure
    apparent: float
    optimism: float
    corrected: float
    low: float
    high: float
    refits: int

    @property
    def estimable(self) -> bool:
        """Whether there is a corrected value."""
        return not math.isnan(self.corrected)


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Figures [FIGURES] of the model on its own rows; of each refit [refits, FIGURES] on its own
    sample, and on the original rows."""

    apparent: Floats
    own: Floats
    original: Floats

    def with_benefit(self, apparent: float, own: Floats, original: Floats) -> "Scores":
        """Return the scores with the net benefit at some threshold among them."""
        there = np.arange(len(FIGURES)) == PLACE[Figure.NET_BENEFIT]
        return Scores(
            np.where(there, apparent, self.apparent),
            np.where(there, own[:, None], self.own),
            np.where(there, original[:, None], self.original),
        )

    def minus(self, other: "Scores") -> "Scores":
        """Return the differences of two models on the same samples."""
        return Scores(self.apparent - other.apparent, self.own - other.own, self.original - other.original)


class Tally:
    """Collects the scores of one model; without ``complete``, only those by which models are compared."""

    def __init__(self, y: Bytes, risks: Floats, *, complete: bool = True) -> None:
        self._y, self._wanted = y, FIGURES if complete else COMPARED
        self._apparent = figures(y, risks, self._wanted)
        self._own, self._original = list[Floats](), list[Floats]()

    def add(self, drawn: Ints, risks: Floats) -> None:
        """Take in a refit: the rows of its sample, and its risks of all rows."""
        self._own.append(figures(self._y[drawn], risks[drawn], self._wanted))
        self._original.append(figures(self._y, risks, self._wanted))

    def scores(self) -> Scores:
        """Return what was collected; at least one refit was."""
        return Scores(self._apparent, np.array(self._own), np.array(self._original))


def corrected(scores: Scores, *, bounded: bool = True) -> tuple[Corrected, ...]:
    """Return each figure that some refit has, corrected: apparent - mean(own - original).

    The interval lies as far around it as the optimism does around its mean; there is none from fewer than
    20 refits. ``bounded``: a figure stays within what it can be.
    """
    shown = [place for place, own in enumerate(scores.own.T) if np.isfinite(own).any()]
    return tuple(_corrected(FIGURES[place], scores, place, bounded) for place in shown)


def _corrected(figure: Figure, scores: Scores, place: int, bounded: bool) -> Corrected:
    own, original = scores.own[:, place], scores.original[:, place]
    sound = np.isfinite(own) & np.isfinite(original)
    apparent, count = float(scores.apparent[place]), int(sound.sum())
    if not count or math.isnan(apparent):
        return Corrected(figure, apparent, *(4 * (math.nan,)), count)
    own, original = own[sound], original[sound]
    optimism = float((own - original).mean())
    left, low, high = apparent - optimism, math.nan, math.nan
    if count >= LEAST:
        low, high = _interval(left, own - original)
    least, most = BOUNDS.get(figure, (-math.inf, math.inf)) if bounded else (-math.inf, math.inf)
    left, low, high = (min(max(value, least), most) for value in (left, low, high))
    return Corrected(figure, apparent, optimism, left, low, high, count)


def _interval(left: float, optimism: Floats) -> tuple[float, float]:
    high, low = np.quantile(optimism, (0.025, 0.975)) - optimism.mean()
    return left - float(low), left - float(high)
