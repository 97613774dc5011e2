"""The rows of the table of calibration: each measure of one or two sets of risks, with what it means."""

import math
from collections.abc import Callable
from dataclasses import replace

from clinnet_gui.core.evaluation.decomposition import ScoreTest
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.likelihood import NestedTest
from clinnet_gui.core.statistics.reliance import too_few
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow
from clinnet_gui.gui.widgets.results.measure_text import (
    NOT_ESTIMABLE,
    SUPPRESSED,
    Cell,
    cell,
    number,
    percent,
    signed,
)


def rows(*shown: Calibration) -> tuple[MeasureRow, ...]:
    """Return a row a measure, a cell for each of ``shown``; a value alerts where its interval leaves
    out the ideal. Of too few events or non-events nothing is shown."""
    return tuple(
        MeasureRow(name, meaning, tuple(_cell(made, c) for c in shown)) for name, meaning, made in ROWS
    )


def _cell(made: Callable[[Calibration], Cell], calibration: Calibration) -> Cell:
    if too_few(calibration.curve.n, calibration.curve.events):
        return SUPPRESSED
    return made(calibration)


def _tested(test: NestedTest) -> Cell:
    if not test.estimable:
        return Cell(NOT_ESTIMABLE)
    return Cell(_p(test), tooltip=_test(test), alert=test.p < 0.05)


def _beside_test(shown: Cell, test: NestedTest, of: str) -> Cell:
    """The cell, its tooltip ended by the test ``of`` that its figure is ideal."""
    if not test.estimable:
        return shown
    return replace(shown, tooltip=f"{shown.tooltip} · {_test(test)}, p {_p(test)} ({of})")


def _scored(test: ScoreTest, whose: bool) -> Cell:
    if math.isnan(test.z):
        return Cell(NOT_ESTIMABLE)
    method = f"p {_p(test)}; standard normal where all risks are right{', by patient' if whose else ''}"
    return Cell(signed(test.z), tooltip=method, alert=test.p < 0.05)


def _test(test: NestedTest) -> str:
    freedom = "1 degree" if test.df == 1 else f"{test.df} degrees"
    return f"{test.kind}: chi-squared {test.chi2:.2f}, {freedom} of freedom"


def _p(test: NestedTest | ScoreTest) -> str:
    return "<0.001" if test.p < 0.001 else f"{test.p:.3f}"


def _error(measure: Measure) -> Cell:
    """An error is an alert where its interval does not begin at 0."""
    return cell(measure, ideal=0.0)


def _part(measure: Measure, ideal: float | None = None) -> Cell:
    """A part of the Brier score, of which the third decimal may be all there is."""
    return cell(measure, lambda value: f"{value:.4f}", ideal)


def _ece(calibration: Calibration) -> Cell:
    """Without an interval, an error above what a perfect model shows is an alert."""
    shown, errors = _error(calibration.errors.mass), calibration.errors
    return shown if shown.interval else replace(shown, alert=errors.mass.value > errors.null)


def _null(calibration: Calibration) -> Cell:
    method = "95th percentile of the ECE when outcomes are drawn from the risks themselves"
    if calibration.curve.owned is not None:
        method = "95th percentile of the ECE of right risks; normal limit, by patient"
    return Cell(number(calibration.errors.null), tooltip=method)


ROWS: tuple[tuple[str, str, Callable[[Calibration], Cell]], ...] = (
    (
        "observed : expected",
        "Events that happened over events expected from the risks; 1 is ideal.",
        lambda c: cell(c.o_to_e, ideal=1.0),
    ),
    (
        "calibration-in-the-large",
        "Log-odds by which risks are too low (+) or too high (−) on average; 0 is ideal.",
        lambda c: _beside_test(cell(c.in_the_large, signed, 0.0), c.tests.large, "intercept 0, slope held"),
    ),
    (
        "calibration slope",
        "Below 1 risks are too extreme, above 1 not extreme enough; 1 is ideal.",
        lambda c: _beside_test(cell(c.slope, ideal=1.0), c.tests.slope, "slope 1, intercept free"),
    ),
    (
        "both at once, p",
        "Test that risks are right on average and their slope is 1. Small: they are shown to be off.",
        lambda c: _tested(c.tests.weak),
    ),
    (
        "Spiegelhalter's z",
        "Test of every risk at once, by the Brier score that right risks would have. Beyond ±1.96 they are "
        "shown to be off.",
        lambda c: _scored(c.spiegelhalter, c.curve.owned is not None),
    ),
    (
        "ICI, by spline",
        "Integrated calibration index: the mean distance of the curve from the risks. The curve is a "
        "restricted cubic spline of the log-odds. Another smoother gives another index.",
        lambda c: _error(c.distances.ici),
    ),
    (
        "  E50",
        "Distance of the curve that half of the patients do not exceed.",
        lambda c: _error(c.distances.e50),
    ),
    (
        "  E90",
        "Distance of the curve that nine in ten patients do not exceed.",
        lambda c: _error(c.distances.e90),
    ),
    (
        "  Emax",
        "Largest distance of the curve from the risk of any patient.",
        lambda c: _error(c.distances.emax),
    ),
    (
        "ECE, 10 equal groups",
        "Expected calibration error: the mean gap between predicted risk and observed share. Even a "
        "perfect model shows one by chance.",
        _ece,
    ),
    (
        "  by chance alone, up to",
        "What a perfectly calibrated model stays below in 95 of 100 samples of this size. Only an ECE above "
        "it is a reason for doubt.",
        _null,
    ),
    (
        "ECE, 10 equal widths",
        "The same over 10 groups of equal width, as much of the literature gives it. Groups with few "
        "patients make it larger by chance.",
        lambda c: _error(c.errors.width),
    ),
    (
        "  of 15 widths",
        "The same over 15 groups of equal width.",
        lambda c: _error(c.errors.width_fine),
    ),
    (
        "debiased RMS error",
        "Root mean square gap of 15 groups with what chance adds taken off; 0 where nothing is left.",
        lambda c: _error(c.errors.debiased),
    ),
    (
        "smooth ECE",
        "Calibration error without groups: residuals smoothed by a Gaussian as wide as the error it finds.",
        lambda c: _error(c.errors.smooth),
    ),
    (
        "Brier score",
        "Mean squared difference between risk and outcome; lower is better. It is MCB − DSC + UNC.",
        lambda c: cell(c.brier),
    ),
    (
        "  miscalibration, MCB",
        "What the best rising recalibration could save of the Brier score. Even a perfect model shows some "
        "by chance.",
        lambda c: _part(c.parts.miscalibration, 0.0),
    ),
    (
        "  discrimination, DSC",
        "What the ranking of the patients saves of the Brier score; higher is better.",
        lambda c: _part(c.parts.discrimination),
    ),
    (
        "  uncertainty, UNC",
        "The Brier score of knowing only the prevalence; the same for every model.",
        lambda c: _part(c.parts.uncertainty),
    ),
    (
        "scaled Brier score",
        "Share of the Brier score of knowing only the prevalence that is saved; 0 is no better, 1 perfect.",
        lambda c: cell(c.brier_scaled, percent),
    ),
    (
        "log-loss",
        "Mean negative log-likelihood of the outcomes; lower is better.",
        lambda c: cell(c.log_loss),
    ),
)
"""Name, meaning and cell of each row."""
