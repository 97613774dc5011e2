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
from enum import StrEnum

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.evaluation.validation.figures import FIGURES, Figure
from clinnet_gui.core.evaluation.validation.refits import SPANNED
from clinnet_gui.core.evaluation.validation.scores import Scores

BOUNDS = {
    Figure.AUROC: (0.0, 1.0),
    Figure.BRIER: (0.0, 1.0),
    Figure.LOG_LOSS: (0.0, math.inf),
    Figure.RATIO: (0.0, math.inf),
    Figure.ICI: (0.0, 1.0),
}
"""What a figure cannot pass, however far it is shifted."""


class Correction(StrEnum):
    """How what is left of a figure is found, as tooltips say it."""

    OPTIMISM = (
        "optimism bootstrap (Harrell 1996), every step refitted; interval: as the optimism varies between "
        "refits"
    )
    PLUS = (
        ".632+ bootstrap (Efron & Tibshirani 1997), every step refitted; interval: as the difference between "
        "rows drawn and not drawn varies between refits"
    )
    OUTSIDE = (
        "out-of-bag: mean of the refits, each on the rows that it did not draw; interval: as that varies "
        "between refits"
    )


@dataclass(frozen=True, slots=True)
class Corrected:
    """A figure as the model has it on its own rows (``apparent``), its ``optimism``, and what is left,
    ``corrected`` by a ``method``, with its 95 % interval. ``refits`` are those in which it could be
    estimated; NaN where there is nothing to tell."""

    figure: Figure
    apparent: float
    optimism: float
    corrected: float
    low: float
    high: float
    refits: int
    method: Correction = Correction.OPTIMISM

    @property
    def estimable(self) -> bool:
        """Whether there is a corrected value."""
        return not math.isnan(self.corrected)


def corrected(scores: Scores, *, bounded: bool = True) -> tuple[Corrected, ...]:
    """Return each figure that some refit has, corrected: apparent - mean(own - original).

    The interval lies as far around it as the optimism does around its mean; there is none from fewer than
    40 refits. ``bounded``: a figure stays within what it can be.
    """
    shown = [place for place, own in enumerate(scores.own.T) if np.isfinite(own).any()]
    return tuple(_corrected(FIGURES[place], scores, place, bounded) for place in shown)


def _corrected(figure: Figure, scores: Scores, place: int, bounded: bool) -> Corrected:
    own, original = scores.own[:, place], scores.original[:, place]
    sound = np.isfinite(own) & np.isfinite(original)
    apparent, count = float(scores.apparent[place]), int(sound.sum())
    if not count or math.isnan(apparent):
        return nothing_left(figure, apparent, count, Correction.OPTIMISM)
    optimism = own[sound] - original[sound]
    return around(figure, apparent, apparent - float(optimism.mean()), optimism, bounded=bounded)


def around(
    figure: Figure,
    apparent: float,
    left: float,
    varying: Floats,
    method: Correction = Correction.OPTIMISM,
    *,
    bounded: bool = True,
) -> Corrected:
    """Return a figure of which ``left`` is left, its interval as far around that as what is ``varying``
    [refits], taken off, lies around its mean."""
    low, high = math.nan, math.nan
    if varying.size >= SPANNED:
        high, low = (left - np.quantile(varying - varying.mean(), (0.025, 0.975))).tolist()
    least, most = BOUNDS.get(figure, (-math.inf, math.inf)) if bounded else (-math.inf, math.inf)
    optimism = apparent - left
    left, low, high = (min(max(value, least), most) for value in (left, low, high))
    return Corrected(figure, apparent, optimism, left, low, high, varying.size, method)


def nothing_left(figure: Figure, apparent: float, refits: int, method: Correction) -> Corrected:
    """Return a figure that is not estimable."""
    return Corrected(figure, apparent, math.nan, math.nan, math.nan, math.nan, refits, method)
