"""Precision of a validation: the published sizes, and what drawn samples show."""

import math

import numpy as np
import pytest

from clinnet_gui.core.evaluation.calibration_line import line_fit
from clinnet_gui.core.evaluation.sample_size.validation import (
    TARGETS,
    Anticipated,
    Widths,
    anticipated,
    anticipated_of,
    slope_variance,
    validation_size,
    widths_at,
)
from clinnet_gui.core.statistics.binormal import Binormal
from clinnet_gui.core.statistics.losses import expit


def test_the_published_sizes_of_a_rare_outcome() -> None:
    size = validation_size(anticipated(0.018, 0.8), Widths(1.0, 0.1, 0.2))
    assert (size.o_to_e, size.c) == (905, 4_252)


@pytest.mark.parametrize(
    ("prevalence", "c", "patients"),
    [(0.1, 0.7, 1_154), (0.5, 0.8, 302), (0.018, 0.75, 5_125), (0.048, 0.743, 2_027)],
)
def test_the_published_sizes_for_the_c_statistic(prevalence: float, c: float, patients: int) -> None:
    assert validation_size(anticipated(prevalence, c)).c == patients


@pytest.mark.parametrize(("prevalence", "patients"), [(0.5, 385), (0.1, 3_461), (0.048, 7_626)])
def test_the_published_sizes_for_the_ratio(prevalence: float, patients: int) -> None:
    assert validation_size(anticipated(prevalence, 0.8)).o_to_e == patients


def test_the_published_size_for_the_slope_of_normal_logits() -> None:
    """The published program draws 1,000 logits from N(-5, 2.5) and prints 4,501."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(100)
    variance = slope_variance(-5 + 2.5 * nodes, weights / weights.sum())
    assert validation_size(Anticipated(0.018, 0.8, variance)).slope == pytest.approx(4_501, rel=0.02)


def test_the_slope_varies_between_samples_as_said() -> None:
    model, generator, n = Binormal(0.3, 0.75), np.random.default_rng(3), 800
    slopes = []
    for _ in range(300):
        y = (generator.random(n) < 0.3).astype(np.int8)
        fit = line_fit(y, model.logits(generator.standard_normal(n) + model.mean * y))
        assert fit is not None
        slopes.append(fit.coefficients[1])
    width = widths_at(n, anticipated(0.3, 0.75)).slope
    assert 2 * 1.96 * np.std(slopes) == pytest.approx(width, rel=0.15)


def test_the_variance_of_net_benefit_is_the_delta_method_on_the_counts() -> None:
    of, n = anticipated(0.2, 0.8, 0.15), 1_000
    pi, caught, spared, odds = 0.2, of.sensitivity, of.specificity, 0.15 / 0.85
    shares = np.array([pi * caught, pi * (1 - caught), (1 - pi) * (1 - spared), (1 - pi) * spared])

    def benefit(of_shares: np.ndarray) -> float:
        tp, fn, fp, _ = of_shares
        return float((tp - fp * odds) / (tp + fn))

    steps = np.eye(4) * 1e-6
    gradient = np.array([(benefit(shares + step) - benefit(shares - step)) / 2e-6 for step in steps])
    variance = gradient @ (np.diag(shares) - np.outer(shares, shares)) @ gradient / n
    assert widths_at(n, of).net_benefit == pytest.approx(2 * 1.959964 * math.sqrt(variance), rel=1e-4)


def test_as_many_patients_as_needed_meet_the_targets_and_fewer_do_not() -> None:
    of = anticipated(0.12, 0.78, 0.1)
    size = validation_size(of)
    assert widths_at(size.c, of).c <= TARGETS.c < widths_at(size.c - 1, of).c
    assert widths_at(size.slope, of).slope <= TARGETS.slope < widths_at(size.slope - 1, of).slope
    assert widths_at(size.net_benefit, of).net_benefit <= TARGETS.net_benefit
    assert widths_at(size.o_to_e, of).o_to_e == pytest.approx(TARGETS.o_to_e, rel=2e-3)
    assert size.patients == max(size.o_to_e, size.c, size.slope, size.net_benefit)


def test_observed_risks_say_what_more_of_the_same_patients_will_give() -> None:
    model, generator = Binormal(0.3, 0.8), np.random.default_rng(5)
    y = (generator.random(60_000) < 0.3).astype(np.int8)
    risks = expit(model.logits(generator.standard_normal(y.size) + model.mean * y))
    seen, planned = (
        widths_at(900, anticipated_of(y, risks, 0.25)),
        widths_at(900, anticipated(0.3, 0.8, 0.25)),
    )
    for one, other in (
        (seen.c, planned.c),
        (seen.slope, planned.slope),
        (seen.net_benefit, planned.net_benefit),
    ):
        assert one == pytest.approx(other, rel=0.03)


@pytest.mark.parametrize("risk", [0.0, 0.3, 1.0])
def test_equal_risks_and_one_class_give_no_width(risk: float) -> None:
    ones = np.ones(5, np.int8)
    alone = anticipated_of(ones, np.full(5, risk), 0.2)
    assert math.isnan(widths_at(100, alone).c)
    mixed = anticipated_of(np.array([0, 1, 0, 1, 0], np.int8), np.full(5, risk), 0.2)
    assert math.isnan(mixed.slope_variance)
    assert validation_size(mixed).slope == 0
