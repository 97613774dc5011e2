"""Updating: the study's risks as they are, with another intercept, or recalibrated; and which to take.

The choice is by closed testing, from the smallest change upwards: an update is rejected where the
logistic recalibration fits significantly better (likelihood ratio, 5 %). Source: Vergouwe et al., Stat
Med 2017;36:4529, without its last step: a network is not refitted here. The price of an update is shown
by 5-fold cross-fitting within the new rows.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.by_patient import mean_by_patient, owners, too_few
from clinnet_gui.core.evaluation.calibration import mean_measure
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.recalibration import FOLDS, cross_fitted, fit_calibrator, offers
from clinnet_gui.core.statistics.clustered import clustered_covariance
from clinnet_gui.core.statistics.design_effect import FEWEST_PATIENTS
from clinnet_gui.core.statistics.folds import folds
from clinnet_gui.core.statistics.likelihood import NestedTest, likelihood_ratio, wald_test
from clinnet_gui.core.statistics.logistic import fit_logistic, log_likelihood
from clinnet_gui.core.statistics.losses import log_losses
from clinnet_gui.core.statistics.proportions import Z95

LEVEL = 0.05
"""Of each test; closed testing keeps the error of the whole choice at it."""
OPTIONS = (Method.NONE, Method.INTERCEPT, Method.PLATT)
"""From the smallest change to the largest."""


@dataclass(frozen=True, slots=True)
class Update:
    """One option: ``calibrator`` turns the study's logit of risk into the updated one (None where
    ``refusal`` says why it is not offered). ``log_loss`` is cross-fitted, ``against`` that minus the
    log-loss of the risks as they are, paired (< 0: the update helps)."""

    method: Method
    calibrator: Calibrator | None
    refusal: str
    log_loss: Measure
    against: Measure


@dataclass(frozen=True, slots=True)
class Choice:
    """The closed test: ``as_is`` and ``intercept`` against the logistic recalibration (2 and 1 degrees
    of freedom), the option ``taken``, and why, in a sentence."""

    as_is: NestedTest
    intercept: NestedTest
    taken: Method
    sentence: str


def updates(y: Bytes, logits: Floats, patients: Ints, seed: int) -> tuple[Update, ...]:
    """Return the options for outcomes y (0/1) and logits of the study's risks; folds keep the rows of
    one patient together."""
    n, events = int(y.size), int(y.sum())
    refusals = {offer.method: offer.refusal for offer in offers(n, events, "new rows")}
    fold = folds(y, patients, FOLDS, seed) if n else np.zeros(0, np.int64)
    rows = _Rows(y, logits, fold, owners(patients) if n else None)
    return tuple(_update(method, rows, refusals[method]) for method in OPTIONS)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Outcomes, logits and folds of the new rows; whose they are, where patients repeat."""

    y: Bytes
    logits: Floats
    fold: Ints
    owner: Ints | None

    def mean(self, values: Floats, name: str) -> Measure:
        """Return the mean of losses with its normal interval, by patient where they repeat."""
        found = mean_measure(values, self.y, name)
        return found if self.owner is None else mean_by_patient(found, values, self.owner)

    def difference(self, excess: Floats) -> Measure:
        """Return the mean of per-row differences with its normal interval."""
        value, y = float(excess.mean()), self.y
        reach = Z95 * float(excess.std(ddof=1)) / math.sqrt(excess.size) if excess.size > 1 else math.nan
        method = "log-loss less that of the risks as they are; paired normal interval"
        found = Measure(value, value - reach, value + reach, method, int(y.size), int(y.sum()))
        return found if self.owner is None else mean_by_patient(found, excess, self.owner, positive=False)


def _update(method: Method, rows: _Rows, refusal: str) -> Update:
    nothing, y = Measure(math.nan), rows.y
    if refusal:
        return Update(method, None, refusal, nothing, nothing)
    try:
        calibrator = fit_calibrator(method, rows.logits, y)
    except EvaluationRefused as refused:
        return Update(method, None, refused.message, nothing, nothing)
    raw = log_losses(y, Calibrator().risk(rows.logits))
    if method is Method.NONE:
        return Update(method, calibrator, "", rows.mean(raw, "log-loss of the risks as they are"), nothing)
    risks = cross_fitted(method, rows.logits, y, rows.fold)
    if risks is None:
        return Update(method, calibrator, "", nothing, nothing)
    losses = log_losses(y, risks)
    found = rows.mean(losses, f"log-loss, cross-fitted in {FOLDS} folds of the new rows")
    return Update(method, calibrator, "", found, rows.difference(losses - raw))


def closed_test(y: Bytes, logits: Floats, owner: Ints | None = None) -> Choice:
    """Return the closed test on outcomes y (0/1) and logits of the study's risks; where patients repeat
    (``owner`` numbers them from 0) by Wald tests that know whose rows they are.

    Nothing is taken where the rows are too few for a logistic recalibration, or it has no solution.
    """
    n, events = int(y.size), int(y.sum())
    refusal = {offer.method: offer.refusal for offer in offers(n, events, "new rows")}[Method.PLATT]
    terms = np.stack([np.ones(n), logits])
    large, full = fit_logistic(terms[:1], y, logits), fit_logistic(terms, y)
    few = owner is not None and too_few(owner)
    if refusal or few or large is None or full is None:
        untested = NestedTest(math.nan, 2, math.nan)
        why = f"logistic recalibration {refusal}" if refusal else "it has no solution on these rows"
        why = f"these rows are of fewer than {FEWEST_PATIENTS} patients" if few else why
        return Choice(untested, untested, Method.NONE, f"No update was tested: {why}.")
    as_is = likelihood_ratio(log_likelihood(y, logits), full.log_likelihood, 2)
    intercept = likelihood_ratio(large.log_likelihood, full.log_likelihood, 1)
    by_patient = ""
    if owner is not None:
        away, spread = full.coefficients - np.array([0.0, 1.0]), clustered_covariance(full, terms, y, owner)
        patients = int(owner.max()) + 1
        as_is, intercept = wald_test(away, spread, patients), wald_test(away[1:], spread[1:, 1:], patients)
        by_patient = " Tested by patient, since some have several rows."
    taken, why = _taken(as_is, intercept, rising=bool(full.coefficients[1] > 0))
    return Choice(as_is, intercept, taken, f"Logistic recalibration fits {why}.{by_patient}")


def _taken(as_is: NestedTest, intercept: NestedTest, rising: bool) -> tuple[Method, str]:
    """Return the option and what the tests say; one that would turn the risks round is no update."""
    if as_is.p >= LEVEL:
        return (
            Method.NONE,
            f"no better than the risks as they are ({_tested(as_is)}): none is shown to be needed",
        )
    first = f"better than the risks as they are ({_tested(as_is)})"
    if intercept.p >= LEVEL:
        return (
            Method.INTERCEPT,
            f"{first}, but not than a new intercept alone ({_tested(intercept)}): that is enough",
        )
    second = f"{first}, and than a new intercept alone ({_tested(intercept)})"
    if not rising:
        return (
            Method.NONE,
            f"{second}, yet by turning the risks round: higher ones do not go with more events",
        )
    return Method.PLATT, f"{second}: both intercept and slope need an update"


def _tested(test: NestedTest) -> str:
    p = "p < 0.001" if test.p < 0.001 else f"p = {test.p:.3f}"
    return f"χ² = {test.chi2:.1f} on {test.df} df, {p}"
