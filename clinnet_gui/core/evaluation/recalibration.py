"""Recalibration: from logits to risks that agree with what happened, fitted on calibrate rows.

Log-loss decides between methods, never a calibration error. Temperature has one slope and no
intercept: it cannot repair risks that are too low or too high for everybody.
"""

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.curves import sorted_risks
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.evaluation.evaluation import Offer
from clinnet_gui.core.statistics.folds import folds
from clinnet_gui.core.statistics.isotonic import fit_sorted
from clinnet_gui.core.statistics.logistic import Logistic, fit_step_by_step, softplus
from clinnet_gui.core.statistics.losses import log_losses
from clinnet_gui.core.work import Work, drain

NEEDED = {
    Method.NONE: (0, 0),
    Method.INTERCEPT: (0, 1),
    Method.TEMPERATURE: (0, 20),
    Method.PLATT: (0, 50),
    Method.BETA: (0, 50),
    Method.ISOTONIC: (1000, 100),
}
"""Calibrate rows and events (or non-events, where these are fewer) from which a method is offered:
with 10 events Platt scaling is worse than nothing in 43 % of draws, temperature in 22 %."""
FOLDS = 5
COMPARED_FROM = 50
"""Events from which methods are compared by cross-validation."""


def offers(n: int, events: int, rows: str = "calibrate rows") -> tuple[Offer, ...]:
    """Return every method, simplest first, with the reason why it is not offered (or none);
    ``rows`` is what the rows are called that it would be fitted on.

    >>> offers(241, 19)[2].refusal
    'needs 20 events; the calibrate rows have 19'
    """
    return tuple(Offer(method, _refusal(method, n, events, rows)) for method in Method)


def _refusal(method: Method, n: int, events: int, called: str) -> str:
    rows, cases = NEEDED[method]
    rarer, word = (events, "events") if events <= n - events else (n - events, "non-events")
    if rarer < cases:
        return f"needs {cases} {word if cases > 1 else word[:-1]}; the {called} have {rarer}"
    if n < rows:
        return f"needs {rows:,} {called}; there are {n:,}"
    return ""


def fit_calibrator(method: Method, logits: Floats, y: Bytes) -> Calibrator:
    """Return the calibrator of this method by maximum likelihood (isotonic: least squares).

    EvaluationRefused where these rows leave it without a finite or a rising solution.
    """
    return drain(fitting(method, logits, y))


def fitting(method: Method, logits: Floats, y: Bytes) -> Work[Calibrator]:
    """Return what ``fit_calibrator`` returns, and yield after each step of the fit."""
    n, events = int(y.size), int(y.sum())
    if method is Method.NONE:
        return Calibrator()
    if method is Method.ISOTONIC:
        return (yield from _isotonic(logits, y))
    if method is Method.INTERCEPT:
        fit = yield from fit_step_by_step(np.ones((1, n)), y, logits)
        (intercept,) = _solved(fit, method)
        return Calibrator(method, intercept=intercept, n=n, events=events)
    if method is Method.TEMPERATURE:
        (slope,) = _solved((yield from fit_step_by_step(logits[None, :], y)), method)
        return Calibrator(method, slope=_rising(slope, method), n=n, events=events)
    if method is Method.BETA:
        return (yield from _beta(logits, y))
    intercept, slope = _solved((yield from _smoothed(np.stack([np.ones(n), logits]), y)), method)
    return Calibrator(method, intercept, _rising(slope, method), n=n, events=events)


def auto_calibrator(logits: Floats, y: Bytes, seed: int, patients: Ints | None = None) -> Calibrator:
    """Return the calibrator the rows support.

    From 50 events the simplest method whose 5-fold cross-validated log-loss lies within one
    standard error of the best one's (of their paired difference); from 20 temperature, unless
    the folds show it to do harm; below that none. Folds keep the rows of one patient together.
    Permuting other rows changes nothing.
    """
    return drain(auto_fitting(logits, y, seed, patients))


def auto_fitting(logits: Floats, y: Bytes, seed: int, patients: Ints | None = None) -> Work[Calibrator]:
    """Return what ``auto_calibrator`` returns, and yield after each step of each fit."""
    n, events = int(y.size), int(y.sum())
    if min(events, n - events) < NEEDED[Method.TEMPERATURE][1]:
        return Calibrator()
    fold = folds(y, np.arange(n) if patients is None else patients, FOLDS, seed)
    yield None
    if min(events, n - events) < COMPARED_FROM:
        return (yield from _harmless_temperature(logits, y, fold))
    losses: dict[Method, Floats] = {}
    for offer in offers(n, events):
        risks = None if offer.refusal else (yield from cross_fitting(offer.method, logits, y, fold))
        if risks is not None:
            losses[offer.method] = log_losses(y, risks)
    best = min(losses, key=lambda method: float(losses[method].mean()))
    yield None
    for method, loss in losses.items():
        excess = loss - losses[best]
        if excess.mean() <= excess.std(ddof=1) / np.sqrt(n):
            return (yield from _fitted(method, logits, y)) or Calibrator()
    raise AssertionError("the best method lies within its own error")


def _harmless_temperature(logits: Floats, y: Bytes, fold: Ints) -> Work[Calibrator]:
    """Temperature, or none where it is worse on rows it has not seen: where few rows are almost
    separated its slope runs away, and one patient on the wrong side then costs everything."""
    risks = yield from cross_fitting(Method.TEMPERATURE, logits, y, fold)
    raw = Calibrator().risk(logits)
    if risks is None or log_losses(y, risks).mean() > log_losses(y, raw).mean():
        return Calibrator()
    return (yield from _fitted(Method.TEMPERATURE, logits, y)) or Calibrator()


def cross_fitted(method: Method, logits: Floats, y: Bytes, fold: Ints) -> Floats | None:
    """Return each row's risk by a calibrator fitted on the other folds; None where one cannot be."""
    return drain(cross_fitting(method, logits, y, fold))


def cross_fitting(method: Method, logits: Floats, y: Bytes, fold: Ints) -> Work[Floats | None]:
    """Return what ``cross_fitted`` returns, and yield after each step of each fit."""
    risks = np.empty(y.size)
    for part in range(int(fold.max()) + 1):
        here = fold == part
        try:
            calibrator = yield from fitting(method, logits[~here], y[~here])
        except EvaluationRefused:
            return None
        risks[here] = calibrator.risk(logits[here])
        yield None
    return risks


def _fitted(method: Method, logits: Floats, y: Bytes) -> Work[Calibrator | None]:
    try:
        return (yield from fitting(method, logits, y))
    except EvaluationRefused:
        return None


def _smoothed(terms: Floats, y: Bytes) -> Work[Logistic | None]:
    """Plain maximum likelihood (Cox 1958); under separation with Platt's smoothed targets (1999)."""
    fit = yield from fit_step_by_step(terms, y)
    events = int(y.sum())
    if fit is not None or events in (0, y.size):
        return fit
    targets = np.where(y == 1, (events + 1) / (events + 2), 1 / (y.size - events + 2))
    return (yield from fit_step_by_step(terms, targets))


def _beta(logits: Floats, y: Bytes) -> Work[Calibrator]:
    """Beta calibration; a slope that comes out negative is dropped and the rest fitted anew."""
    n, events, one = int(y.size), int(y.sum()), np.ones(y.size)
    low, high = -softplus(-logits), softplus(logits)
    yield None
    intercept, slope, upper = _solved((yield from _smoothed(np.stack([one, low, high]), y)), Method.BETA)
    if slope < 0:
        intercept, upper = _solved((yield from _smoothed(np.stack([one, high]), y)), Method.BETA)
        slope = 0.0
    elif upper < 0:
        intercept, slope = _solved((yield from _smoothed(np.stack([one, low]), y)), Method.BETA)
        upper = 0.0
    _rising(min(slope, upper) if min(slope, upper) < 0 else slope + upper, Method.BETA)
    return Calibrator(Method.BETA, intercept, slope, n=n, events=events, upper_slope=upper)


def _isotonic(logits: Floats, y: Bytes) -> Work[Calibrator]:
    """Pooled steps, joined by straight lines; risks stay 1 / (2n) away from 0 and 1."""
    n, events = int(y.size), int(y.sum())
    if events in (0, n):
        raise _impossible(Method.ISOTONIC, "these rows have only one outcome")
    ordered, below = sorted_risks(y, logits)
    yield None
    steps = fit_sorted(ordered, np.arange(n + 1), below)
    yield None
    corners = steps.corners
    risks = np.clip(steps.levels[corners], 1 / (2 * n), 1 - 1 / (2 * n))
    knots = steps.scores[corners]
    return Calibrator(Method.ISOTONIC, 0.0, 1.0, tuple(knots.tolist()), tuple(risks.tolist()), n, events)


def _solved(fit: Logistic | None, method: Method) -> tuple[float, ...]:
    if fit is None:
        raise _impossible(method, "these rows have only one outcome, or equal logits")
    return tuple(fit.coefficients.tolist())


def _rising(slope: float, method: Method) -> float:
    if slope <= 0:
        raise _impossible(method, "higher logits do not go with more events")
    return slope


def _impossible(method: Method, why: str) -> EvaluationRefused:
    return EvaluationRefused(
        f"Recalibration by {method.value} cannot be fitted on these rows: {why}.",
        "Choose none, or intercept only.",
        "RECALIBRATION",
    )
