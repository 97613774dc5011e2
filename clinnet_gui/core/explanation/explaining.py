"""Explaining patients: contributions in log-odds, in the columns the analyst knows."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints, fingerprint, read_only
from clinnet_gui.core.data.codes import Inputs
from clinnet_gui.core.errors import ExplanationRefused
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.explanation.layers import Layer, layers_of
from clinnet_gui.core.explanation.path import integrated_gradients
from clinnet_gui.core.explanation.reference import background_rows, median_patient
from clinnet_gui.core.explanation.rescale import Rescale
from clinnet_gui.core.training.fit import Fit, Trained
from clinnet_gui.core.work import Progress, Work

if TYPE_CHECKING:
    from torch import Tensor, nn

DEEP_SHAP = "deep-shap"
INTEGRATED_GRADIENTS = "integrated-gradients"
_PATIENTS_AT_ONCE = {DEEP_SHAP: 8, INTEGRATED_GRADIENTS: 1}  # some 10 ms of work


@dataclass(frozen=True, slots=True, eq=False)
class _Explainer:
    """A method made ready: what it compares with, the base logit, contributions of a block."""

    method: str
    reference: str
    base: float
    contributions: Callable[[Tensor], Tensor]


def explain(
    trained: Trained,
    calibrator: Calibrator,
    rows: Ints,
    method: str = DEEP_SHAP,
    reference: int | None = None,
) -> Work[Attribution]:
    """Attribute the logits of ``rows`` (dataset positions, in any order) to the predictors.

    ``method`` "deep-shap" compares each patient with up to 100 training patients;
    "integrated-gradients" with the patient ``reference`` (dataset position), or with the median
    patient. What is explained is the calibrated logit; for an isotonic calibrator, which is no
    line, the uncalibrated one. Raises ExplanationRefused for rows or a method there are not.
    """
    _check(trained, rows, method, reference)
    yield Progress("Preparing the explanation", 0.0)
    explainer = _explainer(trained, method, reference)
    yield Progress("Explaining", 0.0)
    predictors = trained.dataset.predictors
    inputs = trained.fit.encoder.transform(predictors, trained.dataset.rows[rows])
    found = yield from _in_blocks(explainer, inputs, _PATIENTS_AT_ONCE[method])
    return _attribution(trained, calibrator, rows, explainer, found)


def _check(trained: Trained, rows: Ints, method: str, reference: int | None) -> None:
    """Refuse what cannot be explained before anything heavy is imported."""
    n = trained.dataset.n
    if method not in _PATIENTS_AT_ONCE:
        raise ExplanationRefused(
            f"There is no method {method!r}.", f"Choose {' or '.join(_PATIENTS_AT_ONCE)}."
        )
    if not rows.size:
        raise ExplanationRefused("No patient was named to explain.", "Name at least one row.", "NO_ROWS")
    asked = rows if reference is None else np.append(rows, reference)
    if asked.min() < 0 or asked.max() >= n:
        raise ExplanationRefused(
            f"The study has {n} usable rows.", "Name rows that are among them.", "NO_SUCH_ROW"
        )


def _explainer(trained: Trained, method: str, reference: int | None) -> _Explainer:
    import torch

    layers = layers_of(_network(trained.fit))
    if method == DEEP_SHAP:
        rows = background_rows(trained.split, trained.fit.spec.seed)
        rescale = Rescale(layers, torch.from_numpy(_inputs(trained, rows)))
        name = f"the average of {rows.size} training patients"
        return _Explainer(method, name, rescale.base, rescale.contributions)
    start, name = _reference(trained, reference)
    return _path_explainer(layers, torch.from_numpy(start), name)


def _path_explainer(layers: tuple[Layer, ...], start: Tensor, name: str) -> _Explainer:
    import torch

    logit = start[None]
    for layer in layers:
        logit = layer.out(layer.linear(logit))

    def contributions(x: Tensor) -> Tensor:
        return torch.stack([integrated_gradients(layers, start, one) for one in x])

    return _Explainer(INTEGRATED_GRADIENTS, name, float(logit), contributions)


def _reference(trained: Trained, position: int | None) -> tuple[Inputs, str]:
    """Return the reference's inputs, and how it is named: by its row, never by its id."""
    if position is None:
        return median_patient(trained.fit.encoder), "the median patient"
    row = trained.dataset.table.raw.rows[trained.dataset.rows[position]]
    return _inputs(trained, np.array([position]))[0], f"the patient in row {row}"


def _network(fit: Fit) -> nn.Sequential:
    from clinnet_gui.core.model.weights import restore

    return restore(fit.spec, fit.encoder.inputs, fit.weights)


def _inputs(trained: Trained, rows: Ints) -> Inputs:
    return trained.fit.encoder.transform(trained.dataset.predictors, trained.dataset.rows[rows])


def _in_blocks(explainer: _Explainer, inputs: Inputs, size: int) -> Generator[Progress, None, Inputs]:
    """Explain a few patients at a time, so that the work can be paused and cancelled between."""
    import torch

    found = np.empty_like(inputs)
    for start in range(0, len(inputs), size):
        block = slice(start, start + size)
        with torch.no_grad():
            found[block] = explainer.contributions(torch.from_numpy(inputs[block])).numpy()
        yield Progress("Explaining", min(1.0, (start + size) / len(inputs)))
    return found


def _attribution(
    trained: Trained, calibrator: Calibrator, rows: Ints, explainer: _Explainer, found: Inputs
) -> Attribution:
    """Sum inputs back to columns and move the whole to the calibrated logit."""
    linear = calibrator.method is not Method.ISOTONIC
    factor, shift = (calibrator.slope, calibrator.intercept) if linear else (1.0, 0.0)
    encoder = trained.fit.encoder
    return Attribution(
        method=explainer.method,
        columns=encoder.names,
        rows=read_only(rows.astype(np.int64)),
        base=shift + factor * explainer.base,
        contributions=read_only(factor * _by_column(found, encoder.owners, len(encoder.codes))),
        logits=read_only(shift + factor * trained.fit.logits[rows]),
        reference=explainer.reference,
        made_from=attribution_fingerprint(trained.fit, calibrator),
        calibrated=linear,
    )


def _by_column(found: Inputs, owners: Ints, columns: int) -> Floats:
    """Sum the inputs of each column, float64 [rows, columns]; one without inputs gets 0."""
    summed = np.zeros((len(found), columns))
    for position, owner in enumerate(owners):
        summed[:, owner] += found[:, position]
    return summed


def attribution_fingerprint(fit: Fit, calibrator: Calibrator) -> str:
    """Return what an attribution depends on, by which it is known to be out of date."""
    return fingerprint(fit.made_from, fit.weights, repr(calibrator))
