"""The binormal model against closed forms, plain integration and the published C to R2."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from clinnet_gui.core.statistics.binormal import Binormal, c_statistic, cox_snell, largest_r2
from clinnet_gui.core.statistics.losses import expit


def test_the_published_c_statistic_gives_its_r2() -> None:
    assert cox_snell(Binormal(0.174, 0.89)) == pytest.approx(0.29095, abs=5e-6)


def test_the_largest_r2_is_the_published_one() -> None:
    assert largest_r2(0.5) == pytest.approx(0.75)
    assert largest_r2(0.048) == pytest.approx(0.31966, abs=5e-6)  # eFalls supplement
    assert largest_r2(0.05) == pytest.approx(0.33, abs=0.005)  # Riley et al. 2019


@pytest.mark.parametrize(("prevalence", "c"), [(0.5, 0.6), (0.174, 0.89), (0.018, 0.8), (0.9, 0.97)])
def test_quadrature_agrees_with_integration_of_the_densities(prevalence: float, c: float) -> None:
    mean = math.sqrt(2) * norm.ppf(c)

    def part(score: float, at: float, share: float, event: bool) -> float:
        with_event, without = prevalence * norm.pdf(score - mean), (1 - prevalence) * norm.pdf(score)
        risk = with_event / (with_event + without)
        return float(share * norm.pdf(score - at) * math.log(risk if event else 1 - risk))

    reached = quad(lambda x: part(x, mean, prevalence, True), mean - 9, mean + 9, epsabs=1e-12)[0]
    reached += quad(lambda x: part(x, 0.0, 1 - prevalence, False), -9, 9, epsabs=1e-12)[0]
    null = prevalence * math.log(prevalence) + (1 - prevalence) * math.log(1 - prevalence)
    assert cox_snell(Binormal(prevalence, c)) == pytest.approx(1 - math.exp(-2 * (reached - null)), abs=1e-9)


def test_the_c_statistic_of_an_r2_is_the_way_back() -> None:
    for c in (0.55, 0.72, 0.95):
        assert c_statistic(cox_snell(Binormal(0.1, c)), 0.1) == pytest.approx(c, abs=1e-9)


def test_the_distribution_is_calibrated() -> None:
    logits, weights = Binormal(0.07, 0.85).distribution()
    assert weights.sum() == pytest.approx(1)
    assert float((weights * expit(logits)).sum()) == pytest.approx(0.07, abs=1e-10)


def test_the_operating_point_is_that_of_drawn_patients() -> None:
    model, generator = Binormal(0.2, 0.8), np.random.default_rng(1)
    y = generator.random(200_000) < 0.2
    risks = expit(model.logits(generator.standard_normal(y.size) + model.mean * y))
    sensitivity, specificity = model.operating(0.3)
    assert sensitivity == pytest.approx((risks[y] >= 0.3).mean(), abs=0.01)
    assert specificity == pytest.approx((risks[~y] < 0.3).mean(), abs=0.01)
