"""What rows tell that a refit did not draw, the .632+ estimate made of them, and which figures to report.

Source: Efron & Tibshirani, JASA 1997;92:548. A refit does not draw some 37 % of the rows. How much of what it
has over risks that tell nothing is lost there is the relative overfitting rate, and decides how much the
.632+ estimate makes of the loss. Harrell's correction judges a refit on all rows, of which it knows 63 %:
where those are learnt by heart, it takes off little more than a third of what it should.

Simulated with 6 predictors and 40 refits each. Logistic regressions on 300 rows (60 times, true AUROC 0.751):
both corrections gave 0.751, the rows not drawn 0.741. Decision trees to leaves of 3 (80 times, 0.607):
Harrell's gave 0.826, .632+ 0.633, the rows not drawn 0.595; on 1,500 rows (30 times, 0.614) 0.834, 0.649
and 0.606. So the rows not drawn are to be reported where Harrell's fails, which by the rule below was with
every tree and no regression. Their interval held the true AUROC in 98 of 100 or more; of trees that of
.632+ did in 92 and 43, Harrell's never. Of networks on a table of 7,284 rows (20 refits) the three gave
0.833, 0.833 and 0.810; out-of-fold it was 0.813, on 1,821 test rows 0.808.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.evaluation.validation.figures import FIGURES, PLACE, Figure
from clinnet_gui.core.evaluation.validation.optimism import Corrected, Correction, around, nothing_left
from clinnet_gui.core.evaluation.validation.scores import Scores

SHARE = 0.632
"""Of the rows, how many stand in a bootstrap sample: 1 - 1/e."""

MOST_OVERFITTING = 0.5
"""Above this relative overfitting rate of the AUROC the out-of-bag figures are to be reported: more than
half of what the model has above chance on its own rows is gone on others."""

LOWER_IS_BETTER = (Figure.BRIER, Figure.LOG_LOSS)


@dataclass(frozen=True, slots=True, eq=False)
class Unseen:
    """Of the network's figures the means over the refits on rows that each did not draw, ``outside``
    (out-of-bag), and the .632+ estimates, ``plus``, not estimable for those of calibration, which have no
    value without information. ``difference`` is the out-of-bag mean of the network's minus the logistic
    regression's, ``overfitting`` the relative rate of the AUROC (0..1), NaN where there is none."""

    outside: tuple[Corrected, ...]
    plus: tuple[Corrected, ...]
    difference: tuple[Corrected, ...]
    overfitting: float


@dataclass(frozen=True, slots=True)
class Plus:
    """A .632+ estimate, the relative overfitting ``rate`` (0..1), and the ``weight`` (0.632..1) that the
    estimate gives to the rows outside."""

    value: float
    rate: float
    weight: float


def plus(apparent: float, outside: float, uninformed: float, *, lower_is_better: bool) -> Plus:
    """Return the .632+ estimate from a figure on the own rows, its mean outside, and without information.

    >>> plus(1.0, 0.5, 0.5, lower_is_better=False)
    Plus(value=0.5, rate=1.0, weight=1.0)
    """
    sign = 1.0 if lower_is_better else -1.0
    error, none = sign * apparent, sign * uninformed
    held = min(sign * outside, none)
    rate = (held - error) / (none - error) if held > error else 0.0
    weight = SHARE / (1 - (1 - SHARE) * rate)
    return Plus(sign * (error + weight * (held - error)), rate, weight)


def unseen(network: Scores, logistic: Scores) -> Unseen:
    """Return what the rows tell that refits of the two models did not draw."""
    shown = [place for place, own in enumerate(network.own.T) if np.isfinite(own).any()]
    both = [place for place in shown if np.isfinite(logistic.own[:, place]).any()]
    difference = network.minus(logistic)
    return Unseen(
        outside=tuple(_outside(place, network, bounded=True) for place in shown),
        plus=tuple(_plus(place, network)[0] for place in shown),
        difference=tuple(_outside(place, difference, bounded=False) for place in both),
        overfitting=_plus(PLACE[Figure.AUROC], network)[1],
    )


def leaves_optimism(corrected: Corrected, outside: Corrected, overfitting: float) -> bool:
    """Return whether an AUROC ``corrected`` for optimism is still too good: that ``outside`` lies below its
    interval, or below itself at a relative ``overfitting`` rate above MOST_OVERFITTING."""
    left = outside.corrected
    return left < corrected.low or (left < corrected.corrected and overfitting > MOST_OVERFITTING)


def _outside(place: int, scores: Scores, *, bounded: bool) -> Corrected:
    figure, apparent = FIGURES[place], float(scores.apparent[place])
    outside = scores.outside[:, place]
    sound = outside[np.isfinite(outside)]
    if not sound.size:
        return nothing_left(figure, apparent, 0, Correction.OUTSIDE)
    left = float(sound.mean())
    return around(figure, apparent, left, -sound, Correction.OUTSIDE, bounded=bounded)


def _plus(place: int, scores: Scores) -> tuple[Corrected, float]:
    """The .632+ estimate of a figure, and its relative overfitting rate."""
    figure, apparent = FIGURES[place], float(scores.apparent[place])
    own, outside, uninformed = scores.own[:, place], scores.outside[:, place], float(scores.uninformed[place])
    sound = np.isfinite(own) & np.isfinite(outside)
    if not sound.any() or math.isnan(apparent) or math.isnan(uninformed):
        return nothing_left(figure, apparent, 0, Correction.PLUS), math.nan
    mean = float(outside[sound].mean())
    found = plus(apparent, mean, uninformed, lower_is_better=figure in LOWER_IS_BETTER)
    varying = found.weight * (own - outside)[sound]
    return around(figure, apparent, found.value, varying, Correction.PLUS), found.rate
