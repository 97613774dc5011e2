"""Explaining patients: contributions in log-odds, in the columns the analyst knows.

A row is explained by the networks that made its logit: a cross-fitted one by the network from
which it was held out, any other by the average of all folds' networks.
"""

from collections.abc import Callable

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints, fingerprint, read_only
from clinnet_gui.core.errors import ExplanationRefused
from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.explanation.comparing import (
    DEEP_SHAP,
    INTEGRATED_GRADIENTS,
    Comparison,
    explained_by,
)
from clinnet_gui.core.training.fit import Fit, Trained
from clinnet_gui.core.training.prediction import THREADS
from clinnet_gui.core.work import Progress, Work

__all__ = ["DEEP_SHAP", "INTEGRATED_GRADIENTS", "attribution_fingerprint", "explain"]


def explain(
    trained: Trained,
    calibrator: Calibrator,
    rows: Ints,
    method: str = DEEP_SHAP,
    reference: int | None = None,
) -> Work[Attribution]:
    """Attribute the logits of ``rows`` (dataset positions, in any order) to the predictors.

    ``method`` "deep-shap" compares each patient with up to 100 patients that trained the network;
    "integrated-gradients" with the patient ``reference`` (dataset position), or with the median
    patient. What is explained is the calibrated logit; for a beta or an isotonic calibrator, which
    are no lines, the uncalibrated one. Raises ExplanationRefused for rows or a method there are not.
    """
    _check(trained, rows, method, reference)
    yield Progress("Preparing the explanation", 0.0)
    import torch

    torch.set_num_threads(THREADS)
    comparison = Comparison(trained, method, reference)
    base, found = yield from _explained(comparison, rows)
    return _attribution(comparison, calibrator, rows, base, found)


def _check(trained: Trained, rows: Ints, method: str, reference: int | None) -> None:
    """Refuse what cannot be explained before anything heavy is imported."""
    n, methods = trained.dataset.n, (DEEP_SHAP, INTEGRATED_GRADIENTS)
    if method not in methods:
        raise ExplanationRefused(f"There is no method {method!r}.", f"Choose {' or '.join(methods)}.")
    if not rows.size:
        raise ExplanationRefused("No patient was named to explain.", "Name at least one row.", "NO_ROWS")
    asked = rows if reference is None else np.append(rows, reference)
    if asked.min() < 0 or asked.max() >= n:
        raise ExplanationRefused(
            f"The study has {n} usable rows.", "Name rows that are among them.", "NO_SUCH_ROW"
        )


def _explained(comparison: Comparison, rows: Ints) -> Work[tuple[Floats, Floats]]:
    """Each row's base and contributions [rows, columns]: its networks' average on the logit."""
    fit, fold = comparison.trained.fit, comparison.trained.split.folds[rows]
    base, found = np.zeros(rows.size), np.zeros((rows.size, len(fit.encoder.codes)))
    judged = [np.flatnonzero((fold == number) | (fold < 0)) for number in range(len(fit.folds))]
    share = np.where(fold < 0, 1 / len(fit.folds), 1.0)
    all_rows, begun = sum(places.size for places in judged), 0
    for number, places in enumerate(judged):
        if not places.size:
            continue
        progress = _progress(begun, places.size, all_rows)
        of_base, of_columns = yield from explained_by(comparison, number, rows[places], progress)
        base[places] += share[places] * of_base
        found[places] += share[places, None] * of_columns
        begun += places.size
    return base, found


def _progress(begun: int, rows: int, all_rows: int) -> Callable[[float], Progress]:
    return lambda done: Progress("Explaining", (begun + done * rows) / all_rows)


def _attribution(
    comparison: Comparison, calibrator: Calibrator, rows: Ints, base: Floats, found: Floats
) -> Attribution:
    """Move the whole to the calibrated logit."""
    fit = comparison.trained.fit
    linear = calibrator.affine
    factor, shift = (calibrator.slope, calibrator.intercept) if linear else (1.0, 0.0)
    return Attribution(
        method=comparison.method,
        columns=fit.encoder.names,
        rows=read_only(rows.astype(np.int64)),
        base=read_only(shift + factor * base),
        contributions=read_only(factor * found),
        logits=read_only(shift + factor * fit.logits[rows]),
        reference=comparison.name,
        made_from=attribution_fingerprint(fit, calibrator),
        calibrated=linear,
    )


def attribution_fingerprint(fit: Fit, calibrator: Calibrator) -> str:
    """Return what an attribution depends on, by which it is known to be out of date."""
    return fingerprint(fit.made_from, *(fold.weights for fold in fit.folds), repr(calibrator))
