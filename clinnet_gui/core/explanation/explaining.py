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
from clinnet_gui.core.explanation.comparing import Comparison, explained_by
from clinnet_gui.core.explanation.methods import (
    DEEP_SHAP,
    EXACT,
    FEWEST_PAIRS,
    METHODS,
    MOST_EXACT,
    PAIRS,
    PERMUTATION,
    players,
)
from clinnet_gui.core.explanation.told import Told
from clinnet_gui.core.training.arithmetic import pin_arithmetic
from clinnet_gui.core.training.fit import Fit, Trained
from clinnet_gui.core.work import Progress, Work

_FREE = 1e6
"""Degrees of freedom from which Student's t is the normal distribution."""


def explain(
    trained: Trained,
    calibrator: Calibrator,
    rows: Ints,
    method: str = DEEP_SHAP,
    reference: int | None = None,
    *,
    pairs: int = PAIRS,
) -> Work[Attribution]:
    """Attribute the logits of ``rows`` (dataset positions, in any order) to the predictors.

    "deep-shap", "exact-shapley" and "permutation-shapley" (``pairs`` of random orders for each
    of those compared with) compare each patient with up to 100 patients that trained the network;
    "integrated-gradients" with the patient ``reference`` (dataset position), or with the median
    patient. What is explained is the calibrated logit; for a beta or an isotonic calibrator, which
    are no lines, the uncalibrated one. Raises ExplanationRefused for rows or a method there are not.
    """
    comparison = Comparison(trained, method, reference, pairs)
    _check(comparison, rows)
    yield Progress("Preparing the explanation", 0.0)
    pin_arithmetic()
    told = yield from _told(comparison, rows)
    return _attribution(comparison, calibrator, rows, told)


def _check(comparison: Comparison, rows: Ints) -> None:
    """Refuse what cannot be explained before anything heavy is imported."""
    n, method, reference = comparison.trained.dataset.n, comparison.method, comparison.reference
    if method not in METHODS:
        raise ExplanationRefused(f"There is no method {method!r}.", f"Choose {' or '.join(METHODS)}.")
    if method == EXACT and (found := players(comparison.trained.fit.encoder)) > MOST_EXACT:
        raise ExplanationRefused(
            f"{found} columns are too many to ask every combination of them.",
            f"Up to {MOST_EXACT} can be explained exactly; choose {PERMUTATION}.",
        )
    if comparison.pairs < FEWEST_PAIRS:
        raise ExplanationRefused(
            "An error bar needs more than one pair of orders.", f"Ask for {FEWEST_PAIRS} or more."
        )
    if not rows.size:
        raise ExplanationRefused("No patient was named to explain.", "Name at least one row.", "NO_ROWS")
    asked = rows if reference is None else np.append(rows, reference)
    if asked.min() < 0 or asked.max() >= n:
        raise ExplanationRefused(
            f"The study has {n} usable rows.", "Name rows that are among them.", "NO_SUCH_ROW"
        )


def _told(comparison: Comparison, rows: Ints) -> Work[Told]:
    """Each row's base and contributions [rows, columns]: its networks' average on the logit."""
    fit, fold = comparison.trained.fit, comparison.trained.split.folds[rows]
    whole = Told.nothing(rows.size, len(fit.encoder.codes))
    judged = [np.flatnonzero((fold == number) | (fold < 0)) for number in range(len(fit.folds))]
    share = np.where(fold < 0, 1 / len(fit.folds), 1.0)
    all_rows, begun = sum(places.size for places in judged), 0
    for number, places in enumerate(judged):
        if not places.size:
            continue
        told = yield from explained_by(
            comparison, number, rows[places], _progress(begun, places.size, all_rows)
        )
        by = share[places, None]
        whole.base[places] += share[places] * told.base
        whole.found[places] += by * told.found
        whole.variances[places] += by**2 * told.variances
        whole.doubts[places] += by**4 * told.doubts
        begun += places.size
    return whole


def _progress(begun: int, rows: int, all_rows: int) -> Callable[[float], Progress]:
    return lambda done: Progress("Explaining", (begun + done * rows) / all_rows)


def _attribution(comparison: Comparison, calibrator: Calibrator, rows: Ints, told: Told) -> Attribution:
    """Move the whole to the calibrated logit."""
    fit = comparison.trained.fit
    linear = calibrator.affine
    shift, factor = calibrator.line if linear else (0.0, 1.0)
    errors = abs(factor) * np.sqrt(told.variances) if comparison.method == PERMUTATION else None
    return Attribution(
        method=comparison.method,
        columns=fit.encoder.names,
        rows=read_only(rows.astype(np.int64)),
        base=read_only(shift + factor * told.base),
        contributions=read_only(factor * told.found),
        logits=read_only(shift + factor * fit.logits[rows]),
        reference=comparison.name,
        made_from=attribution_fingerprint(fit, calibrator),
        calibrated=linear,
        errors=None if errors is None else read_only(errors),
        margins=None if errors is None else read_only(_t_quantile(told.freedom) * errors),
    )


def _t_quantile(freedom: Floats) -> Floats:
    """By which standard errors of so many degrees of freedom become half a 95 % interval."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(np.minimum(freedom, _FREE), 0.975))


def attribution_fingerprint(fit: Fit, calibrator: Calibrator) -> str:
    """Return what an attribution depends on, by which it is known to be out of date."""
    return fingerprint(fit.made_from, *(fold.weights for fold in fit.folds), repr(calibrator))
