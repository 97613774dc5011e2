"""A procedure that is no network: an unpenalised logistic regression on plain arrays."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.evaluation.validation.procedure import Refit
from clinnet_gui.core.statistics.logistic import fit_logistic
from clinnet_gui.core.work import Progress, Work


@dataclass(frozen=True, eq=False)
class Plain:
    """Fitted on ``x`` [n, k] and ``y`` [n]; it is its own logistic regression and holds out nothing but
    its own rows, so that no recalibration is asked of it."""

    x: np.ndarray
    y: np.ndarray

    def refit(self, rows: np.ndarray, seed: int) -> Work[Refit]:
        yield Progress("Fitting")
        terms = np.vstack([np.ones(self.y.size), self.x.T])
        fit = fit_logistic(terms[:, rows], self.y[rows])
        if fit is None:
            raise TrainingFailed("separated", "", "TRAINING_NOT_FINITE")
        logits = fit.coefficients @ terms
        held = np.full(self.y.size, np.nan)
        held[rows] = logits[rows]
        return Refit(logits, held, logits)
