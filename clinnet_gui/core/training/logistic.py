"""Ridge logistic regression by Newton's method, chunk by chunk, so that it can be stopped."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.aside import aside
from clinnet_gui.core.data.codes import Inputs
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.training.losses import row_losses
from clinnet_gui.core.work import Progress, Result, Work

PENALTY = 1.0
"""Half the squared weights times this is added to the summed loss, the intercept left out."""

TITLE = "Logistic regression on the same rows"
MOST_ITERATIONS = 50
CHUNK_PRODUCTS = 1e8
"""Multiplications of a chunk: some 20 ms."""


@dataclass(frozen=True, slots=True, eq=False)
class Slope:
    """Penalised loss at some weights, its gradient and its curvature."""

    loss: float
    gradient: Floats
    curvature: Floats


def fit_logistic(
    x: Inputs, y: Bytes, rows: Ints, penalty: float = PENALTY, start: Floats | None = None
) -> Work[Floats]:
    """Return intercept and weights (float64, [1 + inputs]) fitted on ``rows``.

    Equal to scikit-learn's LogisticRegression with C = 1 / ``penalty``; converges from any data, as
    the penalty makes the loss strictly convex and a step that does not lower it is halved.
    ``start`` are weights near the solution, where such are known.
    """
    start = np.zeros(1 + x.shape[1]) if start is None else start
    if x.shape[1] <= rows.size:
        return (yield from _newton(x, y, rows, penalty, start))
    # With more inputs than rows the penalised solution lies in the span of the rows.
    basis, projected = yield from _whole(x.shape[1] * rows.size**2, lambda: _within_span(x[rows]))
    within = np.append(start[:1], basis.T @ start[1:])
    found = yield from _newton(projected, y[rows], np.arange(rows.size), penalty, within)
    return np.append(found[:1], basis @ found[1:])


def _newton(x: Inputs | Floats, y: Bytes, rows: Ints, penalty: float, start: Floats) -> Work[Floats]:
    """Newton's method from ``start``, its steps halved until they lower the loss."""
    weights = start
    here = yield from _slope(x, y, rows, weights, penalty)
    for _ in range(MOST_ITERATIONS):
        step = yield from _step(here)
        there = yield from _slope(x, y, rows, weights - step, penalty)
        while there.loss > here.loss + 1e-9 * abs(here.loss) and np.abs(step).max() > 1e-9:
            step = step / 2
            there = yield from _slope(x, y, rows, weights - step, penalty)
        weights, here = weights - step, there
        if np.abs(step).max() < 1e-8:
            break
    return weights


def _step(here: Slope) -> Work[Floats]:
    found = yield from _whole(
        here.gradient.size**3 / 3, lambda: np.linalg.solve(here.curvature, here.gradient)
    )
    return np.asarray(found)


def _within_span(x: Inputs) -> tuple[Floats, Floats]:
    """An orthonormal basis [inputs, rows] of what the rows span, and the rows in it."""
    basis = np.linalg.qr(x.T.astype(np.float64))[0]
    return basis, np.asarray(x @ basis)


def _whole(products: float, call: Callable[[], Result]) -> Work[Result]:
    """Return what a call gives that cannot be divided; one that takes long is made aside."""
    if products <= CHUNK_PRODUCTS:
        yield Progress(TITLE)
        return call()
    return (yield from aside(TITLE, lambda _left: call()))


def logistic_logits(x: Inputs, weights: Floats) -> Floats:
    """Return the logit (float64) of each row of ``x``."""
    return np.asarray(x @ weights[1:].astype(np.float32) + np.float32(weights[0]), dtype=np.float64)


def _slope(x: Inputs | Floats, y: Bytes, rows: Ints, weights: Floats, penalty: float) -> Work[Slope]:
    ridge = np.full(weights.size, penalty)
    ridge[0] = 0.0
    loss = 0.5 * float(ridge @ np.square(weights))
    gradient, curvature = ridge * weights, np.diag(ridge)
    yield Progress(TITLE)
    for chunk in _chunks(rows, weights.size):
        design = _design(x, chunk)
        logits, outcome = design @ weights, y[chunk]
        risks = expit(logits)
        loss += float(row_losses(outcome, logits).sum())
        gradient += design.T @ (risks - outcome)
        curvature += (design.T * (risks * (1 - risks))) @ design
        yield Progress(TITLE)
    curvature[0, 0] += 1e-9  # an outcome of one kind only would leave the intercept without curvature
    return Slope(loss, gradient, curvature)


def _chunks(rows: Ints, width: int) -> list[NDArray[np.int64]]:
    size = int(np.clip(CHUNK_PRODUCTS / width**2, 64, 8192))
    return [rows[start : start + size] for start in range(0, rows.size, size)]


def _design(x: Inputs | Floats, rows: Ints) -> Floats:
    design = np.ones((rows.size, 1 + x.shape[1]))
    design[:, 1:] = x[rows]
    return design
