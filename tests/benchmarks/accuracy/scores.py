"""How good risks are, against what happened."""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.statistics.logistic import fit_logistic

CERTAIN = 1e-6
"""No model may be surer than this: one wrong certainty would be an infinite log-loss."""


@dataclass(frozen=True, slots=True)
class Score:
    """``slope`` of calibration: 1 is right, below 1 too extreme, NaN where it has no estimate;
    ``seconds`` of CPU for training and predicting, child processes included."""

    log_loss: float
    auroc: float
    brier: float
    slope: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """What a model reached on a table under one split."""

    table: str
    seed: int
    model: str
    score: Score


def judge(y: Bytes, risks: Floats, seconds: float) -> Score:
    """Return the measures of ``risks`` [n] for outcomes ``y`` [n], 0 or 1."""
    p = np.clip(risks, CERTAIN, 1 - CERTAIN)
    logits = np.log(p / (1 - p))
    line = fit_logistic(np.stack([np.ones(y.size), logits]), y)
    return Score(
        log_loss=float(log_loss(y, p)),
        auroc=float(roc_auc_score(y, p)),
        brier=float(brier_score_loss(y, p)),
        slope=float("nan") if line is None else float(line.coefficients[1]),
        seconds=seconds,
    )
